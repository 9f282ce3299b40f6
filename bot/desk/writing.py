"""What staff write: replies to the person, notes to each other."""

from dataclasses import dataclass, replace

from bot.desk import drafts
from bot.desk.chat import Desk
from bot.desk.holding import take
from bot.desk.outcomes import Empty, HeldBy, NotAllowed, Noted, Offline, TooLong, Unknown, Unseen
from bot.messages import OFFLINE, Attachment, Message
from bot.ports.records import Conversation, Line

LONGEST = 4000  # characters; what the narrowest channel carries in one message
RECENT = 50  # lines in which something unseen is looked for
REPLY = 1  # outbox priority of what answers a person
KEY_LONGEST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """A reply as it left the composer."""

    text: str
    key: str  # idempotency key: one per composed reply, the same for each attempt to send it
    seen_line: int  # newest transcript line that the writer had before them
    attachments: tuple[Attachment, ...] = ()
    force: bool = False  # send although somebody has written since


def reply(
    desk: Desk, conversation: str, draft: Reply
) -> Noted | Unseen | HeldBy | Empty | TooLong | NotAllowed | Unknown | Offline:
    """Send a reply; it takes the chat if no colleague holds it. The same key is sent once."""
    row = desk.enter(conversation, "reply")
    if not isinstance(row, Conversation):
        return row
    if row.address.channel in OFFLINE:
        return Offline()
    if kept := desk.tx.staff.reply_line(desk.organisation, row.id, key=draft.key):
        return Noted(line=kept, repeated=True)
    refused = _unfit(draft) or desk.colleague(row) or (None if draft.force else _unseen(desk, row, draft))
    if refused:
        return refused
    taken = take(desk, row)
    return taken if isinstance(taken, HeldBy) else _send(desk, row, draft)


def note(desk: Desk, conversation: str, text: str) -> Noted | Empty | TooLong | NotAllowed | Unknown:
    """Keep a line for colleagues; it never reaches the person."""
    row = desk.enter(conversation, "note")
    if not isinstance(row, Conversation):
        return row
    if refused := _unfit_text(text, empty=not text.strip()):
        return refused
    line = desk.tx.transcript.add(
        desk.organisation,
        row.id,
        direction="note",
        text=desk.mask(text.strip()),
        at=desk.now,
        staff=desk.actor.id,
    )
    desk.note(row, "noted", line=line)
    return Noted(line=line)


def _send(desk: Desk, row: Conversation, draft: Reply) -> Noted:
    message = Message(text=draft.text.strip(), language=row.language, attachments=draft.attachments)
    masked = desk.mask(message.text)
    line = desk.tx.transcript.add(
        desk.organisation,
        row.id,
        direction="staff",
        text=masked,
        message=replace(message, text=masked),
        at=desk.now,
        attachments=draft.attachments,
        staff=desk.actor.id,
        delivery="queued",
    )
    desk.tx.outbox.queue(
        row.id,
        address=row.address,
        message=message,
        line=line,
        staff=desk.actor.id,
        priority=REPLY,
        not_before=desk.now,
    )
    desk.tx.staff.keep_reply(desk.organisation, row.id, key=draft.key, line=line)
    drafts.sent(desk, row.id, key=draft.key)
    desk.note(row, "replied", line=line)
    desk.tx.announce("outbox")
    return Noted(line=line)


def _unfit(draft: Reply) -> Empty | TooLong | None:
    if not 0 < len(draft.key) <= KEY_LONGEST:
        raise ValueError("an idempotency key has 1 to 100 characters")
    return _unfit_text(draft.text, empty=not draft.text.strip() and not draft.attachments)


def _unfit_text(text: str, *, empty: bool) -> Empty | TooLong | None:
    if empty:
        return Empty()
    return TooLong(most=LONGEST) if len(text) > LONGEST else None


def _unseen(desk: Desk, row: Conversation, draft: Reply) -> Unseen | None:
    """Return what the person or a colleague wrote last if the writer had not seen it.

    What the writer sent is not held against them: a screen may show it later than they write on.
    """
    newest = desk.tx.transcript.recent(desk.organisation, row.id, limit=RECENT)
    said = next((line for line in newest if line.id > draft.seen_line and _counts(line, desk)), None)
    if said is None or said.direction == "in":
        return Unseen(line=said.id, text=said.text) if said else None
    colleague = desk.tx.staff.get(said.staff or "")
    return Unseen(line=said.id, text=said.text, name=colleague.name if colleague else "")


def _counts(line: Line, desk: Desk) -> bool:
    return line.direction == "in" or (line.direction == "staff" and line.staff != desk.actor.id)
