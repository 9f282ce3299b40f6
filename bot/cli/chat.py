"""`wasl chat`: the same engine, store and worker in the terminal."""

import asyncio
import sys
from typing import Annotated

import typer

from bot.cli.knowledge import content_of, library, settings
from bot.cli.output import fail


def chat(
    org: Annotated[str, typer.Option(help="Organisation id, e.g. aoun.")],
    user: Annotated[
        str, typer.Option(help="Name of the conversation; the same name goes on with it.")
    ] = "me",
) -> None:
    """Talk to Wasl here. /1 presses the first button, @path sends a file, Ctrl-D ends."""
    from bot.app import chat_in_terminal, open_rooms
    from bot.ports.store import StoreError
    from bot.serving.logs import configure

    loaded = library()
    content_of(loaded, org)
    chosen = settings()
    configure("ERROR", json=False)
    try:
        rooms = open_rooms(chosen)
    except StoreError as error:
        fail(str(error))
    asyncio.run(chat_in_terminal(rooms, loaded, org, user, lines=sys.stdin, out=sys.stdout))
