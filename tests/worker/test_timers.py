"""Timers ring in the conversation's lane, and never while an answer is owed."""

from bot.desk import holding
from tests.worker.world import World


async def _leave_a_flow(world: World) -> None:
    await world.hear(choice="flow:complaint")
    await world.hear(choice="do:agree")


async def test_a_flow_left_in_the_middle_is_reminded_of_once(world: World) -> None:
    await _leave_a_flow(world)
    world.clock.pass_(hours=26)
    assert await world.worker.timers.queue_due() == 1
    await world.worker.lanes.drained()
    reminded = await world.sent()
    assert len(reminded) == 1
    assert world.channel.sent[-1].message.unprompted
    world.clock.pass_(hours=1)
    assert await world.worker.timers.queue_due() == 0


async def test_nothing_rings_before_its_time(world: World) -> None:
    await _leave_a_flow(world)
    world.clock.pass_(hours=1)
    assert await world.worker.timers.queue_due() == 0


async def test_who_waits_for_staff_is_not_reminded(world: World) -> None:
    await _leave_a_flow(world)
    await world.hear(choice="person")
    world.clock.pass_(hours=26)
    await world.worker.timers.queue_due()
    await world.worker.lanes.drained()
    assert await world.sent() == []


async def test_who_talks_to_staff_is_not_reminded(world: World) -> None:
    await _leave_a_flow(world)
    member = await world.staff("sara")
    chat = (await world.conversation()).id
    await world.at_desk(member, lambda desk: holding.claim(desk, chat))
    await world.sent()
    world.clock.pass_(hours=26)
    await world.worker.timers.queue_due()
    await world.worker.lanes.drained()
    assert await world.sent() == []
