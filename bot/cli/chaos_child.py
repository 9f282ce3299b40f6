"""The child process of `wasl chaos`: the product with the shipped content and a platform that keeps a log."""

import asyncio
import sys

from bot.app import open_plan
from bot.cli.knowledge import library
from bot.worker.chaos_load import play
from bot.worker.chaos_plan import load_plan


async def main(argument: str) -> None:
    """Do what the plan says."""
    plan = load_plan(argument)
    contents = library().contents
    rooms = open_plan(plan)
    try:
        await play(plan, store=rooms.store, files=rooms.files, contents=contents.__getitem__)
    finally:
        await rooms.store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
