"""`wasl person`: everything kept of somebody, out or gone."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opened import find, with_rooms
from bot.cli.output import emit, fail, tell

if TYPE_CHECKING:
    from bot.app import Rooms
    from bot.people.data import Erased

group = typer.Typer(no_args_is_help=True, help="Personal data on request.")


@group.command()
def export(conversation: Annotated[str, typer.Argument(help="Conversation id.")]) -> None:
    """Print all that is kept of the person of a conversation, as JSON."""
    from bot.people.data import export as exported
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> dict[str, Any]:
        row = await find(rooms.store, conversation)
        return await rooms.store.write(lambda tx: exported(tx, row, at=utc_now(), everything=True))

    emit(with_rooms(work))


@group.command()
def erase(
    conversation: Annotated[str, typer.Argument(help="Conversation id.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase the person of a conversation; cases keep reference, kind, stage and dates."""
    from bot.people.data import erase as erased
    from bot.worker.service import utc_now

    if not yes and not typer.confirm("Erase for good?", err=True):
        fail("Nothing was erased.", 1)

    async def work(rooms: "Rooms") -> "Erased":
        row = await find(rooms.store, conversation)
        result = await rooms.store.write(lambda tx: erased(tx, row, now=utc_now(), everything=True))
        for key in result.files:
            await rooms.files.remove(key)
        return result

    result = with_rooms(work)
    tell(f"Erased. Cases that stay as a number: {', '.join(result.references) or 'none'}.")
