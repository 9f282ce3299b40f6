"""What pages, commands and streams ask, on connections that never wait behind the writer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal,
    select,
    union_all,
)

from bot.messages import Address
from bot.ports.records import (
    Conversation,
    Delivered,
    Improvement,
    Line,
    Question,
    Received,
)
from bot.ports.store.shelf import ShelfVersion
from bot.store.audit_reads import AuditReads
from bot.store.case_reads import CaseReads
from bot.store.chat_lists import IS_WAITING_FOR_STAFF, ChatLists
from bot.store.conversations import BY_ADDRESS, SELECT_CONVERSATION, to_conversation
from bot.store.duty import DutyReads
from bot.store.figures import CoreFigures
from bot.store.improvements import to_improvement
from bot.store.inbox import to_received
from bot.store.outbox import to_delivered
from bot.store.outreach_reads import CampaignReads
from bot.store.reading import ReadingPool
from bot.store.shelf import IN_FORCE, to_version
from bot.store.staff_reads import StaffReads
from bot.store.statements import ORG, within
from bot.store.tables import (
    HAS_FAILED,
    IS_DEAD,
    IS_NEW,
    IS_QUEUED,
    conversations,
    improvements,
    inbox,
    lines,
    outbox,
    questions,
)
from bot.store.transcript import to_line
from bot.store.usage import CoreUsage, to_question
from bot.store.within_places import in_place

_orgs: BindParameter[Any] = bindparam("orgs", expanding=True)
_of_chats: BindParameter[Any] = bindparam("chats", expanding=True)
_most: BindParameter[int] = bindparam("most")
_LAST_ID = 2**62  # above every line's
_since = bindparam("since", type_=questions.c.at.type)
_t = conversations.c
_by_id_alone = SELECT_CONVERSATION.where(_t.id == bindparam("row"))
_lines = select(lines).where(within(lines), lines.c.id > bindparam("after")).order_by(lines.c.id).limit(_most)
_newest_lines = (
    select(lines)
    .where(
        lines.c.organisation_id == ORG,
        lines.c.conversation_id.in_(_of_chats),
        lines.c.id < bindparam("before"),
    )
    .order_by(lines.c.id.desc())
    .limit(_most)
)
_dead = (
    select(outbox)
    .where(outbox.c.organisation_id.in_(_orgs), IS_DEAD, outbox.c.payload.is_not(None))
    .order_by(outbox.c.id.desc())
    .limit(_most)
)
_failed = (
    select(inbox)
    .where(inbox.c.organisation_id.in_(_orgs), HAS_FAILED, inbox.c.payload.is_not(None))
    .order_by(inbox.c.seq.desc())
    .limit(_most)
)
_questions = (
    select(questions)
    .where(questions.c.organisation_id == ORG, questions.c.at >= _since)
    .order_by(questions.c.at.desc(), questions.c.id.desc())
    .limit(_most)
)
_improvements = (
    select(improvements)
    .where(improvements.c.organisation_id.in_(_orgs))
    .order_by(improvements.c.id.desc())
    .limit(_most)
)
_published = (
    select(improvements)
    .where(improvements.c.organisation_id.in_(_orgs), improvements.c.published_at.is_not(None))
    .order_by(improvements.c.published_at.desc(), improvements.c.id.desc())
    .limit(_most)
)


_these_lines = select(lines).where(
    lines.c.organisation_id.in_(_orgs), lines.c.id.in_(bindparam("ids", expanding=True))
)
_newest_of_people = (
    select(lines.c.id)
    .where(
        lines.c.organisation_id == _t.organisation_id,
        lines.c.conversation_id == _t.id,
        lines.c.direction.in_(("in", "staff")),
        lines.c.text != "",
    )
    .order_by(lines.c.id.desc())
    .limit(1)
    .correlate(conversations)
    .scalar_subquery()
)
_what_people_wrote = select(_t.id, _newest_of_people.label("line")).where(
    _t.organisation_id.in_(_orgs), _t.id.in_(bindparam("chats", expanding=True))
)


def _counted(name: str, condition: ColumnElement[bool]) -> Select[str, int]:
    return select(literal(name).label("name"), func.count().label("rows")).where(condition)


_counts = union_all(
    _counted("inbox", IS_NEW),
    _counted("outbox", IS_QUEUED),
    _counted("waiting", IS_WAITING_FOR_STAFF),
    _counted("held", _t.owner == "staff"),
    _counted("dead_letters", IS_DEAD),
    _counted("failed_arrivals", HAS_FAILED),
)


class CoreReads(AuditReads, CampaignReads, CaseReads, ChatLists, DutyReads, StaffReads):
    """`bot.ports.store.Reads` on a pool of connections."""

    def __init__(self, pool: ReadingPool) -> None:
        """Read through this pool."""
        super().__init__(pool)
        self.usage = CoreUsage(pool)
        self.figures = CoreFigures(pool)

    async def conversation(self, organisation: str, conversation: str) -> Conversation | None:
        """Read one conversation of an organisation, or of a branch."""
        asked = SELECT_CONVERSATION.where(in_place(conversations, organisation), _t.id == bindparam("row"))
        row = await self._first(asked, org=organisation, row=conversation)
        return None if row is None else to_conversation(row)

    async def find_conversation(self, conversation: str) -> Conversation | None:
        """Read one by its id alone (commands)."""
        row = await self._first(_by_id_alone, row=conversation)
        return None if row is None else to_conversation(row)

    async def by_address(self, address: Address) -> Conversation | None:
        """Return the conversation of an address, if any."""
        row = await self._first(BY_ADDRESS, org=address.organisation, on=address.channel, who=address.user)
        return None if row is None else to_conversation(row)

    async def lines(
        self, organisation: str, conversation: str, *, after: int = 0, limit: int = 500
    ) -> Sequence[Line]:
        """List transcript lines after an id, oldest first, notes included."""
        rows = await self._all(_lines, org=organisation, conv=conversation, after=after, most=limit)
        return [to_line(row) for row in rows]

    async def newest_lines(
        self, organisation: str, conversations: Sequence[str], *, before: int | None = None, limit: int = 100
    ) -> Sequence[Line]:
        """List the newest lines of several conversations, oldest first."""
        place = {"org": organisation, "chats": list(conversations), "most": limit}
        rows = await self._all(_newest_lines, **place, before=_LAST_ID if before is None else before)
        return [to_line(row) for row in reversed(rows)]

    async def last_said(self, chats: Sequence[Conversation]) -> Mapping[str, Line]:
        """Conversation → what a human wrote last, else its last line: two readings for a whole list."""
        ids = {chat.id: chat.last_line for chat in chats if chat.last_line}
        orgs = list(dict.fromkeys(chat.address.organisation for chat in chats))
        found = await self._all(_what_people_wrote, orgs=orgs, chats=list(ids)) if ids else []
        ids |= {row.id: row.line for row in found if row.line}
        rows = await self._all(_these_lines, orgs=orgs, ids=list(ids.values())) if ids else []
        return {row.conversation_id: to_line(row) for row in rows}

    async def of_person(self, organisation: str, person: str, *, limit: int = 20) -> Sequence[Conversation]:
        """List a person's conversations in an organisation, or in a branch, where they wrote last first."""
        theirs = SELECT_CONVERSATION.where(
            in_place(conversations, organisation), _t.person_id == bindparam("who")
        )
        newest = theirs.order_by(_t.last_inbound_at.desc().nulls_last(), _t.id).limit(_most)
        rows = await self._all(newest, org=organisation, who=person, most=limit)
        return [to_conversation(row) for row in rows]

    async def shelf(self, organisation: str) -> Sequence[ShelfVersion]:
        """Documents of an organisation as they are now, withdrawn ones too; newest first."""
        return [to_version(row) for row in await self._all(IN_FORCE, org=organisation)]

    async def dead_letters(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Delivered]:
        """Messages that could not be sent."""
        return [to_delivered(row) for row in await self._all(_dead, orgs=list(organisations), most=limit)]

    async def failed_arrivals(self, organisations: Sequence[str], *, limit: int = 200) -> Sequence[Received]:
        """Messages on which the engine broke."""
        return [to_received(row) for row in await self._all(_failed, orgs=list(organisations), most=limit)]

    async def questions(self, organisation: str, *, since: datetime, limit: int = 1000) -> Sequence[Question]:
        """Questions asked, newest first."""
        rows = await self._all(_questions, org=organisation, since=since, most=limit)
        return [to_question(row) for row in rows]

    async def improvements(
        self, organisations: Sequence[str], *, published: bool = False, limit: int = 300
    ) -> Sequence[Improvement]:
        """List the improvement register, newest first; `published`: only what people may read."""
        rows = await self._all(
            _published if published else _improvements, orgs=list(organisations), most=limit
        )
        return [to_improvement(row) for row in rows]

    async def counts(self) -> Mapping[str, int]:
        """Rows waiting in inbox, outbox and waiting list, for health and metrics."""
        return {row.name: row.rows for row in await self._all(_counts)}
