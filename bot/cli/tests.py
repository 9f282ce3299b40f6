"""`wasl test`: the tests that authors wrote beside their topics."""

from typing import Annotated

import typer

from bot.cli.knowledge import library
from bot.cli.output import emit, tell


def test(
    *,
    org: Annotated[str | None, typer.Option(help="Only this organisation.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a failed test.")] = False,
) -> None:
    """Play the authors' tests; exit code 1 if one fails."""
    from bot.content import run

    loaded = library()
    chosen = {id_: tests for id_, tests in loaded.tests.items() if org in (None, id_)}
    outcomes = list(run(loaded.contents, chosen))
    for outcome in outcomes:
        if outcome.passed:
            continue
        row = {"organisation": outcome.organisation, "topic": outcome.topic, "say": outcome.say,
               "expect": outcome.expect, "got": outcome.got}  # fmt: skip
        if json:
            emit(row)
        else:
            typer.echo("{organisation}: {topic}: “{say}” → {got}, expected {expect}".format(**row))
    failed = sum(not outcome.passed for outcome in outcomes)
    tell(f"{len(outcomes) - failed} passed, {failed} failed")
    raise typer.Exit(1 if failed else 0)
