"""A case that waits longer than its target: counted in working days, told once per target, and again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cases.steps import Made
from bot.cases.targets import target
from bot.engine.content import Content
from bot.engine.hours import Hours
from bot.engine.life import CaseSettings
from bot.engine.working_days import after_working_days, over_since
from bot.ports.records import Case
from bot.worker.late_cases import LateCases
from tests.cases.acting import case_now, open_case, step
from tests.worker.world import MORNINGS, ORG, World, content

SUNDAY = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "days", "hours", "ends"),
    [
        (SUNDAY, 3, None, SUNDAY + timedelta(days=3)),
        (SUNDAY, 3, MORNINGS, SUNDAY + timedelta(days=3)),
        (SUNDAY + timedelta(days=3), 3, MORNINGS, SUNDAY + timedelta(days=8)),  # over Friday and Saturday
        (SUNDAY + timedelta(days=5), 1, MORNINGS, SUNDAY + timedelta(days=7)),
        (SUNDAY, 2, Hours(week={}), SUNDAY + timedelta(days=2)),  # hours that name no day at all
    ],
)
def test_working_days(since: datetime, days: int, hours: Hours | None, ends: datetime) -> None:
    assert after_working_days(since, days, hours) == ends


@pytest.mark.parametrize("hours", [None, MORNINGS, Hours(week={})])
@pytest.mark.parametrize("days", [1, 2, 5, 7])
def test_what_is_over_now_is_the_same_walked_back(days: int, hours: Hours | None) -> None:
    for hour in range(0, 8 * 24, 13):
        now = SUNDAY + timedelta(hours=hour)
        over = over_since(now, days, hours)
        for back in range(0, 20 * 24, 7):
            for moved in (timedelta(), timedelta(microseconds=1), -timedelta(microseconds=1)):
                since = now - timedelta(hours=back) + moved
                late = after_working_days(since, days, hours) <= now
                assert late == any((not begin or begin <= since) and since < end for begin, end in over)


class Late:
    """The task that alerts, with content that a test may change."""

    def __init__(self, world: World, **settings: object) -> None:
        self.world = world
        self.content: Content = replace(content(), case_settings=CaseSettings.model_validate(settings))

    def with_hours(self, hours: Hours) -> None:
        self.content = replace(self.content, hours=hours)

    async def look(self) -> int:
        task = LateCases(store=self.world.store, contents=lambda _: self.content, now=self.world.clock)
        return await task.alert_due()

    async def counted(self) -> int:
        return await self.world.store.read.late_cases([ORG])


async def made(world: World, given: Mapping[str, object] | None = None) -> tuple[Late, Case]:
    case = await open_case(world)
    assert isinstance(await step(world, case, "check"), Made)
    return Late(world, **(given or {})), case


async def test_once_per_target_and_again_after_the_interval(world: World) -> None:
    late, _ = await made(world, {"again_after": 2})
    told = []
    for _ in range(8):
        world.clock.pass_(days=1)
        told.append((await late.look(), await late.look()))
    assert told == [(0, 0), (0, 0), (1, 0), (0, 0), (1, 0), (0, 0), (1, 0), (0, 0)]
    assert await late.counted() == 1


async def test_a_step_ends_it_and_the_next_stage_has_its_own_target(world: World) -> None:
    late, case = await made(world)
    world.clock.pass_(days=4)
    assert await late.look() == 1
    assert isinstance(await step(world, case, "register"), Made)
    assert await late.counted() == 0
    world.clock.pass_(days=6)
    assert await late.look() == 0
    world.clock.pass_(days=2)
    assert await late.look() == 1


async def test_a_closed_case_is_never_late(world: World) -> None:
    late, case = await made(world)
    assert isinstance(await step(world, case, "withdraw"), Made)
    world.clock.pass_(days=100)
    assert await late.look() == 0
    assert target(late.content, await case_now(world, case)) is None


async def test_an_organisations_own_target_counts(world: World) -> None:
    late, _ = await made(world, {"targets": {"support-request": {"checked": 10}}})
    world.clock.pass_(days=5)
    assert await late.look() == 0
    world.clock.pass_(days=6)
    assert await late.look() == 1


async def test_nobody_is_called_outside_working_hours(world: World) -> None:
    late, _ = await made(world)
    late.with_hours(MORNINGS)
    world.clock.pass_(days=3, hours=8)  # Wednesday, 20:00 in Riyadh
    assert await late.look() == 0
    world.clock.pass_(hours=13)  # Thursday, 9:00
    assert await late.look() == 1


async def test_two_processes_alert_once(world: World) -> None:
    late, _ = await made(world)
    world.clock.pass_(days=5)
    seen = await world.write(lambda tx: tx.late.due(now=world.clock(), limit=9))
    assert await late.look() == 1
    assert not await world.write(lambda tx: tx.late.take(seen[0]))


async def test_a_case_that_came_in_is_planned(world: World) -> None:
    await world.hear(choice="flow:suggestion")
    await world.hear(choice="do:agree")
    for words in ("مواقف أكثر", "تخطي", "لا"):
        await world.hear(words)
    await world.hear(choice="pick:review:send")
    [case] = await world.store.read.cases((ORG,))
    world.clock.pass_(days=8)
    due = await world.write(lambda tx: tx.late.due(now=world.clock(), limit=9))
    assert [late.case for late in due] == [case.id]
