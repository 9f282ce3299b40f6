"""Files that nothing names are swept once a day, whatever restarts there are; those in use stay."""

import os
from datetime import timedelta
from functools import partial

from bot.store.keys import open_key_file
from bot.store.sweeping import MARK, sweep_daily
from bot.worker.sweeping import FileSweep
from tests.worker.world import World

HOUR = timedelta(hours=1)


async def _left_behind(world: World, name: str) -> str:
    """Store a file as a process that died two days ago leaves it."""
    kept = await world.files.put(name.encode(), name=name)
    old = (world.clock() - timedelta(days=2)).timestamp()
    folder = world.files._folder
    os.utime(folder / kept.key[:2] / kept.key, (old, old))
    return kept.key


async def test_it_sweeps_once_a_day_also_over_a_restart(world: World) -> None:
    folder = world.files._folder
    url = f"sqlite:///{folder.parent / 'wasl.db'}"
    ring = open_key_file(folder.parent / "key")

    def process() -> FileSweep:
        return FileSweep(sweep=partial(sweep_daily, url=url, ring=ring, folder=folder), now=world.clock)

    photo = await world.files.put(b"photo", name="photo.txt")
    await world.hear("", attachments=(photo,))
    old = (world.clock() - timedelta(days=2)).timestamp()
    os.utime(folder / photo.key[:2] / photo.key, (old, old))

    await _left_behind(world, "first")
    assert await process().sweep_due() == 1
    await _left_behind(world, "second")
    assert await process().sweep_due() == 0  # started anew, the day is not over
    world.clock.pass_(hours=23)
    assert await process().sweep_due() == 0
    world.clock.pass_(hours=1)
    assert await process().sweep_due() == 1
    assert await world.files.get(photo.key) == b"photo"

    await _left_behind(world, "third")
    (folder / MARK).write_text("?")
    assert await process().sweep_due() == 1


async def test_a_worker_that_serves_sweeps(world: World) -> None:
    swept: list[object] = []
    sweep = FileSweep(sweep=lambda now: swept.append(now), now=world.clock, first=0)
    assert await sweep.sweep_due() == 0
    assert swept == [world.clock()]
    world.worker.sweep_files = sweep.sweep
    await world.worker.start()
    try:
        assert "files" in {task.get_name() for task in world.worker._tasks}
    finally:
        await world.worker.stop()
