"""Opening cases, finding them again, listing a person's own."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.cases.contact import Contact, contact
from bot.cases.life import RECEIVED
from bot.cases.reference import make, read
from bot.engine.effects import FindCase, OpenCase, Pledge
from bot.engine.flow import Flow
from bot.messages import OFFLINE
from bot.people.codes import digits
from bot.ports.records import Case, Conversation
from bot.ports.store import Transaction

MOST_TRIES = 5  # look-ups by reference of one conversation, and of one case, in TRY_WINDOW
TRY_WINDOW = timedelta(hours=1)
FACTOR_DIGITS = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The case that was asked for."""

    case: Case


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """No case has this reference and these digits; which of the two is wrong is not told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TooManyTries:
    """Looked up too often: try again later, or ask a person."""


def open_case(
    tx: Transaction,
    conversation: Conversation,
    effect: OpenCase,
    *,
    flow: Flow | None,
    case_id: str,
    year: int,
    now: datetime,
    stage: str = RECEIVED,
    unlinked: bool = False,
) -> Case:
    """Keep a submitted flow as a case with a fresh reference; `year` is the organisation's local one.

    An `unlinked` one keeps no tie to the chat and its person.
    """
    organisation = conversation.address.organisation
    person = None if unlinked else _person(tx, conversation, contact(effect.answers, flow), now=now)
    case = Case(
        id=case_id,
        organisation=organisation,
        reference=make(organisation, year, tx.cases.next_number(organisation, year=year)),
        kind=effect.kind,
        stage=stage,
        conversation=None if unlinked else conversation.id,
        person=person,
        flow=effect.flow,
        version=effect.version,
        answers=effect.answers,
        attachments=effect.attachments,
        pledge=_pledge(effect.pledge),
        opened_at=now,
        updated_at=now,
        stage_since=now,
        place=conversation.place,
    )
    tx.cases.open(case)
    tx.cases.add_step(organisation, case.id, at=now, actor="person", action="opened", detail={"stage": stage})
    return case


def find(
    tx: Transaction, conversation: Conversation, effect: FindCase, *, now: datetime
) -> Found | Missing | TooManyTries:
    """Find a case by its reference and the last four digits of the phone or ID given in it."""
    organisation = conversation.address.organisation
    reference = read(effect.reference, organisation=organisation)
    if _too_many(tx, conversation, reference, now=now):
        return TooManyTries()
    case = tx.cases.find(organisation, reference) if reference else None
    if case is None or not _matches(digits(effect.factor), _factors(tx, case)):
        return Missing()
    return Found(case=case)


def own(tx: Transaction, conversation: Conversation) -> Sequence[Case]:
    """Cases opened from this conversation, or one that its person tied or staff merged with it, newest first.

    Cases of the same person from elsewhere are left out: whoever types another's ID number must not see them.
    Of a call, a letter or a visit, where staff type, they are among them: all, or the branch's.
    """
    organisation = conversation.address.organisation
    chats = [conversation.id, *(chat.id for chat in tx.ways.tied(organisation, conversation.id))]
    if conversation.person:
        chats += tx.merges.confirmed(organisation, conversation.person, conversation.id)
    found = {case.id: case for chat in chats for case in tx.cases.of_conversation(organisation, chat)}
    mine = [
        case for case in found.values() if case.conversation in chats or _known_to_staff(conversation, case)
    ]
    return sorted(mine, key=lambda case: (case.opened_at, case.reference), reverse=True)


def _known_to_staff(conversation: Conversation, case: Case) -> bool:
    """Whether who types in the place of this contact's person may see a case of theirs."""
    return conversation.address.channel in OFFLINE and conversation.place in (None, case.place)


def _person(tx: Transaction, conversation: Conversation, given: Contact, *, now: datetime) -> str | None:
    if not given.known:
        return conversation.person
    organisation = conversation.address.organisation
    person = tx.people.match_or_add(organisation, **asdict(given), language=conversation.language, now=now)
    tx.people.link(organisation, conversation.id, person)
    return person


def _pledge(pledge: Pledge | None) -> Mapping[str, Any] | None:
    return asdict(pledge) | {"at": pledge.at.isoformat()} if pledge else None


def _too_many(tx: Transaction, conversation: Conversation, reference: str | None, *, now: datetime) -> bool:
    """Count this try for the conversation and for the case, so that neither is guessed from many chats."""
    organisation, since = conversation.address.organisation, now - TRY_WINDOW
    tries = [tx.people.count_try(organisation, conversation.id, what="track", since=since, now=now)]
    if reference:
        tries.append(tx.people.count_try(organisation, reference, what="track-case", since=since, now=now))
    return max(tries) > MOST_TRIES


def _factors(tx: Transaction, case: Case) -> list[str]:
    """Return the numbers whose last digits open a case: those given in it, else the person's.

    The person's own may have been changed by a later request of somebody who typed the same ID.
    """
    given = contact(case.answers, None)
    person = tx.people.get(case.organisation, case.person) if case.person and not given.known else None
    source = person or given
    return [number for number in (source.phone, source.national_id) if number]


def _matches(factor: str, numbers: Sequence[str]) -> bool:
    tails = [digits(number)[-FACTOR_DIGITS:] for number in numbers]
    given = factor[-FACTOR_DIGITS:]
    return len(given) == FACTOR_DIGITS and any(hmac.compare_digest(given, tail) for tail in tails)
