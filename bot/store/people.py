"""Persons and what they agreed to."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import BindParameter, bindparam, func, select, union, update
from sqlalchemy import text as sql

from bot.matching.normalise import normalise
from bot.messages import Language
from bot.ports.places import is_part, organisation_of
from bot.ports.records import Person, Question
from bot.store.columns import keys_of
from bot.store.erasure import erase_person
from bot.store.names import ADD, DROP, hashed, looked_up, sharing
from bot.store.repository import Found, Repository
from bot.store.statements import ORG, binds, here, insertion, within
from bot.store.tables import (
    cases,
    consents,
    conversations,
    outreach_wishes,
    persons,
    questions,
    ratings,
    surveys,
    tries,
)

IDENTIFYING = ("name", "phone", "national_id", "iban")
NAMES = 500  # persons whose names share enough words and are opened
FEWEST_WORDS = 2  # of a name that is looked for: a first name alone is everybody's
MOST_SIMILAR = 6
INDEXED = ("phone", "national_id", "iban")

_add = insertion(persons, "merged_into")
_get = select(persons).where(here(persons))
_hashes: BindParameter[Any] = bindparam("hashes", expanding=True)
_found_by = {
    name: select(persons)
    .where(persons.c.organisation_id == ORG, persons.c[f"{name}_index"].in_(_hashes))
    .order_by(persons.c.created_at)
    for name in INDEXED
}
_fill = {
    name: update(persons)
    .where(here(persons))
    .values(binds(name, f"{name}_index") if name in INDEXED else binds(name))
    for name in IDENTIFYING
}
_one_at_a_time = sql("SELECT pg_advisory_xact_lock(hashtext('persons'), hashtext(:org))")
_link = update(conversations).where(here(conversations)).values(binds("person_id"))
_consent = insertion(consents, "id")
_rating = insertion(ratings, "id")
_question = insertion(questions, "id")
_try = insertion(tries, "id")
_tries = select(func.count()).where(
    tries.c.organisation_id == ORG,
    tries.c.subject == bindparam("whose"),
    tries.c.what == bindparam("kind"),
    tries.c.at >= bindparam("since", type_=tries.c.at.type),
)


_these = select(persons).where(
    persons.c.organisation_id == ORG, persons.c.id.in_(bindparam("ids", expanding=True))
)
_wanted: BindParameter[Any] = bindparam("ids", expanding=True)
_these_at = union(
    *(
        select(table.c.person_id).where(
            table.c.organisation_id == ORG,
            table.c.person_id.in_(_wanted),
            table.c.place == bindparam("place"),
        )
        for table in (conversations, cases)
    )
)
_kept = {
    table.name: select(*(table.c[name] for name in shown)).where(within(table)).order_by(table.c.id)
    for table, shown in (
        (consents, ("version", "agreed", "at")),
        (outreach_wishes, ("agreed", "at")),
        (ratings, ("stars", "reason", "at")),
        (surveys, ("about", "topic", "asked_at", "answered_at", "stars", "reasons", "words")),
        (questions, ("text", "decision", "topic", "offers", "language", "at")),
    )
}


def _plain(row: Found) -> dict[str, Any]:
    return {name: v.isoformat() if isinstance(v, datetime) else v for name, v in row._asdict().items()}


def _alike(words: set[str], name: str) -> bool:
    """Whether one name is part of the other: people give more or fewer of their names."""
    known = set(normalise(name).split())
    return len(known) >= FEWEST_WORDS and (words <= known or known <= words)


def to_person(row: Found) -> Person:
    """Turn a row of `persons` into its record."""
    return Person(
        id=row.id,
        organisation=row.organisation_id,
        name=row.name,
        phone=row.phone,
        national_id=row.national_id,
        iban=row.iban,
        language=row.language,
        created_at=row.created_at,
    )


class PersonRows(Repository):
    """`bot.ports.store.People`."""

    def match_or_add(
        self,
        organisation: str,
        *,
        name: str | None,
        phone: str | None,
        national_id: str | None,
        iban: str | None,
        language: Language,
        now: datetime,
    ) -> str:
        """Return the person with this national ID, else with this phone, else a new one; fill in what is new.

        A phone shared by two national IDs is two persons.
        """
        given = {"name": name, "phone": phone, "national_id": national_id, "iban": iban}
        if self._session.dialect == "postgresql":
            self._first(_one_at_a_time, org=organisation)
        known = self._match(organisation, national_id=national_id, phone=phone)
        if known is None:
            return self._add(organisation, given, language, now)
        self.fill_in(known, given)
        return known.id

    def _match(self, organisation: str, *, national_id: str | None, phone: str | None) -> Person | None:
        for person in self.having(organisation, "national_id", national_id):
            return person
        for person in self.having(organisation, "phone", phone):
            if national_id is None or person.national_id is None:
                return person
        return None

    def having(self, organisation: str, column: str, value: str | None) -> list[Person]:
        """Return the persons with this value of an indexed field, a merged one as whom it belongs to."""
        if value is None:
            return []
        hashes = keys_of(self._session.connection.dialect).blinds(value, f"persons.{column}")
        rows = self._all(_found_by[column], org=organisation, hashes=hashes)
        found = (self.get(organisation, row.merged_into or row.id) for row in rows)
        return [person for person in found if person is not None]

    def add(self, organisation: str, *, language: Language, now: datetime) -> str:
        """Add a person of whom nothing is known but that some conversations are theirs."""
        return self._add(organisation, dict.fromkeys(IDENTIFYING), language, now)

    def _add(self, organisation: str, given: dict[str, str | None], language: Language, now: datetime) -> str:
        person = uuid4().hex
        indexes = {f"{name}_index": given[name] for name in INDEXED}
        about = {"organisation_id": organisation, "language": language, "created_at": now}
        self._change(_add, id=person, **about, **given, **indexes)
        self._index_name(organisation, person, given["name"])
        return person

    def _index_name(self, organisation: str, person: str, name: str | None) -> None:
        """Let a name be found. It was sealed before: under a key that is no newer than these."""
        ring = keys_of(self._session.connection.dialect)
        for part in hashed(ring, organisation, name) if name else ():
            self._change(ADD, organisation_id=organisation, person_id=person, part=part)

    def unindex_name(self, organisation: str, person: str) -> None:
        """Let a name that was taken away be found no more."""
        self._change(DROP, org=organisation, who=person)

    def named_like(self, organisation: str, name: str, *, least: int | None = None) -> list[Found]:
        """Return persons whose names share so many words with this one (by how they begin), newest first.

        None of `least`: all words.
        """
        begin = looked_up(normalise(name).split())
        if not begin:
            return []
        ring, enough = keys_of(self._session.connection.dialect), min(least or len(begin), len(begin))
        asked = sharing(ring, organisation, begin, least=enough)
        ids = [row.person_id for row in self._all(asked, org=organisation, most=NAMES)]
        found = {row.id: row for row in self._all(_these, org=organisation, ids=ids)} if ids else {}
        return [found[each] for each in ids if each in found and found[each].name]

    def fill_in(self, known: Person, given: dict[str, str | None]) -> None:
        """Write what was not known yet.

        What is known stays: anybody can type another's ID number in a chat. The case keeps what was typed.
        """
        for name, value in given.items():
            if value is not None and getattr(known, name) is None:
                index = {f"{name}_index": value} if name in INDEXED else {}
                self._change(_fill[name], org=known.organisation, row=known.id, **{name: value}, **index)
                if name == "name":
                    self._index_name(known.organisation, known.id, value)

    def similar(
        self,
        organisation: str,
        *,
        name: str,
        phone: str | None,
        national_id: str | None,
        place: str | None = None,
    ) -> Sequence[Person]:
        """Return persons who may be this one: by ID, by phone, then by name with its spelling folded.

        Of a branch (`place`) only those of whom a chat or a case is there.
        """
        exact = [
            *self.having(organisation, "national_id", national_id),
            *self.having(organisation, "phone", phone),
        ]
        words = set(normalise(name).split())
        enough = len(words) >= FEWEST_WORDS  # who is alike has as many words in common
        named = self.named_like(organisation, name, least=FEWEST_WORDS) if enough else ()
        alike = [row.merged_into or row.id for row in named if _alike(words, row.name)]
        if place is not None and is_part(place):
            there = self.at(place, [*(one.id for one in exact), *alike])
            exact = [one for one in exact if one.id in there]
            alike = [person for person in alike if person in there]
        likely = (self.get(organisation, person) for person in alike[:MOST_SIMILAR])
        found = [*exact, *(one for one in likely if one is not None)]
        return list({one.id: one for one in found}.values())[:MOST_SIMILAR]

    def at(self, place: str, persons: Collection[str]) -> Collection[str]:
        """Return those persons of whom a branch has a chat or a case, or whom an organisation knows."""
        if not persons:
            return ()
        asked = {"org": organisation_of(place), "ids": sorted(set(persons))}
        if not is_part(place):
            return {row.id for row in self._all(_these, **asked)}
        return {row.person_id for row in self._all(_these_at, **asked, place=place)}

    def link(self, organisation: str, conversation: str, person: str | None) -> None:
        """Tie a conversation to a person, or to nobody any more."""
        self._change(_link, org=organisation, row=conversation, person_id=person)

    def get(self, organisation: str, person: str) -> Person | None:
        """Read one."""
        row = self._first(_get, org=organisation, row=person)
        return None if row is None else to_person(row)

    def keep_consent(
        self, organisation: str, conversation: str, *, version: str, agreed: bool, at: datetime
    ) -> None:
        """Keep a yes or no to the privacy notice."""
        place = {"organisation_id": organisation, "conversation_id": conversation}
        self._change(_consent, **place, version=version, agreed=agreed, at=at)

    def keep_rating(
        self, organisation: str, conversation: str, *, stars: int, reason: str, at: datetime
    ) -> None:
        """Keep a rating."""
        place = {"organisation_id": organisation, "conversation_id": conversation}
        self._change(_rating, **place, stars=stars, reason=reason, at=at)

    def keep_question(self, question: Question) -> None:
        """Keep how a question was understood."""
        self._change(
            _question,
            organisation_id=question.organisation,
            conversation_id=question.conversation,
            inbound_id=question.inbound,
            text=question.text,
            decision=question.decision,
            topic=question.topic,
            offers=list(question.offers),
            language=question.language,
            at=question.at,
        )

    def count_try(
        self, organisation: str, conversation: str, *, what: str, since: datetime, now: datetime
    ) -> int:
        """Count a try (tracking, sign-in); return how many there were since, this one included."""
        self._change(_try, organisation_id=organisation, subject=conversation, what=what, at=now)
        return self._number(_tries, org=organisation, whose=conversation, kind=what, since=since)

    def kept(self, organisation: str, conversation: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """List `consents`, `ratings` and `questions` of a conversation as JSON-able rows."""
        place = {"org": organisation, "conv": conversation}
        return {name: [_plain(row) for row in self._all(query, **place)] for name, query in _kept.items()}

    def erase(self, organisation: str, person: str) -> None:
        """Erase a person's identifying fields and links."""
        erase_person(self._session, organisation, person)
