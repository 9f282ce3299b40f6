"""Writing a message to a person: a masked transcript line and an outbox row."""

from bot.messages import OFFLINE, Message
from bot.people.masking import mask_message
from bot.worker.documents import cited
from bot.worker.private import HIDDEN, MARK
from bot.worker.scene import Act

URGENT, REPLY, NOTICE, OUTREACH = 0, 1, 5, 9  # outbox priorities; smaller goes first


def queue(act: Act, message: Message) -> int | None:
    """Queue a message and return its transcript line; None if the bot must be silent.

    A one-time link goes out with the message, and is in no transcript.

    On an offline channel the member of staff who typed reads it out from the page: nothing is queued.

    Of an opinion staff read nothing: the words are in the message alone, which the person's own page shows.

    While staff hold the chat only danger numbers, and what follows from their own act or question, are said.
    """
    behalf = act.behalf or (act.conversation.holder if message.for_staff else None)
    if act.conversation.owner == "staff" and not message.urgent and behalf is None:
        return None
    message = cited(act, message)
    masked = mask_message(message)
    hidden = act.says_privately and not message.urgent
    offline = act.address.channel in OFFLINE
    line = act.tx.transcript.add(
        act.organisation,
        act.conversation.id,
        direction="out",
        text=HIDDEN if hidden else masked.text,
        message=masked,
        at=act.now,
        attachments=message.attachments,
        answers=act.answers,
        delivery="none" if offline else "queued",
        trace={MARK: True} if hidden else None,
    )
    if offline:
        return line
    act.tx.outbox.queue(
        act.conversation.id,
        address=act.address,
        message=act.pages.linked(act, message),
        line=line,
        staff=behalf,
        priority=_priority(message),
        not_before=act.now,
    )
    return line


def _priority(message: Message) -> int:
    if message.urgent:
        return URGENT
    if message.outreach:
        return OUTREACH
    return NOTICE if message.unprompted else REPLY
