"""`wasl ask`: one question, answered as a fresh conversation."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.knowledge import content_of, library
from bot.cli.output import emit, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.matching import Lexicon
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

    loaded = library()
    content = content_of(loaded, org)
    answered = answer(content, question)
    if explain:
        tell("\n".join(explained(answered.readings, loaded.resources.lexicon)))
    if json:
        emit(as_json(content, answered))
    else:
        typer.echo("\n\n".join(present(message) for message in answered.messages))


def explained(readings: "Sequence[Reading]", lexicon: "Lexicon") -> list[str]:
    """Return the trace of a message, a line each; of several questions in it the trace of each."""
    lines: list[str] = []
    for number, reading in enumerate(readings, start=1):
        head = [f"question {number} of {len(readings)}"] if len(readings) > 1 else []
        lines += [*head, *_explained(reading, lexicon)]
    return lines


def _explained(reading: "Reading", lexicon: "Lexicon") -> list[str]:
    from bot.content import rewrites

    mended = dict(reading.corrections)
    spelt = " ".join(mended.get(word, word) for word in reading.normalised.split())
    chosen = " ".join(filter(None, (reading.decision, reading.topic or ", ".join(reading.offers))))
    return [
        f"read as    {reading.normalised}",
        f"rewritten  {reading.rewritten}",
        *(f"spelling   {typed} → {read}" for typed, read in reading.corrections),
        *(f"lexicon    {each.said} → {each.read}  ({each.by})" for each in rewrites(lexicon, spelt)),
        *(f"candidate  {candidate.score:.3f}  {candidate.topic}" for candidate in reading.candidates),
        f"decision   {chosen}: {reading.because}",
    ]
