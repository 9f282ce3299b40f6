"""`wasl repro`: a live conversation as a test file, so that a mended bug begins as a case.

The output is a file for tests/conversations/: what the person did, what Wasl said, what staff did between.
Masked numbers and what was answered to an identifying step are replaced by samples, files by others of
their kind.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.opened import find, with_rooms
from bot.cli.samples import Disguise
from bot.engine.questioning import unbound

if TYPE_CHECKING:
    from bot.app import Rooms
    from bot.ports.records import Conversation, Line

EVERY_LINE = 100_000


def repro(conversation: Annotated[str, typer.Argument(help="Conversation id.")]) -> None:
    """Print a live conversation as a test."""
    import yaml

    async def work(rooms: "Rooms") -> "tuple[Conversation, Sequence[Line]]":
        row = await find(rooms.store, conversation)
        return row, await rooms.store.read.lines(row.address.organisation, row.id, limit=EVERY_LINE)

    row, lines = with_rooms(work)
    test = {
        "title": f"conversation {row.id[:8]}",
        "org": row.address.organisation,
        "channel": row.address.channel,
        "turns": list(turns(lines)),
    }
    typer.echo(yaml.safe_dump([test], allow_unicode=True, sort_keys=False, width=110), nl=False)


def turns(lines: "Sequence[Line]") -> "Iterator[dict[str, Any]]":
    """Yield the steps of a test from transcript lines, in order."""
    staffed = False
    said: list[str] = []
    disguise = Disguise()
    for line in lines:
        if line.direction == "out":
            if staffed and line.answers is None and line.staff is None:
                yield from _flushed(said)
                yield {"event": "returned"}
                staffed = False
            if words := disguise.said(_first_words(line.text)):
                said.append(words)
            disguise.asked(line)
            continue
        yield from _flushed(said)
        if line.direction == "staff" and not staffed:
            yield {"event": {"claimed": "researcher"}}
            staffed = True
        elif line.direction == "in":
            yield _heard(line, disguise)
    yield from _flushed(said)


def _flushed(said: list[str]) -> Iterator[dict[str, Any]]:
    if said:
        yield {"bot": list(said)}
        said.clear()


def _heard(line: "Line", disguise: Disguise) -> dict[str, Any]:
    choice = (line.trace or {}).get("choice")
    if choice:
        return {"press": unbound(choice)}
    if line.attachments:
        file = line.attachments[0]
        kind = file.kind if file.kind in ("voice", "photo") else "document"
        return {
            "send": {kind: f"sample-{kind}", **({"text": disguise.heard(line.text)} if line.text else {})}
        }
    return {"say": disguise.heard(line.text)}


def _first_words(text: str) -> str:
    """Return the beginning of a reply: enough to tell it, and free of what was filled in later."""
    return text.splitlines()[0][:60]
