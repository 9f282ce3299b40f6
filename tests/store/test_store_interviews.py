"""Times for interviews on every database."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.ports.records import InterviewTime
from bot.ports.store import Store
from tests.store.values import NOW, ORG, a_case, a_chat, later

FREE = InterviewTime(
    id=0, organisation=ORG, staff="sara", starts_at=later(60), ends_at=later(90), place="المقر",
    created_by="sara", created_at=NOW,
)  # fmt: skip


async def two_cases(store: Store) -> tuple[str, str]:
    chat = await a_chat(store)
    one, two = a_case(1, chat), a_case(2, chat)
    for case in (one, two):
        await store.write(lambda tx, case=case: tx.cases.open(case))  # type: ignore[misc]
    return one.id, two.id


async def test_a_time_is_taken_by_one_of_many_at_once(store: Store) -> None:
    cases = await two_cases(store)
    time = await store.write(lambda tx: tx.interviews.add(FREE))

    async def take(case: str) -> bool:
        return await store.write(lambda tx: tx.interviews.take(ORG, time, case=case, at=NOW))

    won = await asyncio.gather(*(take(case) for case in cases * 10))
    assert sum(won) == 1
    holder = await store.write(lambda tx: tx.interviews.get(ORG, time))
    assert holder is not None
    assert holder.case == (cases * 10)[won.index(True)]


async def test_free_taken_and_given_back(store: Store) -> None:
    case, _ = await two_cases(store)
    time = await store.write(lambda tx: tx.interviews.add(FREE))
    second = await store.write(
        lambda tx: tx.interviews.add(replace(FREE, starts_at=later(120), ends_at=later(150)))
    )
    assert not await store.write(lambda tx: tx.interviews.take("basma", time, case=case, at=NOW))
    assert not await store.write(lambda tx: tx.interviews.take(ORG, time, case=case, at=later(60)))
    assert await store.write(lambda tx: tx.interviews.take(ORG, time, case=case, at=NOW))
    assert not await store.write(lambda tx: tx.interviews.remove(ORG, time))
    free = await store.write(lambda tx: tx.interviews.free(ORG, after=NOW, limit=5))
    assert [one.id for one in free] == [second]
    assert [one.id for one in await store.read.times_of_case(ORG, case)] == [time]
    assert await store.write(lambda tx: tx.interviews.free_again(ORG, case, after=NOW, but=time)) == 0
    assert await store.write(lambda tx: tx.interviews.free_again(ORG, case, after=NOW)) == 1
    assert await store.write(lambda tx: tx.interviews.remove(ORG, time))
    listed = await store.read.interview_times([ORG, "basma"], after=NOW, before=later(121))
    assert [(one.id, one.place) for one in listed] == [(second, "المقر")]


async def test_overlaps_and_doubles(store: Store) -> None:
    await store.write(lambda tx: tx.interviews.add(FREE))
    for minutes, clash in ((30, False), (45, True), (90, False)):
        begin = later(minutes)
        found = await store.write(
            lambda tx, begin=begin: tx.interviews.clashes(  # type: ignore[misc]
                ORG, staff="sara", starts_at=begin, ends_at=begin + timedelta(seconds=30)
            )
        )
        assert found is clash
    with pytest.raises(IntegrityError):
        await store.write(lambda tx: tx.interviews.add(FREE))


async def test_each_is_reminded_of_once(store: Store) -> None:
    case, _ = await two_cases(store)
    time = await store.write(lambda tx: tx.interviews.add(FREE))
    due = lambda tx: tx.interviews.to_remind(after=NOW, before=later(60), limit=5)  # noqa: E731
    assert not await store.write(due)
    await store.write(lambda tx: tx.interviews.take(ORG, time, case=case, at=NOW))
    assert [one.id for one in await store.write(due)] == [time]
    assert await store.write(lambda tx: tx.interviews.reminded(ORG, time, at=NOW))
    assert not await store.write(lambda tx: tx.interviews.reminded(ORG, time, at=NOW))
    assert not await store.write(due)


async def test_what_was_confirmed_is_forgotten_with_the_time_given_back(store: Store) -> None:
    case, other = await two_cases(store)
    time = await store.write(lambda tx: tx.interviews.add(FREE))
    confirm = lambda tx: tx.interviews.confirm(ORG, time, at=NOW)  # noqa: E731
    assert not await store.write(confirm), "nobody has taken it"
    await store.write(lambda tx: tx.interviews.take(ORG, time, case=case, at=NOW))
    assert await store.write(confirm)
    assert not await store.write(confirm)
    await store.write(lambda tx: tx.interviews.free_again(ORG, case, after=NOW))
    await store.write(lambda tx: tx.interviews.take(ORG, time, case=other, at=NOW))
    [now] = await store.read.times_of_case(ORG, other)
    assert now.confirmed_at is None
