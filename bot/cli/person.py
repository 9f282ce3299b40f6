"""`wasl person`: everything kept of somebody, out or gone."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opened import find, with_rooms
from bot.cli.output import emit, fail, tell

if TYPE_CHECKING:
    from bot.app import Rooms
    from bot.people.data import Erased
    from bot.ports.store import Transaction

_NOT_MERGED = {
    "AlreadyOne": "They are one person's already.",
    "OtherIds": "They have different national IDs. If you are sure: --despite-ids.",
}
group = typer.Typer(no_args_is_help=True, help="Personal data on request.")


@group.command()
def export(
    conversation: Annotated[str, typer.Argument(help="Conversation id.")],
    *,
    archive: Annotated[
        Path | None, typer.Option("--zip", help="Write it to this file, with the person's files.")
    ] = None,
) -> None:
    """Print all that is kept of the person of a conversation, as JSON."""
    from bot.cases.own_data import export as exported
    from bot.cli.knowledge import library
    from bot.people.archive import archive as packed
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> dict[str, Any]:
        row = await find(rooms.store, conversation)
        content = library().contents[row.address.organisation]
        made = await rooms.store.write(lambda tx: exported(tx, content, row, at=utc_now(), everything=True))
        if archive:
            words = json.dumps(made.kept, ensure_ascii=False, indent=2, default=str).encode()
            archive.write_bytes(await packed(words, made.files, rooms.files))
        return made.kept

    kept = with_rooms(work)
    if archive is None:
        emit(kept)


@group.command()
def merge(
    conversation: Annotated[str, typer.Argument(help="Conversation id.")],
    other: Annotated[str, typer.Argument(help="Id of another conversation of the same person.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    despite_ids: Annotated[
        bool, typer.Option("--despite-ids", help="Although the two have different national IDs.")
    ] = False,
) -> None:
    """Say that two conversations are one person's; `wasl person part` undoes it within 30 days."""
    from bot.people.merging import Joined, join
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> object:
        first, second = await find(rooms.store, conversation), await find(rooms.store, other)
        if first.id == second.id or first.address.organisation != second.address.organisation:
            fail("Name two conversations of one organisation.", 1)
        if not yes and not typer.confirm(f"Merge {first.address} and {second.address}?", err=True):
            fail("Nothing was merged.", 1)
        organisation, ids = first.address.organisation, sorted((first.id, second.id))

        def merged(tx: "Transaction") -> object:
            rows = [tx.conversations.lock(organisation, id_) for id_ in ids]
            return join(tx, *rows, actor="command", now=utc_now(), despite_ids=despite_ids)

        return await rooms.store.write(merged)

    outcome = with_rooms(work)
    if not isinstance(outcome, Joined):
        fail(_NOT_MERGED[type(outcome).__name__], 1)
    emit({"merge": outcome.merge.id, "kept": outcome.merge.kept})


@group.command()
def part(
    conversation: Annotated[str, typer.Argument(help="A conversation of the person.")],
    merge_id: Annotated[str, typer.Argument(help="Id that `wasl person merge` printed.")],
) -> None:
    """Undo a merge."""
    from bot.people.merging import part as parted
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> object:
        row = await find(rooms.store, conversation)

        def undone(tx: "Transaction") -> object:
            found = tx.merges.get(row.address.organisation, merge_id)
            return (
                "there is none of that id"
                if found is None
                else parted(tx, found, actor="command", now=utc_now())
            )

        return await rooms.store.write(undone)

    if with_rooms(work) is not None:
        fail("This merge cannot be undone: it is unknown, older than 30 days, or another was built on it.", 1)
    tell("Parted.")


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
