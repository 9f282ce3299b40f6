"""`wasl test`: the tests that authors wrote beside their topics and words."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.knowledge import library
from bot.cli.output import emit, tell

if TYPE_CHECKING:
    from bot.content import Heard, Outcome


def test(
    *,
    org: Annotated[str | None, typer.Option(help="Only this organisation.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a failed test.")] = False,
) -> None:
    """Play the authors' tests; exit code 1 if one fails."""
    from bot.content import run, run_words

    loaded = library()
    chosen = {id_: tests for id_, tests in loaded.tests.items() if org in (None, id_)}
    outcomes: list[Outcome | Heard] = [*run(loaded.contents, chosen), *run_words(loaded.resources)]
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        row = as_json(outcome)
        if json:
            emit(row)
        else:
            typer.echo("{where}: “{say}” → {got}, expected {expect}".format(**row))
    tell(f"{len(outcomes) - len(failed)} passed, {len(failed)} failed")
    raise typer.Exit(1 if failed else 0)


def as_json(outcome: "Outcome | Heard") -> dict[str, Any]:
    """Return a failed test: where it stands, what was said, expected and understood."""
    from bot.content import Heard

    where = outcome.file if isinstance(outcome, Heard) else f"{outcome.organisation}: {outcome.topic}"
    return {"where": where, "say": outcome.say, "expect": outcome.expect, "got": outcome.got}
