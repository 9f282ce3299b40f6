import asyncio
from dataclasses import replace

import pytest

from bot.messages import DangerKind, Priority
from bot.ports.records import Conversation
from bot.ports.store import Store, Transaction
from tests.store.values import HERE, NOW, ORG, a_chat, address, later, open_chat, two_staff


async def test_one_address_is_one_conversation(store: Store) -> None:
    first, again = await asyncio.gather(a_chat(store), a_chat(store))
    assert first == again
    assert await a_chat(store, address("visitor-2")) != first
    assert await a_chat(store, replace(HERE, organisation="basma")) != first
    found = await store.read.by_address(HERE)
    assert found is not None
    assert (found.id, found.owner, found.state, found.last_line, found.opened_at) == (
        first,
        "bot",
        None,
        0,
        NOW,
    )


async def test_an_unknown_conversation_cannot_be_locked(store: Store) -> None:
    chat = await a_chat(store)
    with pytest.raises(KeyError):
        await store.write(lambda tx: tx.conversations.lock(ORG, "nobody"))
    with pytest.raises(KeyError):
        await store.write(lambda tx: tx.conversations.lock("basma", chat))


async def test_state_and_the_last_line_are_read_back(store: Store) -> None:
    chat = await a_chat(store)

    def work(tx: Transaction) -> int:
        tx.conversations.keep_state(ORG, chat, state='{"misses":1}', language="en", topic="review-time")
        tx.conversations.heard(ORG, chat, at=later(5))
        return tx.transcript.add(ORG, chat, direction="in", text="hello", at=NOW)

    line = await store.write(work)
    row = await store.write(lambda tx: tx.conversations.lock(ORG, chat))
    assert (row.state, row.language, row.topic) == ('{"misses":1}', "en", "review-time")
    assert (row.last_line, row.last_inbound_at) == (line, later(5))
    assert row == await store.read.conversation(ORG, chat) == await store.read.find_conversation(chat)


async def test_of_two_claims_at_once_exactly_one_wins(store: Store) -> None:
    chat, (sara, omar) = await a_chat(store), await two_staff(store)
    for _ in range(10):
        won = await asyncio.gather(
            store.write(lambda tx: tx.conversations.claim(ORG, chat, staff=sara, now=NOW)),
            store.write(lambda tx: tx.conversations.claim(ORG, chat, staff=omar, now=NOW)),
        )
        assert sorted(won) == [False, True]
        row = await store.read.conversation(ORG, chat)
        assert row is not None
        assert (row.owner, row.holder) == ("staff", sara if won[0] else omar)
        await store.write(lambda tx: tx.conversations.give_back(ORG, chat, now=NOW))


async def test_claiming_twice_keeps_the_time_of_the_first(store: Store) -> None:
    chat, (sara, _) = await a_chat(store), await two_staff(store)
    claims = [
        await store.write(lambda tx: tx.conversations.claim(ORG, chat, staff=sara, now=NOW)),
        await store.write(lambda tx: tx.conversations.claim(ORG, chat, staff=sara, now=later(60))),
    ]
    row = await store.read.conversation(ORG, chat)
    assert claims == [True, True]
    assert row is not None
    assert row.claimed_at == NOW


def _wait(tx: Transaction, chat: str, priority: Priority, reason: str, seconds: float = 0) -> bool:
    danger: DangerKind | None = "medical" if reason == "danger" else None
    return tx.conversations.put_waiting(
        ORG, chat, reason=reason, priority=priority, danger=danger, topic=None, now=later(seconds)
    )


async def test_waiting_again_only_raises_the_priority(store: Store) -> None:
    chat = await a_chat(store)
    await store.write(lambda tx: _wait(tx, chat, "normal", "asked"))
    await store.write(lambda tx: _wait(tx, chat, "low", "voice", 10))
    row = await store.read.conversation(ORG, chat)
    assert row is not None
    assert (row.owner, row.reason, row.priority, row.waiting_since) == ("waiting", "asked", "normal", NOW)
    assert await store.write(lambda tx: _wait(tx, chat, "urgent", "danger", 20))
    row = await store.read.conversation(ORG, chat)
    assert row is not None
    assert (row.reason, row.priority, row.danger, row.waiting_since) == ("danger", "urgent", "medical", NOW)


async def test_a_chat_that_staff_hold_does_not_wait(store: Store) -> None:
    chat, (sara, _) = await a_chat(store), await two_staff(store)
    await store.write(lambda tx: tx.conversations.claim(ORG, chat, staff=sara, now=NOW))
    assert not await store.write(lambda tx: _wait(tx, chat, "urgent", "danger"))
    row = await store.read.conversation(ORG, chat)
    assert row is not None
    assert row.owner == "staff"


async def test_a_chat_is_passed_on_by_its_holder_alone(store: Store) -> None:
    chat, (sara, omar) = await a_chat(store), await two_staff(store)

    def transfer(tx: Transaction, holder: str, to: str | None) -> bool:
        return tx.conversations.transfer(ORG, chat, holder=holder, to=to, now=later(9))

    await store.write(lambda tx: tx.conversations.claim(ORG, chat, staff=sara, now=NOW))
    assert not await store.write(lambda tx: transfer(tx, omar, omar))
    assert await store.write(lambda tx: transfer(tx, sara, omar))
    row = await store.read.conversation(ORG, chat)
    assert row is not None
    assert (row.holder, row.claimed_at) == (omar, later(9))
    assert await store.write(lambda tx: transfer(tx, omar, None))
    row = await store.read.conversation(ORG, chat)
    assert row is not None
    assert (row.owner, row.holder, row.waiting_since, row.claimed_at) == ("waiting", None, later(9), None)


async def test_a_returned_chat_is_as_before(store: Store) -> None:
    chat, (sara, _) = await a_chat(store), await two_staff(store)
    before = await store.read.conversation(ORG, chat)
    await store.write(lambda tx: _wait(tx, chat, "urgent", "danger"))
    await store.write(lambda tx: tx.conversations.alerted(ORG, chat, at=NOW))
    await store.write(lambda tx: tx.conversations.claim(ORG, chat, staff=sara, now=NOW))
    assert await store.write(lambda tx: tx.conversations.give_back(ORG, chat, now=NOW))
    assert await store.read.conversation(ORG, chat) == before
    assert not await store.write(lambda tx: tx.conversations.give_back(ORG, chat, now=NOW))


async def test_the_waiting_list_goes_by_priority_and_age(store: Store) -> None:
    sara, _ = await two_staff(store)

    def work(tx: Transaction) -> dict[str, str]:
        chats = {user: open_chat(tx, address(user)) for user in ("old", "young", "urgent", "held", "bot")}
        _wait(tx, chats["young"], "normal", "asked", 50)
        _wait(tx, chats["old"], "normal", "asked", 10)
        _wait(tx, chats["urgent"], "urgent", "danger", 90)
        tx.conversations.claim(ORG, chats["held"], staff=sara, now=NOW)
        return {id_: user for user, id_ in chats.items()}

    users = await store.write(work)
    waiting = await store.read.waiting([ORG, "basma"])
    assert [users[row.id] for row in waiting] == ["urgent", "old", "young"]
    assert [row.alerted_at for row in waiting] == [None, None, None]
    held = await store.read.waiting([ORG], holder=sara)
    assert [users[row.id] for row in held] == ["held"]
    assert held == await store.read.held([ORG])
    assert await store.read.waiting(["basma"]) == await store.read.waiting([]) == []
    assert (await store.read.counts())["waiting"] == 3


async def test_recent_chats_come_by_their_last_message(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for user, seconds in (("first", 30.0), ("second", 90.0), ("third", 60.0)):
            tx.conversations.heard(ORG, open_chat(tx, address(user)), at=later(seconds))
        open_chat(tx, address("silent"))

    await store.write(work)
    recent = await store.read.recent([ORG], limit=4)
    assert [row.address.user for row in recent] == ["second", "third", "first", "silent"]


async def test_recent_chats_are_turned_over_without_a_gap(store: Store) -> None:
    def work(tx: Transaction) -> None:
        for user, seconds in (("a", 30.0), ("b", 90.0), ("c", 90.0), ("d", 90.0), ("e", 10.0)):
            tx.conversations.heard(ORG, open_chat(tx, address(user)), at=later(seconds))
        for user in ("f", "g", "h"):  # opened at one time, and nobody ever wrote
            open_chat(tx, address(user))
        tx.conversations.heard("basma", open_chat(tx, address("x", "basma")), at=later(50))

    await store.write(work)
    for step in (1, 2, 3, 5):
        seen: list[Conversation] = []
        while page := await store.read.recent([ORG], limit=step, older=seen[-1].id if seen else ""):
            seen += page
        users = [row.address.user for row in seen]
        assert sorted(users[:3]) == ["b", "c", "d"]
        assert users[3:5] == ["a", "e"]
        assert sorted(users[5:]) == ["f", "g", "h"]
    assert len(await store.read.recent([ORG], older="no such chat")) == 8


async def test_a_hand_off_is_one_row_from_begin_to_finish(store: Store) -> None:
    chat, (sara, omar) = await a_chat(store), await two_staff(store)

    def begin(tx: Transaction) -> None:
        tx.handoffs.begin(ORG, chat, reason="asked", priority="normal", note="", now=NOW)

    def run(tx: Transaction) -> None:
        begin(tx)
        begin(tx)
        tx.handoffs.claimed(ORG, chat, staff=sara, now=later(5))
        tx.handoffs.claimed(ORG, chat, staff=omar, now=later(6))
        tx.handoffs.finish(ORG, chat, outcome="returned", now=later(7))
        begin(tx)

    await store.write(run)
    rows = await handoff_rows(store)
    assert rows == [(NOW, later(5), sara, later(7), "returned"), (NOW, None, None, None, None)]


async def handoff_rows(store: Store) -> list[tuple[object, ...]]:
    from sqlalchemy import select

    from bot.store.tables import handoffs as t
    from bot.store.transaction import CoreTransaction

    def work(tx: Transaction) -> list[tuple[object, ...]]:
        assert isinstance(tx, CoreTransaction)
        shown = (t.c.begun_at, t.c.claimed_at, t.c.claimed_by, t.c.finished_at, t.c.outcome)
        return [tuple(row) for row in tx.session.connection.execute(select(*shown).order_by(t.c.id))]

    return await store.write(work)


async def test_a_chat_that_is_put_off_leaves_the_lists_until_it_comes_back(store: Store) -> None:
    sara = (await two_staff(store))[0]

    def put_off(tx: Transaction) -> tuple[str, str, bool]:
        waits, held, with_bot = (open_chat(tx, address(user)) for user in ("waits", "held", "bot"))
        for chat in (waits, held):
            _wait(tx, chat, "normal", "asked")
        tx.conversations.claim(ORG, held, staff=sara, now=later(1))
        tx.conversations.snooze(ORG, waits, kind="until", until=later(60))
        tx.conversations.snooze(ORG, held, kind="person", until=later(30))
        return waits, held, tx.conversations.snooze(ORG, with_bot, kind="until", until=later(60))

    waits, held, with_bot = await store.write(put_off)
    assert not with_bot
    assert [chat.id for chat in await store.read.snoozed([ORG])] == [held, waits]
    assert await store.read.snoozed(["basma"]) == []
    assert await store.read.waiting([ORG]) == await store.read.waiting([ORG], holder=sara) == []
    assert (await store.read.counts())["waiting"] == 0
    assert [chat.id for chat in await store.read.snoozed([ORG], due=later(30))] == [held]
    assert await store.write(lambda tx: tx.conversations.wake(ORG, held, now=later(30)))
    assert not await store.write(lambda tx: tx.conversations.wake(ORG, held, now=later(31)))
    (mine,) = await store.read.waiting([ORG], holder=sara)
    assert (mine.id, mine.snooze, mine.waiting_since, mine.alerted_at) == (held, None, None, later(30))
    await store.write(lambda tx: tx.conversations.heard(ORG, waits, at=later(40)))
    (back,) = await store.read.waiting([ORG])
    assert (back.id, back.snoozed_until, back.waiting_since, back.alerted_at) == (
        waits,
        None,
        *[later(40)] * 2,
    )
    await store.write(lambda tx: tx.conversations.heard(ORG, waits, at=later(50)))
    assert (await store.read.waiting([ORG]))[0].waiting_since == later(40)


@pytest.mark.parametrize("act", ["claim", "pass on", "pass back", "give back"])
async def test_whoever_acts_on_a_chat_has_it_in_front_of_them_again(store: Store, act: str) -> None:
    sara, omar = await two_staff(store)

    def work(tx: Transaction) -> Conversation:
        chat, rows = open_chat(tx), tx.conversations
        _wait(tx, chat, "normal", "asked")
        rows.claim(ORG, chat, staff=sara, now=later(1))
        rows.snooze(ORG, chat, kind="until", until=later(60))
        if act == "claim":
            rows.transfer(ORG, chat, holder=sara, to=None, now=later(2))
            rows.snooze(ORG, chat, kind="until", until=later(60))
            rows.claim(ORG, chat, staff=omar, now=later(3))
        elif act == "give back":
            rows.give_back(ORG, chat, now=later(2))
        else:
            rows.transfer(ORG, chat, holder=sara, to=omar if act == "pass on" else None, now=later(2))
        return rows.lock(ORG, chat)

    chat = await store.write(work)
    assert (chat.snooze, chat.snoozed_until) == (None, None)
