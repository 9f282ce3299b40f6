"""What was said, in order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, delete, func, insert, or_, select, true, update

from bot.matching.normalise import normalise
from bot.messages import OFFLINE, Attachment, Message
from bot.ports.records import Delivery, Direction, Line
from bot.store.codec import dump_attachments, dump_message, load_attachments, load_message
from bot.store.repository import Found, Repository
from bot.store.statements import binds, here, insertion, within
from bot.store.tables import conversations, files, lines, questions, thread_copies

CONTACTS = ("in", "note")  # a note is one where staff log what came by phone, letter or in person
_BUTTON, _LONGEST = "topic:", 64  # beginning of the id of a topic's button; characters of a topic's id
_add = insertion(lines, "id").returning(lines.c.id)
_set_delivery = update(lines).where(here(lines)).values(binds("delivery"))
_name_file = insert(files).values(binds("organisation_id", "conversation_id", "key"))
_get = select(lines).where(here(lines))
_recent = select(lines).where(within(lines)).order_by(lines.c.id.desc()).limit(bindparam("most"))
_still_named = select(files.c.id).where(files.c.key == bindparam("file")).limit(1)
_since = bindparam("since", type_=lines.c.at.type)
_blanked = (within(lines), lines.c.direction.in_(("in", "out")), lines.c.at >= _since)
_with_files = select(lines.c.attachments).where(*_blanked, lines.c.attachments.is_not(None))
_blank = (
    update(lines)
    .where(*_blanked)
    .values(folded="", message=None, attachments=None, trace=None, pressed=None, **binds("text"))
)
_brought = (  # the person's last message before what began then: it brought that about
    select(lines.c.at)
    .where(within(lines), lines.c.direction == "in", lines.c.at <= _since)
    .order_by(lines.c.id.desc())
    .limit(1)
)
_first_blanked = select(func.min(lines.c.id)).where(*_blanked).scalar_subquery()
_outdate_copies = (
    update(thread_copies)
    .where(within(thread_copies), thread_copies.c.last_line >= _first_blanked)
    .values(stale=true())
)
_notes = (within(lines), lines.c.direction == "note")
_notes_with_files = select(lines.c.attachments).where(*_notes, lines.c.attachments.is_not(None))
_blank_notes = update(lines).where(*_notes).values(folded="", attachments=None, trace=None, **binds("text"))
_first_note = select(func.min(lines.c.id)).where(*_notes).scalar_subquery()
_outdate_notes = (
    update(thread_copies)
    .where(within(thread_copies), thread_copies.c.last_line >= _first_note)
    .values(stale=true())
)
_blank_questions = update(questions).where(within(questions), questions.c.at >= _since).values(text="")
_unname = delete(files).where(within(files), files.c.key == bindparam("file"))
_t, _said_at = conversations.c, bindparam("said_at", type_=lines.c.at.type)
_contacts = (
    update(conversations)
    .where(
        here(conversations),
        or_(bindparam("way") == "in", _t.channel.in_(OFFLINE)),
        or_(_t.first_contact_at.is_(None), _t.first_contact_at > _said_at, _t.last_contact_at < _said_at),
    )
    .values(
        first_contact_at=case((_t.first_contact_at <= _said_at, _t.first_contact_at), else_=_said_at),
        last_contact_at=case((_t.last_contact_at >= _said_at, _t.last_contact_at), else_=_said_at),
    )
)
_hold = select(conversations.c.id).where(here(conversations)).with_for_update(key_share=True)


def to_line(row: Found) -> Line:
    """Turn a row of `lines` into its record."""
    return Line(
        id=row.id,
        organisation=row.organisation_id,
        conversation=row.conversation_id,
        direction=row.direction,
        at=row.at,
        text=row.text,
        message=None if row.message is None else load_message(row.message),
        attachments=load_attachments(row.attachments),
        staff=row.staff_id,
        answers=row.answers,
        inbound=row.inbound_id,
        delivery=row.delivery,
        trace=row.trace,
    )


def _pressed(trace: Mapping[str, Any]) -> str | None:
    choice = str(trace.get("choice", ""))
    return choice.removeprefix(_BUTTON)[:_LONGEST] if choice.startswith(_BUTTON) else None


class TranscriptRows(Repository):
    """`bot.ports.store.Transcript`."""

    def add(
        self,
        organisation: str,
        conversation: str,
        *,
        direction: Direction,
        text: str,
        at: datetime,
        message: Message | None = None,
        attachments: tuple[Attachment, ...] = (),
        staff: str | None = None,
        answers: str | None = None,
        inbound: str | None = None,
        delivery: Delivery = "none",
        trace: Mapping[str, Any] | None = None,
    ) -> int:
        """Append a line and return its id."""
        self._keep_order(organisation, conversation)
        line = self._number(
            _add,
            organisation_id=organisation,
            conversation_id=conversation,
            direction=direction,
            at=at,
            text=text,
            folded=normalise(text),
            message=None if message is None else dump_message(message),
            attachments=dump_attachments(attachments) if attachments else None,
            staff_id=staff,
            answers=answers,
            inbound_id=inbound,
            delivery=delivery,
            trace=None if trace is None else dict(trace),
            pressed=_pressed(trace) if direction == "in" and trace else None,
        )
        if direction in CONTACTS:
            self._change(_contacts, org=organisation, row=conversation, way=direction, said_at=at)
        named = (*attachments, *(message.attachments if message else ()))
        for key in dict.fromkeys(attachment.key for attachment in named):
            self._change(_name_file, organisation_id=organisation, conversation_id=conversation, key=key)
        return line

    def _keep_order(self, organisation: str, conversation: str) -> None:
        """Let ids grow in the order of commits within a conversation, so that no stream misses a line.

        SQLite has one writer; on PostgreSQL the conversation is locked before the id is drawn.
        """
        if self._session.dialect == "postgresql" and conversation not in self._session.locked:
            self._first(_hold, org=organisation, row=conversation)
            self._session.locked.add(conversation)

    def unnamed(self, keys: Sequence[str]) -> Sequence[str]:
        """Return those files that nothing names: no line and no case of any organisation."""
        return [key for key in dict.fromkeys(keys) if self._first(_still_named, file=key) is None]

    def blank(self, organisation: str, conversation: str, *, since: datetime, text: str) -> None:
        """Let what the person and the bot said since then be this text; the case alone names its files.

        With the message that brought about what began then; messages that show staff any of it are to be
        mended.
        """
        place = {"org": organisation, "conv": conversation}
        brought = self._first(_brought, **place, since=since)
        since = brought.at if brought is not None else since
        kept = [load_attachments(row.attachments) for row in self._all(_with_files, **place, since=since)]
        for key in {attachment.key for attachments in kept for attachment in attachments}:
            self._change(_unname, **place, file=key)
        self._change(_outdate_copies, **place, since=since)
        self._change(_blank, **place, since=since, text=text)
        self._change(_blank_questions, **place, since=since)
        self._session.erased = True

    def blank_notes(self, organisation: str, conversation: str, *, text: str) -> Sequence[str]:
        """Let the notes of staff be this text, without files; return those that nothing names any more."""
        place = {"org": organisation, "conv": conversation}
        kept = [load_attachments(row.attachments) for row in self._all(_notes_with_files, **place)]
        keys = [attachment.key for attachments in kept for attachment in attachments]
        for key in dict.fromkeys(keys):
            self._change(_unname, **place, file=key)
        self._change(_outdate_notes, **place)
        self._change(_blank_notes, **place, text=text)
        self._session.erased = True
        return self.unnamed(keys)

    def get(self, organisation: str, line: int) -> Line | None:
        """Return one line."""
        row = self._first(_get, org=organisation, row=line)
        return None if row is None else to_line(row)

    def recent(self, organisation: str, conversation: str, *, limit: int) -> Sequence[Line]:
        """List the newest lines of a conversation, newest first, notes included."""
        rows = self._all(_recent, org=organisation, conv=conversation, most=limit)
        return [to_line(row) for row in rows]

    def set_delivery(self, organisation: str, line: int, delivery: Delivery) -> None:
        """Note how sending went."""
        self._change(_set_delivery, org=organisation, row=line, delivery=delivery)
