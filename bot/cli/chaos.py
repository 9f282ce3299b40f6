"""`wasl chaos`: kill -9 while people write, and count what was lost."""

import sys
from typing import Annotated

import typer

from bot.cli.output import emit, fail

CHILD = (sys.executable, "-m", "bot.cli.chaos_child")


def chaos(
    rounds: Annotated[int, typer.Option(help="How often the process is killed.")] = 3,
    seed: Annotated[int, typer.Option(help="Seed of the moments.")] = 1,
    database: Annotated[str | None, typer.Option(help="Database URL; a temporary SQLite by default.")] = None,
    org: Annotated[str, typer.Option(help="Organisation whose content answers.")] = "aoun",
) -> None:
    """Kill the product at random moments; exit code 1 if a message was lost or answered twice."""
    from bot.app import open_plan
    from bot.cli.knowledge import content_of, library
    from bot.worker.chaos import ChildFailedError, run

    content_of(library(), org)  # fitted here, so that no child spends its life on it
    try:
        result = run(
            rounds=rounds,
            seed=seed,
            database=database,
            organisation=org,
            command=CHILD,
            open_store=lambda plan: open_plan(plan).store,
        )
    except ChildFailedError as error:
        fail(str(error))
    emit(result.as_json())
    raise typer.Exit(0 if result.sound else 1)
