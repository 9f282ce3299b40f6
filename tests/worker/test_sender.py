"""What goes out, in which order, and what happens when it does not."""

import asyncio

from bot.ports.channel import Blocked, Later, Rejected, Unreachable
from tests.patience import PATIENCE
from tests.worker.world import ORG, World


async def test_an_elder_message_that_waits_holds_back_the_younger(world: World) -> None:
    world.channel.failures = [Later(30)]
    await world.worker.accept(world.inbound("متى الرد؟"))
    await world.worker.lanes.drained()
    assert await world.sent() == []
    world.clock.pass_(seconds=29)
    assert await world.sent() == []
    world.clock.pass_(seconds=3)
    said = await world.sent()
    assert [sent.line for sent in world.channel.sent] == sorted(sent.line for sent in world.channel.sent)
    assert len(said) == [line.direction for line in await world.lines()].count("out")


async def test_one_chat_that_waits_does_not_hold_back_another(world: World) -> None:
    world.channel.failures = [Later(30)]
    await world.hear("متى الرد؟", user="u1")
    assert await world.hear("متى الرد؟", user="u2")


async def test_a_rejected_message_is_a_dead_letter(world: World) -> None:
    world.channel.failures = [Rejected("too long")]
    await world.hear("مرحبا")
    dead = await world.store.read.dead_letters((ORG,))
    assert [letter.error for letter in dead] == ["rejected: too long"]
    assert "failed" in {line.delivery for line in await world.lines()}


async def test_who_has_blocked_us_is_not_tried_again_and_staff_see_it(world: World) -> None:
    world.channel.failures = [Blocked("blocked by the user")]
    await world.hear("مرحبا")
    lines = await world.lines()
    assert "withheld" in {line.delivery for line in lines}
    assert lines[-1].direction == "system"


async def test_an_unreachable_platform_is_tried_again(world: World) -> None:
    world.channel.failures = [Unreachable("down"), Unreachable("down")]
    await world.hear("مرحبا")
    assert world.channel.sent == []
    world.clock.pass_(seconds=3)
    await world.sent()
    assert world.channel.sent == []
    world.clock.pass_(seconds=6)
    assert await world.sent()


async def test_the_running_sender_sends_what_is_announced(world: World) -> None:
    task = asyncio.create_task(world.worker.senders[0].run())
    await asyncio.sleep(0.05)
    await world.worker.accept(world.inbound("متى الرد؟"))
    async with asyncio.timeout(PATIENCE):
        await world.channel.answered.wait()
    await world.worker.senders[0].stop()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
