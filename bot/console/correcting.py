"""On a chat's page: what staff may still change of what they wrote, and the change itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import HTTPException

from bot.console.visits import HOME, Visit
from bot.desk import correcting
from bot.desk.chat import Desk
from bot.desk.correcting import corrected, says
from bot.desk.outcomes import Outcome
from bot.desk.writing import KEY_LONGEST
from bot.engine.content import Content
from bot.people.masking import BULLET
from bot.ports.records import Line


@dataclass(frozen=True, kw_only=True, slots=True)
class Editor:
    """The small form under one's own words."""

    action: str  # address that it is posted to
    key: str  # idempotency key of the change
    text: str  # as it stands, numbers that identify masked
    masked: bool


def superseded(lines: Sequence[Line]) -> frozenset[int]:
    """Return the ids of lines that others of these are corrections of."""
    return frozenset(earlier for line in lines if (earlier := corrected(line)) is not None)


def editor(line: Line, visit: Visit) -> Editor | None:
    """Return the form for a line, if it is a reply or note of the visitor's own."""
    own = line.staff == visit.staff.id and line.direction in ("staff", "note")
    if not own or line.delivery in ("withheld", "failed") or not visit.may(line.organisation, "reply"):
        return None
    text = says(line)
    return Editor(
        action=f"{HOME}/chat/{line.organisation}/{line.conversation}/correct",
        key=visit.needs.new_id(),
        text=text,
        masked=BULLET in text,
    )


def correct(desk: Desk, chat: str, fields: Mapping[str, str], content: Content) -> Outcome:
    """Put other words in the place of one's own. HTTP 400 if the form is not whole."""
    line, key = fields.get("line", ""), fields.get("key", "")
    if not line.isdecimal() or not 0 < len(key) <= KEY_LONGEST:
        raise HTTPException(400)
    correction = correcting.Correction(line=int(line), text=fields.get("text", ""), key=key)
    return correcting.correct(desk, chat, correction, content)
