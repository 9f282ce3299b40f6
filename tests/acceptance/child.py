"""A whole worker as a process of its own, for the kill -9 tests: real engine, real store, small content."""

import asyncio
import sys
from pathlib import Path

from bot.store.files import DiskFiles
from bot.store.keys import open_key_file
from bot.store.opening import open_store
from bot.worker.chaos_load import play
from bot.worker.chaos_plan import Plan, load_plan
from tests.worker.world import content


async def _run(plan: Plan) -> None:
    folder = Path(plan.folder)
    ring = open_key_file(folder / "key")
    store = open_store(plan.database, ring)
    try:
        await play(plan, store=store, files=DiskFiles(folder / "files", ring), contents=content)
    finally:
        await store.close()


if __name__ == "__main__":
    asyncio.run(_run(load_plan(sys.argv[1])))
