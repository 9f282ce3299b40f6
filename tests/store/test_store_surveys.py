from datetime import timedelta
from typing import Any

import pytest

from bot.ports.records import Survey
from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_case, a_chat, account, address, later, open_chat

FACTS: dict[str, Any] = {
    "refusals": ("refuse",),
    "danger_since": NOW - timedelta(days=90),
    "since": NOW - timedelta(days=30),
}


async def planned(store: Store, chat: str, about: str = "chat") -> Survey:
    def work(tx: Transaction) -> None:
        row = tx.conversations.lock(ORG, chat)
        tx.surveys.plan(row, about="case" if about == "case" else "chat", topic="review-time", now=NOW)

    await store.write(work)
    [survey, *_] = await store.write(lambda tx: tx.surveys.due(now=NOW, limit=9))
    return survey


async def test_a_survey_is_due_until_it_was_asked_and_the_same_is_planned_once(store: Store) -> None:
    chat = await a_chat(store)
    survey = await planned(store, chat)
    await planned(store, chat)
    assert [each.id for each in await store.write(lambda tx: tx.surveys.due(now=NOW, limit=9))] == [survey.id]
    assert (survey.channel, survey.topic, survey.status, survey.stars) == (
        "web", "review-time", "planned", None,
    )  # fmt: skip
    await store.write(lambda tx: tx.surveys.postpone(ORG, survey.id, until=later(60)))
    assert await store.write(lambda tx: tx.surveys.due(now=later(59), limit=9)) == []
    await store.write(lambda tx: tx.surveys.set_status(ORG, survey.id, "asked", at=later(61)))
    assert await store.write(lambda tx: tx.surveys.due(now=later(99), limit=9)) == []
    assert await store.write(lambda tx: tx.surveys.get("basma", survey.id)) is None


async def test_answers_are_kept_as_they_come_and_the_end_closes_it(store: Store) -> None:
    chat = await a_chat(store)
    survey = await planned(store, chat)
    await store.write(lambda tx: tx.surveys.set_status(ORG, survey.id, "asked", at=NOW))

    def answer(tx: Transaction, words: str, *, last: bool) -> None:
        tx.surveys.answer(
            ORG, survey.id, stars=2, reasons=["wait"], words=words,
            status="answered" if last else "begun", at=later(5),
        )  # fmt: skip

    await store.write(lambda tx: answer(tx, "", last=False))
    found = await store.write(lambda tx: tx.surveys.open(ORG, chat, since=NOW))
    assert found is not None
    assert (found.status, found.stars, found.reasons) == ("begun", 2, ("wait",))
    assert await store.write(lambda tx: tx.surveys.open(ORG, chat, since=later(1))) is None
    await store.write(lambda tx: answer(tx, "طال الانتظار", last=True))
    assert await store.write(lambda tx: tx.surveys.open(ORG, chat, since=NOW)) is None
    kept = await store.write(lambda tx: tx.surveys.get(ORG, survey.id))
    assert kept is not None
    assert (kept.status, kept.words, kept.answered_at) == ("answered", "طال الانتظار", later(5))


@pytest.mark.parametrize("elsewhere", [False, True], ids=["same chat", "another chat of the person"])
async def test_what_speaks_against_asking(store: Store, *, elsewhere: bool) -> None:
    """Each fact is seen on the chat itself and on the person's other one, and on nobody else's."""
    chat, other, stranger = [await a_chat(store, address(user)) for user in ("one", "two", "three")]
    there = other if elsewhere else chat

    def same_person(tx: Transaction) -> None:
        person = tx.people.match_or_add(
            ORG, name=None, phone="+966501234567", national_id=None, iban=None, language="ar", now=NOW
        )
        tx.people.link(ORG, chat, person)
        tx.people.link(ORG, other, person)

    async def facts(of: str) -> tuple[bool, bool, bool, bool]:
        seen = await store.write(lambda tx: tx.surveys.facts(tx.conversations.lock(ORG, of), **FACTS))
        return seen.danger, seen.asked, seen.refused_at is not None, seen.refusal_waits

    await store.write(same_person)
    assert await facts(chat) == (False, False, False, False)
    await store.write(
        lambda tx: tx.handoffs.begin(ORG, there, reason="asked", priority="normal", note="", now=NOW)
    )
    assert await facts(chat) == (False, False, False, False)
    await store.write(lambda tx: tx.handoffs.endangered(ORG, there))
    assert await facts(chat) == (True, False, False, False)
    survey = await planned(store, there)
    assert await facts(chat) == (True, False, False, False)
    await store.write(lambda tx: tx.surveys.set_status(ORG, survey.id, "asked", at=NOW))
    assert await facts(chat) == (True, True, False, False)

    def refuse(tx: Transaction) -> int:
        case = a_case(1, there)
        tx.cases.open(case)
        return tx.notices.add(
            ORG,
            case.id,
            conversation=there,
            step="refuse",
            fields={},
            status="waiting",
            urgent=False,
            now=NOW,
        )

    notice = await store.write(refuse)
    assert await facts(chat) == (True, True, True, True)
    await store.write(lambda tx: tx.notices.set_status(ORG, notice, "told", at=NOW))
    assert await facts(chat) == (True, True, True, False)
    assert await facts(stranger) == (False, False, False, False)


async def test_a_rating_given_unasked_counts_as_asked(store: Store) -> None:
    chat = await a_chat(store)
    await store.write(lambda tx: tx.people.keep_rating(ORG, chat, stars=5, reason="", at=NOW))
    facts = await store.write(lambda tx: tx.surveys.facts(tx.conversations.lock(ORG, chat), **FACTS))
    assert facts.asked


async def test_only_a_reply_of_staff_is_service(store: Store) -> None:
    def work(tx: Transaction) -> list[bool]:
        chat = open_chat(tx)
        tx.staff.add(account("sara"))
        seen = []
        for direction in ("in", "out", "note", "staff"):
            tx.transcript.add(ORG, chat, direction=direction, text="x", at=NOW)
            seen.append(tx.surveys.served(ORG, chat, since=NOW))
        return [*seen, tx.surveys.served(ORG, chat, since=later(1))]

    assert await store.write(work) == [False, False, False, True, False]


async def test_those_to_ask_by_phone_are_asked_and_unanswered(store: Store) -> None:
    chat = await a_chat(store)
    survey = await planned(store, chat)
    assert await store.read.surveys_to_ask([ORG], channels=["web"]) == []
    await store.write(lambda tx: tx.surveys.set_status(ORG, survey.id, "asked", at=NOW))
    [found] = await store.read.surveys_to_ask([ORG], channels=["web"])
    assert found.id == survey.id
    assert await store.read.surveys_to_ask([ORG], channels=["phone"]) == []
    assert await store.read.surveys_to_ask(["basma"], channels=["web"]) == []


async def test_erasing_takes_the_words_and_what_was_planned(store: Store) -> None:
    chat = await a_chat(store)
    first = await planned(store, chat)
    await store.write(
        lambda tx: tx.surveys.answer(
            ORG, first.id, stars=1, reasons=["wait"], words="سر", status="answered", at=NOW
        )
    )
    second = await planned(store, chat, "case")
    await store.write(lambda tx: tx.conversations.forget(ORG, chat))
    kept = await store.write(lambda tx: [tx.surveys.get(ORG, each.id) for each in (first, second)])
    assert [(each.stars, each.words, each.status) for each in kept if each] == [
        (1, "", "answered"),
        (None, "", "dropped"),
    ]
