"""Finding conversations by what was said in them, by a case's reference, a person's name or their own code.

What is said is kept a second time with its spelling folded (`lines.folded`), so `أحمد` finds `احمد`; a part
of a word is found too (see `bot.store.line_index`). Names are sealed in the database: an index of how their
words begin gives those that may fit, which are opened (see `bot.store.names`).
"""

import asyncio
import heapq
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from bot.matching.normalise import normalise
from bot.ports.places import any_part, organisation_of
from bot.ports.records import Conversation
from bot.ports.store.chat_lists import EVERY, Only
from bot.store.chat_lists import narrow
from bot.store.columns import keys_of
from bot.store.conversations import SELECT_CONVERSATION, to_conversation
from bot.store.line_index import LINE_INDEX, MATCHES, can_look_up, match
from bot.store.names import having_all, looked_up
from bot.store.reading import Reading
from bot.store.tables import cases, conversations, lines, name_parts, persons
from bot.store.within_places import in_places

MOST = 100
NAMES = 200  # that are opened at first
MOST_NAMES = 5000  # that are opened for one search
WORDS = 6  # of a query; more narrow nothing
LINES = 400  # that are taken off the index at first
FIRST_AMONG = 20_000  # newest lines in which PostgreSQL looks before it asks its index
SHORT_AMONG = 50_000  # newest lines in which words too short for the index are looked for
ABOVE = "z"  # sorts behind what may follow in a reference or a code
_LAST = 2**62  # above every line's id
CODE = 4  # signs of a conversation's code that suffice
_CODE = re.compile(rf"[0-9a-f]{{{CODE},32}}")
REFERENCE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")

_orgs: BindParameter[Any] = bindparam("orgs", expanding=True)
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_names = select(persons.c.id, persons.c.name, persons.c.merged_into).where(persons.c.id.in_(_ids))
_of_persons = select(conversations.c.id).where(
    conversations.c.organisation_id.in_(_orgs), conversations.c.person_id.in_(_ids)
)
_by_reference = (
    select(cases.c.conversation_id)
    .where(cases.c.organisation_id.in_(_orgs), cases.c.conversation_id.is_not(None))
    .order_by(cases.c.opened_at.desc())
    .limit(MOST)
)
_is_reference = cases.c.reference == bindparam("called")
_begins = {  # the newest with this beginning: a range on SQLite, which reads LIKE for small letters too
    "sqlite": and_(cases.c.reference >= bindparam("part"), cases.c.reference < bindparam("after")),
    "postgresql": cases.c.reference.like(bindparam("part") + "%"),
}
_by_code = (
    select(conversations.c.id)
    .where(
        conversations.c.organisation_id.in_(_orgs),
        conversations.c.id >= bindparam("part"),
        conversations.c.id < bindparam("after"),
    )
    .limit(MOST)
)
_newest_line = select(func.max(lines.c.id))
_newest_of_chat = _newest_line.where(
    lines.c.organisation_id == conversations.c.organisation_id, lines.c.conversation_id == conversations.c.id
).correlate(conversations)
_newest = (conversations.c.last_inbound_at.desc().nulls_last(), conversations.c.id)


class Search(Reading):
    """The part of `bot.ports.store.Reads` that finds."""

    async def search(
        self, organisations: Sequence[str], query: str, *, only: Only = EVERY
    ) -> Sequence[Conversation]:
        """Return chats in which all words stand in one line, or that the query names; newest first."""
        orgs = list(dict.fromkeys(organisation_of(each) for each in organisations))
        words, among = normalise(query).split()[:WORDS], _Among.of(only)
        theirs = in_places(conversations, organisations)
        exact = query.strip().lower()
        found = [
            *(await self._by_names(orgs, words, among)),
            *(await self._named(orgs, exact, among)),
            *(await self._by_words(organisations, words, among)),
        ]
        ids = list(dict.fromkeys(found))[:MOST]
        asked = SELECT_CONVERSATION.where(theirs, conversations.c.id.in_(_ids)).order_by(*_newest)
        rows = await self._all(asked, orgs=list(organisations), ids=ids) if ids else []
        return [to_conversation(row) for row in rows]

    async def _by_words(self, places: Sequence[str], words: Sequence[str], among: "_Among") -> list[str]:
        """Find chats by a line that has all words, those with the newest such lines first."""
        if not (words and places):
            return []
        if among.few:
            return await self._by_lines_of(among, places, words)
        if not can_look_up(words):
            return await self._by_newest_lines(among, places, words, newest=SHORT_AMONG)
        if self._pool.engine.dialect.name == "sqlite":
            return await self._by_index(among, places, words)
        found = await self._by_newest_lines(among, places, words, newest=FIRST_AMONG)
        return found if len(found) >= MOST else await self._by_all_lines(among, places, words)

    async def _by_lines_of(self, among: "_Among", places: Sequence[str], words: Sequence[str]) -> list[str]:
        """Read the lines of few chats: of those who wait, or whom staff hold."""
        theirs = in_places(conversations, places), *among.conditions
        newest = _newest_of_chat.where(*_having(words)).scalar_subquery().label("newest")
        found = select(conversations.c.id, newest).where(*theirs).subquery()
        asked = select(found.c.id).where(found.c.newest.is_not(None)).order_by(found.c.newest.desc())
        return [row.id for row in await self._all(asked.limit(MOST), orgs=list(places), **among.given)]

    async def _by_newest_lines(
        self, among: "_Among", places: Sequence[str], words: Sequence[str], *, newest: int
    ) -> list[str]:
        """Read through the newest lines of all: enough for common words, and all that short ones get."""
        last = await self._first(
            _newest_line
        )  # asked first: a planner reckons with a number, not with a query
        newer = select(lines.c.conversation_id).where(lines.c.id > bindparam("after"))
        asked = _newest_chats(newer.where(*_fits(places, words), *among.of_line))
        after = (last[0] or 0) - newest if last else 0
        rows = await self._all(asked, orgs=list(places), after=after, **among.given)
        return [row.conversation_id for row in rows]

    async def _by_all_lines(self, among: "_Among", places: Sequence[str], words: Sequence[str]) -> list[str]:
        """Ask PostgreSQL, whose planner takes the index by itself."""
        fitting = select(lines.c.conversation_id).where(*_fits(places, words), *among.of_line)
        rows = await self._all(_newest_chats(fitting), orgs=list(places), **among.given)
        return [row.conversation_id for row in rows]

    async def _by_index(self, among: "_Among", places: Sequence[str], words: Sequence[str]) -> list[str]:
        """Take lines off SQLite's index from the newest on, until there are enough chats."""
        asked = (
            select(lines.c.id, lines.c.conversation_id)
            .select_from(LINE_INDEX.join(lines, lines.c.id == LINE_INDEX.c.rowid))
            .where(MATCHES, LINE_INDEX.c.rowid < bindparam("before"), *_fits(places, words), *among.of_line)
            .order_by(LINE_INDEX.c.rowid.desc())
            .limit(bindparam("most"))
        )
        ids = [organisation_of(each) for each in places]
        given = {"orgs": list(places), "match": match(words, ids), **among.given}
        chats: dict[str, None] = {}
        before, step = _LAST, LINES
        while True:
            rows = await self._all(asked, **given, before=before, most=step)
            chats |= dict.fromkeys(row.conversation_id for row in rows)
            if len(rows) < step or len(chats) >= MOST:
                return list(chats)[:MOST]
            before, step = rows[-1].id, step * 4

    async def _by_names(self, orgs: list[str], words: Sequence[str], among: "_Among") -> list[str]:
        begin = looked_up(words)
        if not begin:
            return []
        found = await asyncio.gather(*(self._persons_named(org, begin, words, among) for org in orgs))
        whose = [person for _, person in heapq.merge(*found, reverse=True)][:MOST]
        asked = _of_persons.where(*among.conditions)
        return (
            [row.id for row in await self._all(asked, orgs=orgs, ids=whose, **among.given)] if whose else []
        )

    async def _persons_named(
        self, organisation: str, begin: Sequence[str], words: Sequence[str], among: "_Among | None" = None
    ) -> list[tuple[int, str]]:
        """Find persons of an organisation, the last named first, each with its place in the index."""
        among = among or _Among.of(EVERY)
        asked = having_all(keys_of(self._pool.engine.dialect), organisation, begin).where(*among.of_name)
        fitting: list[tuple[int, str]] = []
        before, step, opened = _LAST, NAMES, 0
        while len(fitting) < MOST and opened < MOST_NAMES:
            rows = await self._all(asked, org=organisation, before=before, most=step, **among.given)
            ids = [row.person_id for row in rows]
            names = {row.id: row for row in await self._all(_names, ids=ids)} if ids else {}
            for row in rows:
                known = names.get(row.person_id)
                if known is not None and known.name and _stand_in(normalise(known.name), words):
                    fitting.append((row.id, known.merged_into or known.id))
            if len(rows) < step:
                break
            before, opened, step = rows[-1].id, opened + step, step * 4
        return fitting

    async def _named(self, orgs: list[str], exact: str, among: "_Among") -> list[str]:
        """Find by a case's reference or its beginning, or by the code in a chat's title."""
        if REFERENCE.fullmatch(exact):
            reference = exact.upper()
            cased, given = _by_reference.where(*among.of_case), {"orgs": orgs, **among.given}
            whole = await self._all(cased.where(_is_reference), called=reference, **given)
            begun = _begins[self._pool.engine.dialect.name]
            rows = whole or await self._all(cased.where(begun), **_range(reference), **given)
            return [row.conversation_id for row in rows]
        if _CODE.fullmatch(exact):
            asked = _by_code.where(*among.conditions)
            return [row.id for row in await self._all(asked, orgs=orgs, **_range(exact), **among.given)]
        return []


@dataclass(frozen=True, kw_only=True, slots=True)
class _Among:
    """The chats among which something is looked for: conditions, and their values."""

    conditions: Sequence[ColumnElement[bool]]
    given: Mapping[str, object]
    few: bool  # as many as wait or are held: their lines are read rather than all that have the words

    @classmethod
    def of(cls, only: Only) -> Self:
        """Take what a list is narrowed to."""
        conditions, given = narrow(replace(only, ids=None))
        return cls(conditions=conditions, given=given, few=only.snoozed or only.owner in ("waiting", "staff"))

    @property
    def of_line(self) -> list[ColumnElement[bool]]:
        """Return the condition on a line: asked of each that has the words, it leads no plan astray."""
        return self._chat(conversations.c.id == lines.c.conversation_id, lines)

    @property
    def of_case(self) -> list[ColumnElement[bool]]:
        """Return the condition on a case."""
        return self._chat(conversations.c.id == cases.c.conversation_id, cases)

    @property
    def of_name(self) -> list[ColumnElement[bool]]:
        """Return the condition on a part of a name; whoever was merged has no chats of their own."""
        merged = exists().where(persons.c.id == name_parts.c.person_id, persons.c.merged_into.is_not(None))
        own = self._chat(conversations.c.person_id == name_parts.c.person_id, name_parts)
        return [or_(merged.correlate(name_parts), *own)] if own else []

    def _chat(self, is_its: ColumnElement[bool], of: Table) -> list[ColumnElement[bool]]:
        if not self.conditions:
            return []
        return [exists().where(is_its, *self.conditions).correlate(of)]


def _range(beginning: str) -> dict[str, str]:
    """Return the parameters for what begins so: digits, dashes and letters of one size."""
    return {"part": beginning, "after": beginning + ABOVE}


def _within(places: Sequence[str]) -> ColumnElement[bool]:
    """Return the lines of whole organisations, and of chats of branches."""
    whole = lines.c.organisation_id.in_(_orgs)
    if not any_part(places):
        return whole
    return or_(
        whole, lines.c.conversation_id.in_(select(conversations.c.id).where(conversations.c.place.in_(_orgs)))
    )


def _fits(places: Sequence[str], words: Sequence[str]) -> list[ColumnElement[bool]]:
    """Return that a line is theirs and has all words. Words hold no sign that LIKE reads otherwise."""
    return [_within(places), *_having(words)]


def _having(words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [lines.c.folded.like(f"%{word}%") for word in words]


def _newest_chats(fitting: Select[Any]) -> Select[Any]:
    """Return the chats of lines that fit, those with the newest such lines first."""
    newest = func.max(lines.c.id)
    return fitting.group_by(lines.c.conversation_id).order_by(newest.desc()).limit(MOST)


def _stand_in(name: str, words: Sequence[str]) -> bool:
    """Whether each word begins one of the name's."""
    parts = name.split()
    return all(any(part.startswith(word) for part in parts) for word in words)
