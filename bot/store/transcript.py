"""What was said, in order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from bot.matching.normalise import normalise
from bot.messages import Attachment, Message
from bot.ports.records import Delivery, Direction, Line
from bot.store.codec import dump_attachments, dump_message, load_attachments, load_message
from bot.store.repository import Found, Repository
from bot.store.statements import binds, here, insertion, within
from bot.store.tables import conversations, files, lines

_add = insertion(lines, "id").returning(lines.c.id)
_set_delivery = update(lines).where(here(lines)).values(binds("delivery"))
_name_file = insert(files).values(binds("organisation_id", "conversation_id", "key"))
_get = select(lines).where(here(lines))
_recent = select(lines).where(within(lines)).order_by(lines.c.id.desc()).limit(bindparam("most"))
_still_named = select(files.c.id).where(files.c.key == bindparam("file")).limit(1)
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
        )
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
