"""`wasl ask`: one question, answered as a fresh conversation."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.knowledge import content_of, library
from bot.cli.output import emit, tell

if TYPE_CHECKING:
    from bot.messages import Reading


def ask(
    question: Annotated[str, typer.Argument(help="The question, in Arabic, Arabizi or English.")],
    org: Annotated[str, typer.Option(help="Organisation id, e.g. aoun.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say how the text was read, on stderr.")] = False,
) -> None:
    """Answer one question without a database."""
    from bot.channels.terminal.present import present
    from bot.cli.answers import answer, as_json

    content = content_of(library(), org)
    answered = answer(content, question)
    if explain:
        tell("\n".join(explained(answered.reading)))
    if json:
        emit(as_json(content, answered))
    else:
        typer.echo("\n\n".join(present(message) for message in answered.messages))


def explained(reading: "Reading") -> list[str]:
    """Return the trace of a reading, a line each."""
    return [
        f"read as    {reading.normalised}",
        f"rewritten  {reading.rewritten}",
        *(f"spelling   {typed} → {read}" for typed, read in reading.corrections),
        *(f"candidate  {candidate.score:.3f}  {candidate.topic}" for candidate in reading.candidates),
        f"decision   {reading.decision}: {reading.because}",
    ]
