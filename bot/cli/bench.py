"""`wasl bench`: what the documentation claims, measured again."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import emit, fail


def bench(
    name: Annotated[str | None, typer.Argument(help="One benchmark; all of the quick ones without.")] = None,
    *,
    questions: Annotated[
        Path | None, typer.Option(help="TSV kind, topic, question: what `matching` is asked.")
    ] = None,
    corpus: Annotated[
        Path | None,
        typer.Option(help="Folder with train.csv and test files, columns label,text: for `arbanking77`."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a table.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Keep the tables under docs/figures/.")] = False,
) -> None:
    """Run benchmarks and print their tables."""
    from benchmarks import ASKS, BENCHMARKS, LEARNS, figure
    from benchmarks.figures import keep, markdown

    if name is not None and name not in BENCHMARKS:
        fail(f"There is no benchmark “{name}”. There are: {', '.join(BENCHMARKS)}.")
    if questions is not None and name not in ASKS:
        fail(f"Only {', '.join(ASKS)} asks the questions of a file: wasl bench {ASKS[0]} --questions FILE.")
    if corpus is None and name in LEARNS:
        fail(f"{name} needs its files: wasl bench {name} --corpus FOLDER (see docs/benchmarks.md).")
    for chosen in [name] if name else [each for each in BENCHMARKS if corpus or each not in LEARNS]:
        made = figure(chosen, questions, corpus)
        if json:
            emit(made)
        else:
            typer.echo(markdown(made))
        if write:
            keep(made)
