"""The worker as a whole: starts, answers, stops without losing what is in flight."""

import asyncio

import pytest

from bot.worker.inbox import StoppingError
from tests.patience import PATIENCE
from tests.worker.world import World


async def test_it_answers_while_it_runs_and_takes_nothing_in_after_the_stop(world: World) -> None:
    await world.worker.start()
    for number in range(30):
        await world.worker.accept(world.inbound("متى الرد؟", user=f"u{number}"))
    await world.worker.stop()
    counts = await world.store.read.counts()
    assert counts["inbox"] == 0
    with pytest.raises(StoppingError):
        await world.worker.accept(world.inbound("متأخر"))


async def test_what_was_not_sent_goes_out_after_the_next_start(world: World) -> None:
    await world.worker.accept(world.inbound("متى الرد؟"))
    await world.worker.lanes.drained()
    await world.worker.start()
    async with asyncio.timeout(PATIENCE):
        await world.channel.answered.wait()
    await world.worker.stop()
