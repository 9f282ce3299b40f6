"""A correction of staff as the window takes it: the bubble that it is of, drawn again with its words."""

from collections.abc import Mapping
from dataclasses import replace

from bot.channels.web.present import Shown, edited, present
from bot.desk.correcting import corrected
from bot.ports.records import Line
from bot.ports.store import Reads

_MOST = 50  # corrections of one message that are followed back


async def as_edited(
    read: Reads, line: Line, shown: Shown, *, language: str, labels: Mapping[str, str]
) -> tuple[Shown, int | None]:
    """Return what to draw for a line, and the id of the bubble that it takes the place of.

    That is the line itself, and no other bubble, unless the line is a correction.
    """
    first, oldest = line, None
    for _ in range(_MOST):
        earlier = corrected(first)
        if earlier is None:
            break
        before = await read.lines(line.organisation, line.conversation, after=earlier - 1, limit=1)
        if not before or before[0].id != earlier:
            break
        first = before[0]
        oldest = first.id
    drawn = present(first, language, labels) if oldest is not None else None
    if drawn is None or drawn.by != shown.by:
        return shown, None
    return edited(replace(drawn, says=""), shown), drawn.id
