"""What a person asks of their own cases in the chat: read the notices, complete, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cases import service
from bot.cases.checks import facts
from bot.cases.grants import SCOPES, acted
from bot.cases.life import Refusal, Wish, open_steps, to_correct
from bot.cases.reference import read
from bot.cases.steps import PERSON, Given, Made, NoCase, flow_of, make
from bot.cases.telling import Told, notice_text, stage_text
from bot.engine.content import Content
from bot.engine.life import Offer
from bot.engine.steps.files import files_in
from bot.messages import Language
from bot.ports.records import Case, Conversation, Notice
from bot.ports.store import Transaction

MOST_NEWS = 3  # notices read out at once: the newest
COMPLETE, WITHDRAW = "complete", "withdraw"  # ids of the steps that a person makes


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """Items that the person is to give again, and the flow they belong to."""

    case: Case
    items: tuple[str, ...]


def own_case(tx: Transaction, conversation: Conversation, reference: str) -> Case | None:
    """Return a case of this conversation, or of one that is the same person's."""
    known = read(reference, organisation=conversation.address.organisation)
    return next((case for case in service.own(tx, conversation) if case.reference == known), None)


def read_news(
    tx: Transaction, content: Content, case: Case, language: Language, *, now: datetime, aloud: bool = False
) -> tuple[Told, ...]:
    """Return what the person has not read of a case yet, else its newest notice, else its stage.

    What staff read out to somebody who calls (`aloud`) comes to the person's own chat all the same.
    """
    notices = of_person(tx, case)
    fresh = [notice for notice in notices if notice.opened_at is None] or list(notices[-1:])
    fresh = fresh[-MOST_NEWS:]
    if not aloud:
        tx.notices.opened(case.organisation, case.id, at=now, conversation=case.conversation)
    for notice in () if aloud else fresh:
        if notice.status != "told":
            tx.notices.set_status(case.organisation, notice.id, "told", at=now)
    told = tuple(notice_text(content, case, notice, language) for notice in fresh)
    return told or (Told(text=stage_text(content, case, language)),)


def news_for_another(
    tx: Transaction, content: Content, case: Case, conversation: Conversation, *, now: datetime
) -> tuple[Told, ...]:
    """Return what a representative may read of a case: its stage, and the notices that were sent to them."""
    language, organisation = conversation.language, case.organisation
    follows, receives, completes = (
        bool(acted(tx, conversation, scope=scope, now=now, reference=case.reference)) for scope in SCOPES
    )
    notices = [
        one for one in tx.notices.of_case(organisation, case.id) if one.conversation == conversation.id
    ]
    fresh = [one for one in notices if one.opened_at is None][-MOST_NEWS:] if receives else []
    for notice in fresh:
        tx.notices.set_status(organisation, notice.id, "told", at=now)
    if fresh:
        tx.notices.opened(organisation, case.id, at=now, conversation=conversation.id)
    offers: tuple[Offer, ...] = ("complete",) if completes and opening(tx, content, case) else ()
    told = tuple(Told(text=notice_text(content, case, one, language).text, offers=offers) for one in fresh)
    if told:
        return told
    return (Told(text=stage_text(content, case, language), offers=offers),) if follows or completes else ()


def of_person(tx: Transaction, case: Case) -> list[Notice]:
    """Return the notices to the person, without those to who acts for them."""
    found = tx.notices.of_case(case.organisation, case.id)
    return [notice for notice in found if notice.conversation in (None, case.conversation)]


def has_news(tx: Transaction, content: Content, case: Case) -> bool:
    """Whether the person has something to read, or to complete."""
    notices = of_person(tx, case)
    unread = any(notice.opened_at is None for notice in notices)
    return unread or opening(tx, content, case) is not None


def opening(tx: Transaction, content: Content, case: Case) -> Opening | None:
    """Return what the person may complete; None if the case waits for nothing of theirs."""
    life = content.lives.get(case.kind)
    steps = open_steps(life, content.case_settings, case.stage, PERSON)
    known = facts(case, tx.cases.steps(case.organisation, case.id), flow_of(content, case))
    items = to_correct(known)
    if not items or COMPLETE not in {step.id for step in steps}:
        return None
    return Opening(case=case, items=items)


def complete(
    tx: Transaction,
    content: Content,
    case: Case,
    answers: Mapping[str, Any],
    *,
    now: datetime,
    actor: str = PERSON,
) -> Made | NoCase | Refusal:
    """Keep what the person gave again; the case goes back to the staff. `actor`: who typed it."""
    given = Given(answers=answers, attachments=files_in(answers))
    wish = Wish(step=COMPLETE, actor=PERSON, now=now)
    return make(tx, content, case.reference, wish, actor=actor, given=given)


def withdraw(
    tx: Transaction, content: Content, case: Case, *, now: datetime, actor: str = PERSON
) -> Made | NoCase | Refusal:
    """Take a case back at its person's wish. `actor`: who typed it."""
    wish = Wish(step=WITHDRAW, actor=PERSON, now=now)
    return make(tx, content, case.reference, wish, actor=actor)
