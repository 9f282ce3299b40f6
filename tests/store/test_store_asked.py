from typing import Any

from bot.ports.records import AskedQuestion
from bot.ports.store import Store
from tests.store.values import NOW, ORG, a_chat, later, two_staff


def question(chat: str, staff: str, **changed: Any) -> AskedQuestion:
    given: dict[str, Any] = {"flow": "support-request", "version": "v1", "step": "national_id"}
    given |= {"status": "asked", "case": None}
    return AskedQuestion(
        id=0, organisation=ORG, conversation=chat, staff=staff, asked_at=NOW, **(given | changed)
    )


async def test_one_question_waits_until_it_is_settled(store: Store) -> None:
    chat, (sara, _) = await a_chat(store), await two_staff(store)
    await store.write(lambda tx: tx.asked.add(question(chat, sara)))
    waiting = await store.write(lambda tx: tx.asked.waiting(ORG, chat))
    assert waiting is not None
    assert (waiting.step, waiting.staff, waiting.value) == ("national_id", sara, None)
    assert await store.write(lambda tx: tx.asked.waiting("basma", chat)) is None
    answer = {"digits": "1000000008"}
    settled = await store.write(
        lambda tx: tx.asked.settle(ORG, chat, status="answered", at=later(5), value=answer)
    )
    assert settled
    assert not await store.write(lambda tx: tx.asked.settle(ORG, chat, status="withdrawn", at=NOW))
    assert await store.write(lambda tx: tx.asked.waiting(ORG, chat)) is None
    await store.write(lambda tx: tx.asked.add(question(chat, sara, step="iban")))
    newest, first = await store.write(lambda tx: tx.asked.of_conversation(ORG, chat))
    assert (newest.step, newest.status) == ("iban", "asked")
    assert (first.status, first.value, first.settled_at) == ("answered", answer, later(5))


async def test_an_erased_conversation_has_no_questions(store: Store) -> None:
    chat, (sara, _) = await a_chat(store), await two_staff(store)
    await store.write(lambda tx: tx.asked.add(question(chat, sara)))
    await store.write(lambda tx: tx.conversations.forget(ORG, chat))
    assert await store.write(lambda tx: tx.asked.of_conversation(ORG, chat)) == []


async def test_teams_are_joined_left_and_kept_apart_by_organisation(store: Store) -> None:
    sara, omar = await two_staff(store)
    for staff, team in ((sara, "legal"), (omar, "legal"), (sara, "finance")):
        assert await store.write(lambda tx, s=staff, t=team: tx.teams.join(ORG, s, t))  # type: ignore[misc]
    assert not await store.write(lambda tx: tx.teams.join(ORG, sara, "legal"))
    assert await store.write(lambda tx: tx.teams.all("basma")) == []
    found = await store.write(lambda tx: tx.teams.all(ORG))
    assert sorted(found) == sorted([("finance", sara), ("legal", omar), ("legal", sara)])
    assert await store.write(lambda tx: tx.teams.leave(ORG, sara, "legal"))
    assert not await store.write(lambda tx: tx.teams.leave(ORG, sara, "legal"))
    assert ("legal", sara) not in await store.write(lambda tx: tx.teams.all(ORG))


async def test_a_chat_waits_for_a_team_until_it_is_claimed(store: Store) -> None:
    chat, (sara, omar) = await a_chat(store), await two_staff(store)
    await store.write(lambda tx: tx.conversations.claim(ORG, chat, staff=sara, now=NOW))
    await store.write(
        lambda tx: tx.conversations.transfer(ORG, chat, holder=sara, to=None, team="legal", now=NOW)
    )
    assert (await store.write(lambda tx: tx.conversations.lock(ORG, chat))).team == "legal"
    assert await store.write(lambda tx: tx.conversations.set_team(ORG, chat, "finance"))
    assert (await store.read.waiting([ORG]))[0].team == "finance"
    await store.write(lambda tx: tx.conversations.claim(ORG, chat, staff=omar, now=NOW))
    assert (await store.write(lambda tx: tx.conversations.lock(ORG, chat))).team is None
    assert not await store.write(lambda tx: tx.conversations.set_team(ORG, chat, "legal"))
