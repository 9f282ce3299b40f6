"""Finding cases by their reference or its beginning, by a person's phone, or by how words of a name begin."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from bot.engine import reference
from bot.engine.steps.phone import e164
from bot.matching.normalise import normalise
from bot.ports.places import organisation_of
from bot.store.columns import keys_of
from bot.store.names import looked_up
from bot.store.search import ABOVE, MOST, REFERENCE, WORDS, Search
from bot.store.tables import cases, conversations, persons

Ids = Select[Any] | CompoundSelect[Any]
_IDS = select(cases.c.id)


class CaseSearch(Search):
    """Tells which cases a query names."""

    async def _wanted(self, places: Sequence[str], query: str) -> Mapping[str, Ids]:
        """Return for each organisation a query for the ids of its cases that are meant."""
        owners = list(dict.fromkeys(map(organisation_of, places)))
        found = await asyncio.gather(*(self._meant(owner, query) for owner in owners))
        return dict(zip(owners, found, strict=True))

    async def _meant(self, organisation: str, query: str) -> Ids:
        here = cases.c.organisation_id == organisation
        if whole := reference.read(query, organisation=organisation):
            return _IDS.where(here, cases.c.reference == whole)
        if REFERENCE.fullmatch(query.strip().lower()):
            return _IDS.where(here, self._begins(query.strip().upper()))
        who = await self._who(organisation, query)
        if not who:
            return _IDS.where(false())
        theirs = select(conversations.c.id).where(
            conversations.c.organisation_id == organisation, conversations.c.person_id.in_(who)
        )
        return union_all(  # two indexes, where OR would read all cases
            _IDS.where(here, cases.c.person_id.in_(who)),
            _IDS.where(here, cases.c.conversation_id.in_(theirs)),
        )

    def _begins(self, part: str) -> ColumnElement[bool]:
        """Return a range on SQLite, whose LIKE knows no capitals; PostgreSQL may sort without dashes."""
        if self._pool.engine.dialect.name == "sqlite":
            return and_(cases.c.reference >= part, cases.c.reference < part + ABOVE)
        return cases.c.reference.like(f"{part}%")

    async def _who(self, organisation: str, query: str) -> list[str]:
        """Return the persons with this phone number; else those with such a name, the last named first."""
        if (phone := e164(query)) is not None:
            hashes = keys_of(self._pool.engine.dialect).blinds(phone, "persons.phone")
            asked = select(persons.c.id, persons.c.merged_into).where(
                persons.c.organisation_id == organisation, persons.c.phone_index.in_(hashes)
            )
            return [row.merged_into or row.id for row in await self._all(asked)]
        words = normalise(query).split()[:WORDS]
        begin = looked_up(words)
        found = await self._persons_named(organisation, begin, words) if begin else []
        return [person for _, person in sorted(found, reverse=True)[:MOST]]
