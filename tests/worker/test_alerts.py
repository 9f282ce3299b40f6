"""Staff are told again that somebody waits; the supervisor, that an urgent chat is taken by nobody."""

from bot.desk import holding
from bot.desk.waiting import overdue
from bot.engine.hours import Hours
from bot.worker.alerts import Alerts
from tests.worker.world import DANGER_WORD, MORNINGS, ORG, World


def _alerts(world: World, hours: Hours | None = None) -> Alerts:
    return Alerts(store=world.store, organisations=lambda: (ORG,), now=world.clock, hours=lambda _: hours)


async def test_an_urgent_chat_that_nobody_takes_alerts_the_supervisor(world: World) -> None:
    await world.hear(f"أنا {DANGER_WORD}")
    supervisor = world.store.listen(f"alert:{ORG}")
    assert await _alerts(world).alert_due() == 0
    world.clock.pass_(minutes=2)
    assert await _alerts(world).alert_due() == 1
    assert await supervisor.wait(1)
    row = await world.conversation()
    assert overdue(row, world.clock()) == "red"
    assert row.alerted_at == world.clock()
    assert (await world.lines())[-1].direction == "system"
    supervisor.close()


async def test_the_alert_comes_again_while_nobody_takes_it(world: World) -> None:
    await world.hear(f"أنا {DANGER_WORD}")
    told = []
    for _ in range(5):
        world.clock.pass_(minutes=1)
        told.append(await _alerts(world).alert_due())
    assert told == [0, 1, 0, 1, 0]


async def test_a_claimed_chat_is_calm(world: World) -> None:
    await world.hear(f"أنا {DANGER_WORD}")
    member = await world.staff("sara")
    chat = (await world.conversation()).id
    await world.at_desk(member, lambda desk: holding.claim(desk, chat))
    world.clock.pass_(hours=1)
    assert await _alerts(world).alert_due() == 0


async def test_staff_are_woken_by_a_handoff_and_again_when_it_is_late(world: World) -> None:
    await world.hear("مرحبا")
    staff, supervisor = world.store.listen(f"queue:{ORG}"), world.store.listen(f"alert:{ORG}")
    await world.hear(choice="person")
    assert await staff.wait(1)
    world.clock.pass_(minutes=31)
    assert await _alerts(world).alert_due() == 1
    assert await staff.wait(1)
    assert not await supervisor.wait(0.05)
    staff.close()
    supervisor.close()


async def test_outside_working_hours_only_what_is_urgent_calls(world: World) -> None:
    await world.hear("مرحبا")
    await world.hear(choice="person")  # at noon, when the mornings end
    told = []
    for hours in (1, 5, 14, 0.5):
        world.clock.pass_(hours=hours)
        told.append(await _alerts(world, MORNINGS).alert_due())
    assert told == [0, 0, 0, 1]  # half an hour into the next morning
    world.clock.pass_(hours=10)
    await world.hear(f"أنا {DANGER_WORD}")
    world.clock.pass_(minutes=2)
    supervisor = world.store.listen(f"alert:{ORG}")
    assert await _alerts(world, MORNINGS).alert_due() == 1
    assert await supervisor.wait(1)
    supervisor.close()
