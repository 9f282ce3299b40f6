"""What staff change of what they wrote: the person gets the correction, and both versions are kept."""

from dataclasses import dataclass, replace

from bot.desk.chat import Desk
from bot.desk.outcomes import Empty, HeldBy, NotAllowed, Noted, TooLong, Unknown
from bot.desk.writing import LONGEST, REPLY
from bot.engine.content import Content
from bot.messages import Edit, Message
from bot.ports.records import Conversation, Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """Words that take the place of earlier ones."""

    line: int  # the newest version: a reply or note of the same member of staff
    text: str
    key: str  # idempotency key: one per change, the same for each attempt


def correct(
    desk: Desk, conversation: str, correction: Correction, content: Content
) -> Noted | HeldBy | Empty | TooLong | NotAllowed | Unknown:
    """Keep what a line should say now as a line of its own, and send it if the line was a reply.

    It takes no chat: one's own words may be corrected after the chat was given back, but not while a
    colleague holds it. The same key, or the same words, change nothing.
    """
    row = desk.enter(conversation, "reply")
    if not isinstance(row, Conversation):
        return row
    if kept := desk.tx.staff.reply_line(desk.organisation, row.id, key=correction.key):
        return Noted(line=kept, repeated=True)
    old, text = desk.tx.transcript.get(desk.organisation, correction.line), correction.text.strip()
    if old is None or old.conversation != row.id:
        return Unknown()
    if old.staff != desk.actor.id or old.direction not in ("staff", "note"):
        return NotAllowed()
    if not text and not old.attachments:
        return Empty()
    if len(text) > LONGEST:
        return TooLong(most=LONGEST)
    if desk.mask(text) == says(old):
        return Noted(line=old.id, repeated=True)
    if held := desk.colleague(row):
        return held
    return _kept(desk, row, old, replace(correction, text=text), content)


def says(line: Line) -> str:
    """Return the words of a line, without the word that it is a correction."""
    return str((line.trace or {}).get("says", line.text))


def corrected(line: Line) -> int | None:
    """Return the line that a line is the correction of, if it is one."""
    found = (line.trace or {}).get("corrects")
    return found if isinstance(found, int) else None


def _kept(desk: Desk, row: Conversation, old: Line, correction: Correction, content: Content) -> Noted:
    words = content.texts(row.language, "worker.edited", text=correction.text)
    message = Message(text=words, language=row.language, edit=Edit(line=old.id, text=correction.text))
    masked, goes = desk.mask(words), old.direction == "staff"
    line = desk.tx.transcript.add(
        desk.organisation,
        row.id,
        direction=old.direction,
        text=masked,
        message=Message(text=masked, language=row.language) if goes else None,
        at=desk.now,
        staff=desk.actor.id,
        delivery="queued" if goes else "none",
        trace={"corrects": old.id, "says": desk.mask(correction.text)},
    )
    if goes:
        desk.tx.outbox.queue(
            row.id,
            address=row.address,
            message=message,
            line=line,
            staff=desk.actor.id,
            priority=REPLY,
            not_before=desk.now,
        )
        desk.tx.announce("outbox")
    desk.tx.staff.keep_reply(desk.organisation, row.id, key=correction.key, line=line)
    desk.note(row, "corrected", line=line, earlier=old.id)
    return Noted(line=line)
