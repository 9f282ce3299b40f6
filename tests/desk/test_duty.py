"""Who is on duty, who is called first, and who stands in for whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk import duty, holding
from bot.desk.chat import Desk
from bot.desk.duty import Kept, Roster, Unfitting
from bot.desk.outcomes import Claimed, HeldBy, NotAllowed, NotHeld
from bot.engine.hours import Holiday
from bot.ports.records import Absence, Shift
from tests.worker.world import MORNINGS, ORG, World, content

RIYADH = ZoneInfo("Asia/Riyadh")
FOUNDING = Holiday(name={"ar": "يوم", "en": "day"}, calendar="gregorian", first=(3, 3), last=(3, 3))
WITH_HOURS = replace(content(), hours=replace(MORNINGS, holidays=(FOUNDING,)))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=RIYADH)  # the first is a Sunday


def shift(staff: str, day: str, opens: int, closes: int, team: str = "") -> Shift:
    return Shift(
        id=0, organisation=ORG, team=team, day=day, opens=opens * 60, closes=closes * 60, staff=staff
    )


def away(staff: str, first: int, last: int, cover: str | None = None) -> Absence:
    days = {"first": date(2026, 3, first), "last": date(2026, 3, last)}
    return Absence(id=0, organisation=ORG, staff=staff, cover=cover, **days)


ROSTER = Roster(
    shifts=(
        shift("sara", "sun", 8, 12),
        shift("omar", "sun", 12, 24),
        shift("huda", "sun", 8, 16, team="legal"),
        shift("sara", "tue", 8, 12),
    ),
    absences=(
        away("huda", 8, 9, cover="omar"),
        away("sara", 15, 15),
        away("omar", 22, 22),
        away("huda", 22, 22, "omar"),
    ),
)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(1, 7, 59), ()),
        (at(1, 8), (("sara", ""), ("huda", "legal"))),
        (at(1, 12), (("omar", ""), ("huda", "legal"))),
        (at(1, 23, 59), (("omar", ""),)),
        (at(2, 9), ()),
        (at(3, 9), ()),  # a holiday
        (at(10, 9), (("sara", ""),)),
        (at(8, 13), (("omar", ""), ("omar", "legal"))),  # in place of who is away
        (at(15, 9), (("huda", "legal"),)),  # away without anybody in their place
        (at(22, 13), ()),  # who would stand in is away too
    ],
)
def test_who_is_on_duty(now: datetime, expected: tuple[tuple[str, str], ...]) -> None:
    assert ROSTER.on_duty(now, WITH_HOURS) == expected
    assert ROSTER.on_duty(now.astimezone(ZoneInfo("UTC")), WITH_HOURS) == expected


@pytest.mark.parametrize(
    ("now", "team", "called"),
    [
        (at(1, 9), None, ("sara",)),
        (at(1, 9), "legal", ("huda",)),
        (at(1, 9), "finance", ("sara",)),
        (at(15, 9), None, ("huda",)),
        (at(15, 9), "finance", ()),
        (at(3, 9), None, ()),
    ],
)
def test_who_is_called_first(now: datetime, team: str | None, called: tuple[str, ...]) -> None:
    assert ROSTER.called(team, now, WITH_HOURS) == called


async def test_supervisors_keep_the_roster(world: World) -> None:
    boss, sara = await world.staff("boss", role="supervisor"), await world.staff("sara")
    await world.staff("author", role="author")

    def add(
        who: str = "sara",
        *,
        team: str = "",
        days: tuple[str, ...] = ("sun", "mon"),
        opens: int = 480,
        closes: int = 960,
    ) -> Callable[[Desk], object]:
        return lambda desk: duty.add_shifts(desk, who, team=team, days=days, opens=opens, closes=closes)

    assert await world.at_desk(boss, add()) == Kept()
    assert len(await world.store.read.shifts(ORG)) == 2
    wrong: list[tuple[Callable[[Desk], object], duty.Unfit]] = [
        (add("author"), "who"),
        (add(team="none"), "who"),
        (add(days=()), "days"),
        (add(days=("day",)), "days"),
        (add(closes=480), "times"),
        (add(opens=-1), "times"),
        (add(closes=1441), "times"),
    ]
    for work, why in wrong:
        assert await world.at_desk(boss, work) == Unfitting(why=why)
    assert await world.at_desk(sara, add()) == NotAllowed()
    assert len(await world.store.read.shifts(ORG)) == 2


async def test_the_cover_takes_a_chat_over_while_the_holder_is_away(world: World) -> None:
    boss, sara, omar, huda = [
        await world.staff(name, role="supervisor" if name == "boss" else "researcher")
        for name in ("boss", "sara", "omar", "huda")
    ]
    await world.hear("مرحبا")
    await world.hear(choice="person")
    chat = (await world.conversation()).id
    own = content()
    assert isinstance(await world.at_desk(omar, lambda desk: duty.stand_in(desk, chat, own)), NotHeld)
    await world.at_desk(sara, lambda desk: holding.claim(desk, chat))
    await world.sent()
    assert isinstance(await world.at_desk(omar, lambda desk: duty.stand_in(desk, chat, own)), HeldBy)
    today = duty.local_day(world.clock(), own)
    noted = await world.at_desk(
        boss, lambda desk: duty.add_absence(desk, "sara", first=today, last=today, cover="omar")
    )
    assert noted == Kept()
    (absence,) = await world.store.read.absences(ORG, since=today)
    assert duty.missed(await world.conversation(), absence, own)
    assert isinstance(await world.at_desk(huda, lambda desk: duty.stand_in(desk, chat, own)), HeldBy)
    taken = await world.at_desk(omar, lambda desk: duty.stand_in(desk, chat, own))
    assert isinstance(taken, Claimed)
    assert taken.conversation.holder == "omar"
    assert await world.sent() == []  # the role is the same
