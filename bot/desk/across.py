"""Answering a person on any of their channels, from the page of one of them."""

from bot.desk import drafts
from bot.desk.chat import Desk
from bot.desk.outcomes import Noted, Outcome, Unknown
from bot.desk.writing import Reply, reply
from bot.ports.records import Conversation


def reply_across(desk: Desk, opened: str, to: str, composed: Reply) -> Outcome:
    """Send a reply that was composed on the page of `opened` to the conversation `to` of the same person.

    What was sent once is not sent again on another channel, and the draft of the page goes with it.
    """
    if to == opened:
        return reply(desk, opened, composed)
    page, target = desk.look(opened), desk.look(to)
    if not isinstance(page, Conversation) or not isinstance(target, Conversation):
        return Unknown()
    if page.person is None or page.person != target.person:
        return Unknown()
    if kept := desk.tx.staff.reply_line(desk.organisation, page.id, key=composed.key):
        return Noted(line=kept, repeated=True)
    outcome = reply(desk, to, composed)
    if isinstance(outcome, Noted) and not outcome.repeated:
        desk.tx.staff.keep_reply(desk.organisation, page.id, key=composed.key, line=outcome.line)
        drafts.sent(desk, page.id, key=composed.key)
    return outcome
