"""Transcript lines as staff see them: with notes, who wrote them, and how the bot understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.console.correcting import Editor, editor
from bot.console.visits import HOME, Visit
from bot.console.wording import said
from bot.desk.asking import question
from bot.desk.correcting import corrected
from bot.engine.content import Content
from bot.messages import Attachment
from bot.ports.records import Delivery, Direction, Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """How a message was understood."""

    decision: str
    topic: str
    confidence: str  # per cent
    because: str
    read_as: str
    candidates: tuple[tuple[str, str], ...]  # topic, per cent
    corrections: tuple[tuple[str, str], ...]  # as typed, as read


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One line."""

    id: int
    direction: Direction
    at: datetime
    text: str
    who: str
    buttons: tuple[str, ...]  # labels
    files: tuple[Attachment, ...]
    folder: str  # address under which its files are shown
    delivery: Delivery
    trace: Trace | None
    urgent: bool
    via: str  # channel, shown where a person has several
    corrects: int | None  # line that this is the correction of
    superseded: bool  # a correction of it is there
    editor: Editor | None  # for the visitor's own words


def entry(
    line: Line,
    visit: Visit,
    names: Mapping[str, str],
    *,
    via: str = "",
    superseded: bool = False,
    aloud: bool = False,
) -> Entry:
    """Return a line as staff see it; one that is for the person alone only where they read it `aloud`."""
    content = visit.content(line.organisation)
    message = line.message if aloud or not line.private else None
    hidden = message.text if message is not None and line.private else ""
    return Entry(
        id=line.id,
        direction=line.direction,
        at=line.at,
        text=hidden or _noticed(line, content, visit) or said(line, content, visit.language),
        who=names.get(line.staff or "", "") or visit.say(f"by.{line.direction}"),
        buttons=tuple(button.label for button in message.buttons) if message else (),
        files=line.attachments or (message.attachments if message else ()),
        folder=f"{HOME}/chat/{line.organisation}/{line.conversation}/files",
        delivery=line.delivery,
        trace=_trace(line.trace, line.organisation, visit) if line.trace else None,
        urgent=message is not None and message.urgent,
        via=via,
        corrects=corrected(line),
        superseded=superseded,
        editor=None if superseded else editor(line, visit),
    )


def _noticed(line: Line, content: Content, visit: Visit) -> str:
    """Say how a question that staff asked ended, or that a chat is back; nothing for other lines."""
    notice, step = (str((line.trace or {}).get(name, "")) for name in ("notice", "step"))
    if line.direction == "system" and notice == "woken":
        return visit.say("snooze.woken")
    if line.direction != "system" or notice not in ("answered", "declined"):
        return ""
    asked = question(content, step)
    label = asked.label(visit.language) if asked else step
    return visit.say(f"asked.line.{notice}", label=label, answer=line.text)


def _trace(kept: Mapping[str, Any], organisation: str, visit: Visit) -> Trace | None:
    if "decision" not in kept:
        return None
    return Trace(
        decision=visit.worded(f"decision.{kept['decision']}", str(kept["decision"])),
        topic=_topic(kept.get("topic"), organisation, visit),
        confidence=_percent(kept.get("confidence", 0)),
        because=str(kept.get("because", "")),
        read_as=str(kept.get("read_as", "")),
        candidates=tuple(
            (_topic(id_, organisation, visit), _percent(score)) for id_, score in kept.get("candidates", ())
        ),
        corrections=tuple((str(typed), str(read)) for typed, read in kept.get("corrections", ())),
    )


def _topic(id_: str | None, organisation: str, visit: Visit) -> str:
    topic = visit.content(organisation).topics.get(id_ or "")
    return topic.title[visit.language] if topic else id_ or ""


def _percent(share: float) -> str:
    return f"{share:.0%}"
