"""Opens the installation's database for a command, and says in a sentence why it cannot be opened."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from bot.cli.knowledge import settings
from bot.cli.output import fail

if TYPE_CHECKING:
    from bot.app import Rooms
    from bot.ports.records import Conversation
    from bot.ports.store import Store

T = TypeVar("T")


@asynccontextmanager
async def opened() -> "AsyncIterator[Rooms]":
    """Give store and files of this installation."""
    from bot.app import open_rooms
    from bot.ports.store import StoreError

    try:
        rooms = open_rooms(settings())
    except StoreError as error:
        fail(str(error))
    try:
        yield rooms
    finally:
        await rooms.store.close()


def with_rooms(work: "Callable[[Rooms], Awaitable[T]]") -> T:
    """Run `work` with the installation's store and files."""

    async def run() -> T:
        async with opened() as rooms:
            return await work(rooms)

    return asyncio.run(run())


async def find(store: "Store", conversation: str) -> "Conversation":
    """Return a conversation by its id. Ends the command if there is none."""
    found = await store.read.find_conversation(conversation)
    if found is None:
        fail(f"There is no conversation “{conversation}”.")
    return found
