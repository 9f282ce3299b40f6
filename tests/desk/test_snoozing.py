"""Chats that are put off: until a morning, a date, or until the person writes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk import holding, snoozing
from bot.desk.outcomes import BadTime, Done, HeldBy, NotAllowed, NotHeld, Pressing
from bot.engine.hours import Holiday
from bot.ports.records import Staff
from bot.worker.alerts import Alerts
from bot.worker.snoozes import Snoozes
from tests.worker.world import DANGER_WORD, MORNINGS, ORG, World, content

RIYADH = ZoneInfo("Asia/Riyadh")
FOUNDING = Holiday(name={"ar": "يوم", "en": "day"}, calendar="gregorian", first=(3, 3), last=(3, 3))
WITH_HOURS = replace(content(), hours=replace(MORNINGS, holidays=(FOUNDING,)))


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=RIYADH)


# 1 March 2026 is a Sunday; work is Sunday to Thursday from 8:00, and not on 3 March
@pytest.mark.parametrize(
    ("now", "name", "known", "expected"),
    [
        (at(1, 12), "tomorrow", True, at(2, 8)),
        (at(2, 12), "tomorrow", True, at(4, 8)),  # a holiday between
        (at(5, 12), "tomorrow", True, at(8, 8)),  # the week's end between
        (at(5, 12), "tomorrow", False, at(6, 8)),
        (at(1, 23, 30), "tomorrow", False, at(2, 8)),
        (at(1, 12), "sunday", True, at(8, 8)),
        (at(4, 12), "sunday", True, at(8, 8)),
        (at(24, 12, month=2), "week", True, at(4, 8)),
    ],
)
def test_named_moments_are_mornings_of_work(
    now: datetime, name: snoozing.Moment, known: bool, expected: datetime
) -> None:
    assert snoozing.moment(name, now, WITH_HOURS if known else content()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-02", at(2, 8)),
        (" 2026-03-02 ", at(2, 8)),
        ("2026-03-06", at(8, 8)),
        ("2026-03-06 17:30", at(6, 17, 30)),
        ("٢٠٢٦-٠٣-٠٢ ١٠:٠٠", at(2, 10)),
        ("2026-02-30", None),
        ("2026-03-02 25:00", None),
        ("غدا", None),
        ("", None),
    ],
)
def test_a_date_is_read_on_the_associations_clock(text: str, expected: datetime | None) -> None:
    assert snoozing.written(text, WITH_HOURS) == expected


def test_a_morning_without_hours_is_eight() -> None:
    assert snoozing.morning(date(2026, 3, 6), None, "Asia/Riyadh") == at(6, 8)


async def _waiting(world: World, word: str = "مرحبا") -> str:
    await world.hear(word)
    await world.hear(choice="person")
    return (await world.conversation()).id


async def _put_off(world: World, member: Staff, chat: str, **span: float) -> object:
    until = world.clock() + timedelta(**span)
    return await world.at_desk(member, lambda desk: snoozing.snooze(desk, chat, until=until))


def _snoozes(world: World) -> Snoozes:
    return Snoozes(store=world.store, organisations=lambda: (ORG,), now=world.clock)


async def test_it_comes_back_by_itself_and_calls_staff_once(world: World) -> None:
    chat, sara = await _waiting(world), await world.staff("sara")
    assert isinstance(await _put_off(world, sara, chat, hours=3), Done)
    alerts = Alerts(store=world.store, organisations=lambda: (ORG,), now=world.clock, hours=lambda _: None)
    world.clock.pass_(hours=2)
    assert await alerts.alert_due() == await _snoozes(world).wake_due() == 0
    world.clock.pass_(hours=1)
    queue = world.store.listen(f"queue:{ORG}")
    assert await _snoozes(world).wake_due() == 1
    assert await queue.wait(1)
    assert await _snoozes(world).wake_due() == 0
    (row,) = await world.store.read.waiting([ORG])
    assert row.waiting_since == world.clock()
    line = (await world.lines())[-1]
    assert (line.direction, line.trace) == ("system", {"notice": "woken"})
    assert await world.sent() == []
    queue.close()


async def test_the_person_brings_it_back_at_once(world: World) -> None:
    chat, sara = await _waiting(world), await world.staff("sara")
    await world.at_desk(sara, lambda desk: snoozing.snooze(desk, chat, until=None, kind="person"))
    assert (await world.conversation()).snoozed_until == world.clock() + snoozing.FOR_PERSON
    world.clock.pass_(hours=5)
    queue = world.store.listen(f"queue:{ORG}")
    await world.hear("هذه الورقة")
    assert await queue.wait(1)
    (row,) = await world.store.read.waiting([ORG])
    assert (row.snooze, row.waiting_since) == (None, world.clock())
    queue.close()


async def test_a_chat_of_mine_is_in_my_list_again(world: World) -> None:
    chat, sara = await _waiting(world), await world.staff("sara")
    await world.at_desk(sara, lambda desk: holding.claim(desk, chat))
    await _put_off(world, sara, chat, hours=1)
    assert await world.store.read.waiting([ORG], holder="sara") == []
    done = await world.at_desk(sara, lambda desk: snoozing.bring_back(desk, chat))
    assert isinstance(done, Done)
    assert [row.id for row in await world.store.read.waiting([ORG], holder="sara")] == [chat]


async def test_what_is_not_put_off(world: World) -> None:
    chat, sara, omar = await _waiting(world), await world.staff("sara"), await world.staff("omar")
    author = await world.staff("huda", role="author")
    assert await _put_off(world, author, chat, hours=1) == NotAllowed()
    for hours in (-1, 0, 24 * 181):
        assert await _put_off(world, sara, chat, hours=hours) == BadTime()
    assert await world.at_desk(sara, lambda desk: snoozing.snooze(desk, chat, until=None)) == BadTime()
    await world.at_desk(sara, lambda desk: holding.claim(desk, chat))
    assert isinstance(await _put_off(world, omar, chat, hours=1), HeldBy)
    await world.at_desk(sara, lambda desk: holding.return_to_bot(desk, chat))
    assert isinstance(await _put_off(world, sara, chat, hours=1), NotHeld)


async def test_an_urgent_chat_is_put_off_only_by_who_took_it(world: World) -> None:
    sara = await world.staff("sara")
    await world.hear(f"أنا {DANGER_WORD}")
    chat = (await world.conversation()).id
    assert await _put_off(world, sara, chat, hours=1) == Pressing()
    await world.at_desk(sara, lambda desk: holding.claim(desk, chat))
    assert isinstance(await _put_off(world, sara, chat, hours=1), Done)
