"""`wasl conversation`: transcripts."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opened import find, with_rooms
from bot.cli.output import emit

if TYPE_CHECKING:
    from bot.app import Rooms
    from bot.ports.records import Conversation, Line

group = typer.Typer(no_args_is_help=True, help="Transcripts.")

EVERY_LINE = 100_000


@group.command("list")
def listed(
    org: Annotated[str, typer.Option(help="Organisation id.")],
    limit: Annotated[int, typer.Option(help="How many, newest first.")] = 20,
) -> None:
    """List conversations as JSON lines, newest first."""

    async def work(rooms: "Rooms") -> list[dict[str, Any]]:
        return [summary(row) for row in await rooms.store.read.recent([org], limit=limit)]

    for row in with_rooms(work):
        emit(row)


@group.command()
def show(
    conversation: Annotated[str, typer.Argument(help="Conversation id.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Everything, as one JSON object.")] = False,
) -> None:
    """Show a transcript; each reply names the inbound that it answers."""

    async def work(rooms: "Rooms") -> "tuple[Conversation, list[Line]]":
        row = await find(rooms.store, conversation)
        lines = await rooms.store.read.lines(row.address.organisation, row.id, limit=EVERY_LINE)
        return row, list(lines)

    row, lines = with_rooms(work)
    if json:
        emit({"schema": 1, **summary(row), "lines": [line_json(line) for line in lines]})
        return
    for line in lines:
        typer.echo(f"{line.at:%Y-%m-%d %H:%M:%S}  {line.direction:6}  {line.text}")


def summary(row: "Conversation") -> dict[str, Any]:
    """Return who talks where, and who holds the chat."""
    return {
        "conversation": row.id,
        "organisation": row.address.organisation,
        "channel": row.address.channel,
        "language": row.language,
        "owner": row.owner,
        "reason": row.reason,
        "priority": row.priority,
        "danger": row.danger,
        "topic": row.topic,
        "last_inbound_at": row.last_inbound_at and row.last_inbound_at.isoformat(),
    }


def line_json(line: "Line") -> dict[str, Any]:
    """Return a line; `inbound` is the id of what the person wrote, `answers` the one it replies to."""
    message = None if line.private else line.message
    return {
        "id": line.id,
        "direction": line.direction,
        "at": line.at.isoformat(),
        "text": line.text,
        "inbound": line.inbound,
        "answers": line.answers,
        "staff": line.staff,
        "delivery": line.delivery,
        "buttons": [{"id": button.id, "label": button.label} for button in message.buttons]
        if message
        else [],
        "attachments": [
            {"name": file.name, "type": file.media_type, "size": file.size} for file in line.attachments
        ],
        "trace": line.trace,
    }
