"""`wasl check`: everything that is wrong with knowledge and flows, at once."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli.knowledge import settings
from bot.cli.output import emit, tell, terminal_language

if TYPE_CHECKING:
    from bot.content import Problem


def check(
    *,
    lang: Annotated[Literal["ar", "en"] | None, typer.Option(help="Language of the sentences.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a problem.")] = False,
) -> None:
    """Lint the content; exit code 1 if there is an error."""
    from bot.content import check as check_content

    chosen = settings()
    problems = check_content(chosen.knowledge, chosen.flows)
    for problem in problems:
        if json:
            emit(as_json(problem))
        else:
            typer.echo(f"{problem.severity}: {problem.text(lang or terminal_language())}")
    errors = sum(problem.severity == "error" for problem in problems)
    tell(f"{errors} errors, {len(problems) - errors} warnings")
    raise typer.Exit(1 if errors else 0)


def as_json(problem: "Problem") -> dict[str, Any]:
    """Return a problem with its sentences in both languages."""
    place = {name: getattr(problem, name) for name in ("file", "line", "column", "rule", "severity")}
    return {**place, "message": dict(problem.message), "hint": dict(problem.hint) if problem.hint else None}
