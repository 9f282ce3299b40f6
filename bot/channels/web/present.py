"""Turns transcript lines into what the person's page shows. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from bot.channels.web.arrivals import key_of
from bot.desk.correcting import corrected, says
from bot.messages import Ask, Attachment, Button, DeviceAction
from bot.pages.pieces import Piece, paragraphs
from bot.ports.records import Line

By = Literal["you", "bot", "staff"]
_BY: Mapping[str, By] = {"in": "you", "out": "bot", "staff": "staff"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One bubble."""

    id: int
    by: By
    at: str  # ISO time in UTC
    text: str
    language: str
    buttons: tuple[Button, ...] = ()
    ask: Ask | None = None
    citation: str = ""
    files: tuple[Attachment, ...] = ()
    device: DeviceAction | None = None
    urgent: bool = False
    key: str = ""  # idempotency key under which the person sent it
    inbound: str | None = None
    answers: str | None = None  # inbound id that this answers
    corrects: int | None = None  # id of the line whose words this takes the place of
    says: str = ""  # a correction's words, without the word that it is one
    edited: bool = False  # shows the words of a correction
    introduces: bool = False  # repeats what the page's own welcome says

    @property
    def paragraphs(self) -> list[list[Piece]]:
        """The text, cut for showing."""
        return paragraphs(self.text)


def ready(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that may be shown by now, in order.

    A message that still waits in the outbox holds back what follows it: the bot's right to speak is checked
    when a message is sent, and a page must not show it earlier.
    """
    shown = []
    for line in lines:
        if line.direction in ("out", "staff") and line.delivery == "queued":
            break
        shown.append(line)
    return shown


def present(line: Line, language: str, labels: Mapping[str, str]) -> Shown | None:
    """Return a line as the person may see it; None for notes, staff's own lines and what was withheld.

    `labels` are the words of buttons that stand on the page itself, by their ids.
    """
    by = _BY.get(line.direction)
    if by is None or line.delivery == "withheld":
        return None
    message, text = line.message, labels.get(line.text, line.text)
    if message is None:
        return Shown(
            id=line.id, by=by, at=line.at.isoformat(), text=text, language=language,
            files=line.attachments, key=key_of(line.inbound), inbound=line.inbound, answers=line.answers,
        )  # fmt: skip
    return Shown(
        id=line.id, by=by, at=line.at.isoformat(), text=message.text, language=message.language,
        buttons=message.buttons, ask=message.ask, citation=message.citation,
        files=message.attachments or line.attachments, device=message.device, urgent=message.urgent,
        answers=line.answers, corrects=corrected(line), says=says(line), introduces=message.introduces,
    )  # fmt: skip


def edited(first: Shown, correction: Shown) -> Shown:
    """Return a bubble as it reads after a correction: its place, time and files stay."""
    return replace(first, text=correction.says, edited=True)


def woven(bubbles: Iterable[Shown]) -> list[Shown]:
    """Put corrections into the bubbles that they are of; one without its first version stands alone."""
    kept: list[Shown] = []
    places: dict[int, int] = {}  # id of any version → where its bubble is
    for bubble in bubbles:
        at = places.get(bubble.corrects) if bubble.corrects is not None else None
        if at is None:
            at = len(kept)
            kept.append(bubble)
        else:
            kept[at] = edited(kept[at], bubble)
        places[bubble.id] = at
    return kept


def current_ask(shown: Sequence[Shown]) -> Shown | None:
    """Return the message whose question is open: the last one, unless the person has written since."""
    for bubble in reversed(shown):
        if bubble.by == "you":
            return None
        if bubble.ask is not None:
            return bubble
    return None


def as_json(shown: Shown) -> dict[str, Any]:
    """Return a bubble as scripts read it."""
    return {
        "id": shown.id,
        "from": shown.by,
        "at": shown.at,
        "text": shown.text,
        "language": shown.language,
        "buttons": [{"id": button.id, "label": button.label, "url": button.url} for button in shown.buttons],
        "ask": {"kind": shown.ask.kind, "step": shown.ask.step, "selected": list(shown.ask.selected)}
        if shown.ask
        else None,
        "source": shown.citation,
        "files": [_file(file) for file in shown.files],
        "device": shown.device,
        "urgent": shown.urgent,
        "key": shown.key,
        "inbound": shown.inbound,
        "answers": shown.answers,
        "corrects": shown.corrects,
    }


def _file(file: Attachment) -> dict[str, Any]:
    return {"key": file.key, "name": file.name, "type": file.media_type, "size": file.size, "kind": file.kind}
