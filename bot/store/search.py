"""Finding conversations by what was said in them, by a case's reference, a person's name or their own code.

What is said is kept a second time with its spelling folded (`lines.folded`), so `أحمد` finds `احمد`. Names
are sealed in the database: they are opened here, the newest `NAMES` of them. A part of a word is found too,
which no index can help: the lines of the asker's organisations are read through, by the database.
"""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, func, or_, select

from bot.matching.normalise import normalise
from bot.ports.places import any_part, organisation_of
from bot.ports.records import Conversation
from bot.store.conversations import SELECT_CONVERSATION, to_conversation
from bot.store.reading import Reading
from bot.store.tables import cases, conversations, lines, persons
from bot.store.within_places import in_places

MOST = 100
NAMES = 5000  # newest persons whose names are opened
WORDS = 6  # of a query; more narrow nothing
CODE = 4  # signs of a conversation's code that suffice
_CODE = re.compile(rf"[0-9a-f]{{{CODE},32}}")
_REFERENCE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")

_orgs: BindParameter[Any] = bindparam("orgs", expanding=True)
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_names = (
    select(persons.c.id, persons.c.name)
    .where(persons.c.organisation_id.in_(_orgs), persons.c.name.is_not(None))
    .order_by(persons.c.created_at.desc())
    .limit(NAMES)
)
_of_persons = select(conversations.c.id).where(
    conversations.c.organisation_id.in_(_orgs), conversations.c.person_id.in_(_ids)
)
_by_reference = select(cases.c.conversation_id).where(
    cases.c.organisation_id.in_(_orgs),
    func.lower(cases.c.reference).like(bindparam("part")),
    cases.c.conversation_id.is_not(None),
)
_by_code = select(conversations.c.id).where(
    conversations.c.organisation_id.in_(_orgs), conversations.c.id.like(bindparam("part"))
)
_newest = (conversations.c.last_inbound_at.desc().nulls_last(), conversations.c.id)


class Search(Reading):
    """The part of `bot.ports.store.Reads` that finds."""

    async def search(self, organisations: Sequence[str], query: str) -> Sequence[Conversation]:
        """Return chats in which all words stand in one line, or that the query names; newest first."""
        orgs = list(dict.fromkeys(organisation_of(each) for each in organisations))
        words = normalise(query).split()[:WORDS]
        theirs = in_places(conversations, organisations)
        exact = query.strip().lower()
        found = [
            *(await self._by_names(orgs, words)),
            *(await self._named(orgs, exact)),
            *(await self._by_words(organisations, words)),
        ]
        ids = list(dict.fromkeys(found))[:MOST]
        asked = SELECT_CONVERSATION.where(theirs, conversations.c.id.in_(_ids)).order_by(*_newest)
        rows = await self._all(asked, orgs=list(organisations), ids=ids) if ids else []
        return [to_conversation(row) for row in rows]

    async def _by_words(self, places: Sequence[str], words: Sequence[str]) -> list[str]:
        if not words:
            return []
        newest = func.max(lines.c.id)
        asked = (
            select(lines.c.conversation_id)
            .where(_within(places), *(_has(word) for word in words))
            .group_by(lines.c.conversation_id)
            .order_by(newest.desc())
            .limit(MOST)
        )
        return [row.conversation_id for row in await self._all(asked, orgs=list(places))]

    async def _by_names(self, orgs: list[str], words: Sequence[str]) -> list[str]:
        if not any(len(word) > 1 for word in words):
            return []
        named = await self._all(_names, orgs=orgs)
        whose = [row.id for row in named if _stand_in(normalise(row.name), words)][:MOST]
        return [row.id for row in await self._all(_of_persons, orgs=orgs, ids=whose)] if whose else []

    async def _named(self, orgs: list[str], exact: str) -> list[str]:
        """Find by a case's reference or its beginning, or by the code in a chat's title."""
        if _REFERENCE.fullmatch(exact):
            rows = await self._all(_by_reference, orgs=orgs, part=f"{exact}%")
            return [row.conversation_id for row in rows]
        if _CODE.fullmatch(exact):
            return [row.id for row in await self._all(_by_code, orgs=orgs, part=f"{exact}%")]
        return []


def _within(places: Sequence[str]) -> ColumnElement[bool]:
    """Return the lines of whole organisations, and of chats of branches."""
    whole = lines.c.organisation_id.in_(_orgs)
    if not any_part(places):
        return whole
    return or_(
        whole, lines.c.conversation_id.in_(select(conversations.c.id).where(conversations.c.place.in_(_orgs)))
    )


def _has(word: str) -> ColumnElement[bool]:
    """Return whether a line has a word; a line of before the folding is found by its spelling alone."""
    unfolded = and_(lines.c.folded.is_(None), lines.c.text.icontains(word, autoescape=True))
    return or_(lines.c.folded.contains(word, autoescape=True), unfolded)


def _stand_in(name: str, words: Sequence[str]) -> bool:
    """Whether each word begins one of the name's."""
    parts = name.split()
    return all(any(part.startswith(word) for part in parts) for word in words)
