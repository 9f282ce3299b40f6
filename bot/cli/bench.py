"""`wasl bench`: what the documentation claims, measured again."""

from typing import Annotated

import typer

from bot.cli.output import emit, fail


def bench(
    name: Annotated[str | None, typer.Argument(help="One benchmark; all of the quick ones without.")] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a table.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Keep the tables under docs/figures/.")] = False,
) -> None:
    """Run benchmarks and print their tables."""
    from benchmarks import BENCHMARKS
    from benchmarks.figures import keep, markdown, measured

    if name is not None and name not in BENCHMARKS:
        fail(f"There is no benchmark “{name}”. There are: {', '.join(BENCHMARKS)}.")
    for chosen in [name] if name else list(BENCHMARKS):
        figure = measured(chosen, BENCHMARKS[chosen], command=f"wasl bench {chosen}")
        if json:
            emit(figure)
        else:
            typer.echo(markdown(figure))
        if write:
            keep(figure)
