"""One at a time per lane, many lanes at once, and a broken job takes nothing with it."""

import asyncio
from functools import partial

from bot.worker.lanes import Lanes


async def test_a_lane_keeps_its_order_and_lanes_run_side_by_side() -> None:
    lanes, seen, running = Lanes(at_once=4), [], set[str]()
    most = 0

    async def job(lane: str, number: int) -> None:
        nonlocal most
        assert lane not in running
        running.add(lane)
        most = max(most, len(running))
        await asyncio.sleep(0.001)
        running.remove(lane)
        seen.append((lane, number))

    for number in range(5):
        for lane in "abcdef":
            lanes.put(lane, partial(job, lane, number))
    await lanes.drained()
    assert most == 4
    assert all([n for name, n in seen if name == lane] == list(range(5)) for lane in "abcdef")
    assert lanes.busy == 0


async def test_a_broken_job_does_not_stop_its_lane() -> None:
    lanes, seen = Lanes(at_once=2), []

    async def broken() -> None:
        raise ZeroDivisionError

    async def fine() -> None:
        seen.append(1)

    lanes.put("a", broken)
    lanes.put("a", fine)
    await lanes.drained()
    assert seen == [1]
