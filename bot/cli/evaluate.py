"""`wasl eval`: decisions on a file of questions, or the matcher on any labelled corpus."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.knowledge import content_of, library, settings
from bot.cli.output import emit, fail
from bot.cli.scores import CHOSEN, Row, summary

if TYPE_CHECKING:
    from bot.engine.content import Content


def evaluate(
    file: Annotated[Path, typer.Argument(help="TSV kind, topic, question; with --train a CSV label,text.")],
    org: Annotated[str | None, typer.Option(help="Organisation id for a TSV of questions.")] = None,
    train: Annotated[
        Path | None, typer.Option(help="CSV label,text to learn from; FILE is then the test.")
    ] = None,
    per_label: Annotated[int | None, typer.Option(help="Learn from so many random rows a label.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of that choice.")] = 0,
    *,
    json: Annotated[
        bool, typer.Option("--json", help="A JSON object a row; always on for the summary.")
    ] = False,
) -> None:
    """Measure. The last line is {"summary": …}."""
    if train is not None:
        from bot.cli.corpus import measure

        emit({"summary": measure(train, file, per_label=per_label, seed=seed, rows=emit if json else None)})
        return
    if org is None:
        fail("Name an organisation with --org, or a corpus to learn from with --train.")
    content = content_of(library(), org)
    rows = []
    for kind, expected, question in questions(file):
        row, shown = judge(content, kind, expected, question)
        rows.append(row)
        if json:
            emit(shown)
    total = summary(rows)
    total["standing_in_content"] = standing(file)
    emit({"summary": total})


def questions(file: Path) -> Iterator[tuple[str, str, str]]:
    """Read (kind, topic, question) rows; a first line with # is a header."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        fail(f"{file}: {error.strerror}")
    for number, line in enumerate(lines, start=1):
        if not line.strip() or (number == 1 and line.startswith("#")):
            continue
        fields = line.split("\t")
        if len(fields) != 3:
            fail(
                f"{file}:{number}: expected kind, topic and question with tabs between; {len(fields)} fields"
            )
        yield fields[0], fields[1], fields[2]


def judge(content: "Content", kind: str, expected: str, question: str) -> tuple[Row, dict[str, Any]]:
    """Answer one question and compare."""
    from bot.cli.answers import answer, as_json

    answered = answer(content, question)
    reading = answered.reading
    chosen = reading.topic if reading.decision in CHOSEN else None
    row = Row(kind=kind, expected=expected, decision=reading.decision, chosen=chosen, offers=reading.offers)
    shown = {**as_json(content, answered), "kind": kind, "question": question, "topic": expected,
             "predicted": chosen, "right": row.right}  # fmt: skip
    return row, shown


def standing(file: Path) -> int:
    """Count the questions of more than a letter that stand, normalised, anywhere in the content."""
    from bot.matching import normalise

    chosen = settings()
    known = {normalise(text) for folder in (chosen.knowledge, chosen.flows) for text in scalars(folder)}
    asked = (normalise(question) for _, _, question in questions(file))
    return sum(len(question) > 1 and question in known for question in asked)


def scalars(folder: Path) -> Iterator[str]:
    """Yield every text of every YAML file below a folder."""
    import yaml

    for path in sorted(folder.rglob("*.yaml")):
        with path.open(encoding="utf-8-sig") as stream:
            for event in yaml.parse(stream, Loader=yaml.CSafeLoader):
                if isinstance(event, yaml.ScalarEvent):
                    yield event.value


def labelled(file: Path) -> list[tuple[str, str]]:
    """Read (label, text) rows of a CSV with those columns."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if not {"label", "text"} <= set(reader.fieldnames or ()):
                fail(f"{file}: the first line must name the columns label and text")
            return [(row["label"], row["text"]) for row in reader]
    except OSError as error:
        fail(f"{file}: {error.strerror}")
