"""`wasl check`: everything that is wrong with knowledge and flows, at once."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli.knowledge import library, settings
from bot.cli.links import tell_without_links, written
from bot.cli.output import emit, fail, tell, terminal_language

if TYPE_CHECKING:
    from bot.content import Problem


def check(
    *,
    lang: Annotated[Literal["ar", "en"] | None, typer.Option(help="Language of the sentences.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a problem.")] = False,
    expand: Annotated[str | None, typer.Option(help="Show what the patterns of this topic become.")] = None,
    confused: Annotated[bool, typer.Option("--confused", help="Which topics are taken for others.")] = False,
    org: Annotated[str, typer.Option(help="Organisation of --confused.")] = "aoun",
) -> None:
    """Lint the content; exit code 1 if there is an error."""
    from bot.content import check as check_content
    from bot.content.lint.few_phrasings import FewPhrasings

    if expand is not None:
        show_patterns(expand)
        return
    if confused:
        show_confusions(org)
        return
    chosen = settings()
    problems = check_content(chosen.knowledge, chosen.flows)
    for problem in problems:
        if json:
            emit(as_json(problem))
        else:
            typer.echo(f"{problem.severity}: {problem.text(lang or terminal_language())}")
    tell_without_links(written(chosen.knowledge), chosen)
    errors = sum(problem.severity == "error" for problem in problems)
    tell(f"{errors} errors, {len(problems) - errors} warnings")
    if any(problem.rule == FewPhrasings.name for problem in problems):
        tell(f"Which topics are taken for one another: wasl check --confused --org {org}")
    raise typer.Exit(1 if errors else 0)


def as_json(problem: "Problem") -> dict[str, Any]:
    """Return a problem with its sentences in both languages."""
    place = {name: getattr(problem, name) for name in ("file", "line", "column", "rule", "severity")}
    return {**place, "message": dict(problem.message), "hint": dict(problem.hint) if problem.hint else None}


def show_patterns(topic: str) -> None:
    """Print every pattern of a topic and the phrasings that are taught from it."""
    from bot.content import UnknownTopic
    from bot.content import expand as expanded

    chosen = settings()
    try:
        shown = expanded(chosen.knowledge, chosen.flows, topic)
    except UnknownTopic as error:
        hint = f" {error.hint[terminal_language()]}" if error.hint else ""
        fail(f"There is no topic “{error}”.{hint}")
    for preview in shown.previews:
        typer.echo(f"{preview.file}:{preview.line}: {preview.language}: {preview.pattern}")
        for phrasing in preview.taught:
            typer.echo(f"    {phrasing}")
    for problem in shown.problems:
        tell(problem.text(terminal_language()))


def show_confusions(organisation: str) -> None:
    """Print which topics' phrasings are taken for another's when they are held out; takes a minute."""
    from bot.content import confusions

    for found in confusions(library(), organisation):
        typer.echo(f"{found.times:4}  {' / '.join(found.topics)}")
        for example in found.examples:
            typer.echo(f"        {example}")
