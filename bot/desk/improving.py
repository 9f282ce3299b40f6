"""The improvement register: what people told us, who sees to it, what was done, and what they may read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from bot.desk.chat import Desk
from bot.desk.outcomes import Empty, NotAllowed, TooLong, Unknown
from bot.desk.permissions import may
from bot.messages import LANGUAGES
from bot.ports.records import Improvement, ImprovementSource, ImprovementState

LONGEST, LONGEST_NAME = 1000, 120  # characters
STATES: tuple[ImprovementState, ...] = get_args(ImprovementState)
SOURCES: tuple[ImprovementSource, ...] = get_args(ImprovementSource)


@dataclass(frozen=True, kw_only=True, slots=True)
class Registered:
    """The entry is kept."""

    improvement: Improvement


@dataclass(frozen=True, kw_only=True, slots=True)
class NotReady:
    """What people are to read is missing: what they said and what was done, in Arabic."""


Outcome = Registered | NotReady | NotAllowed | Unknown | Empty | TooLong


def register(desk: Desk, fields: Mapping[str, str]) -> Outcome:
    """Keep a new entry: a finding from a survey, a suggestion, a group of questions, or typed."""
    if not may(desk.actor, desk.organisation, "manage"):
        return NotAllowed()
    source: ImprovementSource = next((one for one in SOURCES if one == fields.get("source")), "typed")
    blank = Improvement(
        id=0, organisation=desk.organisation, source=source, origin=fields.get("origin", "")[:LONGEST_NAME],
        finding="", department="", owner="", due=None, done="", state="open", said={}, did={},
        created_by=desk.actor.id, created_at=desk.now, updated_at=desk.now,
    )  # fmt: skip
    filled = _filled(desk, blank, fields)
    if not isinstance(filled, Improvement):
        return filled
    kept = replace(filled, id=desk.tx.improvements.add(filled))
    desk.audit("improvement-added", str(kept.id), {"source": source, "origin": kept.origin})
    return Registered(improvement=kept)


def revise(desk: Desk, improvement: int, fields: Mapping[str, str]) -> Outcome:
    """Change an entry; in the state `published` people read it, in any other they do not."""
    if not may(desk.actor, desk.organisation, "manage"):
        return NotAllowed()
    known = desk.tx.improvements.get(desk.organisation, improvement)
    if known is None:
        return Unknown()
    filled = _filled(desk, known, fields)
    if not isinstance(filled, Improvement):
        return filled
    desk.tx.improvements.change(filled)
    desk.audit("improvement-changed", str(known.id), {"was": known.state, "state": filled.state})
    return Registered(improvement=filled)


def _filled(
    desk: Desk, known: Improvement, fields: Mapping[str, str]
) -> Improvement | NotReady | Empty | TooLong:
    said = _by_language(desk, fields, "said")
    did = _by_language(desk, fields, "did")
    finding, done = (desk.mask(fields.get(name, "").strip()) for name in ("finding", "done"))
    named = {name: fields.get(name, "").strip() for name in ("department", "owner")}
    state = next((one for one in STATES if one == fields.get("state")), known.state)
    if not finding:
        return Empty()
    if max(map(len, (finding, done, *said.values(), *did.values()))) > LONGEST:
        return TooLong(most=LONGEST)
    if max(map(len, named.values())) > LONGEST_NAME:
        return TooLong(most=LONGEST_NAME)
    if state == "published" and not (said.get("ar") and did.get("ar")):
        return NotReady()
    published = (known.published_at or desk.now) if state == "published" else None
    return replace(
        known,
        finding=finding,
        department=named["department"],
        owner=named["owner"],
        due=_day(fields.get("due", "")),
        done=done,
        state=state,
        said=said,
        did=did,
        updated_at=desk.now,
        published_at=published,
    )


def _by_language(desk: Desk, fields: Mapping[str, str], name: str) -> dict[str, str]:
    given = {language: desk.mask(fields.get(f"{name}_{language}", "").strip()) for language in LANGUAGES}
    return {language: text for language, text in given.items() if text}


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return None
