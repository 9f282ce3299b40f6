"""Whether somebody who is content is asked, once for all, if they want to hear from us unasked."""

from datetime import datetime, timedelta

from bot.engine.content import Content
from bot.engine.timing import day_after
from bot.people.surveys import refusals
from bot.ports.outreach import UNREACHED
from bot.ports.records import Conversation
from bot.ports.store import Transaction

GOOD = 4  # stars of five from which on somebody is content


def may_offer(tx: Transaction, content: Content, chat: Conversation, *, stars: int, now: datetime) -> bool:
    """Tell whether to offer it now.

    Not where nothing comes by itself; not to who was offered it, agreed or said no before, in any chat of
    theirs; not after danger; not on the day of a refusal, nor while one is on its way.
    """
    if stars < GOOD or chat.address.channel in UNREACHED or chat.owner != "bot":
        return False
    organisation = chat.address.organisation
    if tx.wishes.offered(organisation, [each.id for each in tx.wishes.chats(organisation, chat.id)]):
        return False
    danger_since = now - timedelta(days=content.survey.danger_days)
    facts = tx.surveys.facts(chat, refusals=refusals(content), danger_since=danger_since, since=now)
    return not (facts.danger or facts.refusal_waits or day_after(content, facts.refused_at, now) > now)
