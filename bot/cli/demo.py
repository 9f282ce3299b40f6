"""`wasl demo`: a named run of the whole product against fakes; exit code 0 only if all of it was seen."""

from typing import Annotated, Literal

import typer

from bot.cli.knowledge import settings
from bot.cli.output import emit, tell


def demo(
    name: Annotated[Literal["telegram", "cases"], typer.Argument(help="Which run.")],
    fail: Annotated[
        str | None, typer.Option(help="A method of the Bot API that fails each time, to see the run fail.")
    ] = None,
) -> None:
    """Start product and fake on an empty installation, play the main job, read it back from the store."""
    from bot.demo.cases import demo as cases
    from bot.demo.telegram import demo as telegram

    runs = {"telegram": telegram, "cases": cases}
    report = runs[name](settings().models, say=tell, failing=fail)
    emit(report.summary())
    raise typer.Exit(0 if report.good else 1)
