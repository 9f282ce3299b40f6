"""Steps of a flow from a form: put in another order, taken away, made skippable, added."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.authors.blocks import moved, put_in, removed
from bot.authors.editing import changed, composed, read
from bot.content.lint.flow_step_why import IDENTIFYING
from bot.engine.steps import STEP_TYPES
from bot.engine.steps.step import AskingStep
from bot.engine.steps.written import check_buttons
from bot.messages import LANGUAGES

STEPS = "steps"
SAYING = "say"  # the one type below that asks nothing
WITH_OPTIONS = frozenset({"choice", "multiple_choice"})
# types that a form's few fields make whole; others name steps, kinds of cases and values of their flow
ADDABLE = (
    "text", "choice", "multiple_choice", "yes_no", "number", "date", "phone", "email", "name", "national_id",
    "iban", "attachment", "location", "stars", SAYING,
)  # fmt: skip
ALWAYS = frozenset({"review", "pledge"})  # asking steps that nobody may skip
_ORDER = ("id", "type", "ask", "text", "why", "label", "options", "optional")
_ID = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")
_LONGEST_ID = 40
_YES = ("yes", "true")

Fault = tuple[str, str]  # name of a field, name of what is wrong with it


@dataclass(frozen=True, kw_only=True, slots=True)
class NewStep:
    """What the form of a new step holds. Empty = not written."""

    type: str
    id: str
    ask: Mapping[str, str]  # or the words of a step that only says something
    why: Mapping[str, str] = field(default_factory=dict)
    label: Mapping[str, str] = field(default_factory=dict)
    options: str = ""  # a line each: `id: ar | en`
    optional: bool = False


def step_moved(text: str, place: int, by: int) -> str:
    """Return a flow's text with a step further up or down. Raises Unreadable."""
    return moved(text, STEPS, place, by)


def step_removed(text: str, place: int) -> str:
    """Return a flow's text without a step. Raises Unreadable."""
    return removed(text, STEPS, place)


def step_added(text: str, place: int, step: NewStep) -> str:
    """Return a flow's text with a new step before the one at `place`. Raises Unreadable."""
    return put_in(text, STEPS, place, composed(_data(step), _ORDER))


def skippable(text: str, optional: Mapping[int, bool]) -> str:
    """Return a flow's text in which these steps may be skipped, or not. Raises Unreadable."""
    steps = read(text).get(STEPS, [])
    for place, wish in optional.items():
        step = steps[place]
        if (step.get("optional") in _YES) is not wish:
            step.pop("optional", None)
            step |= {"optional": "yes"} if wish else {}
    return changed(text, {STEPS: steps})


def may_be_skippable(type_: str) -> bool:
    """Tell whether a type of step asks something that could be left out."""
    known = STEP_TYPES.get(type_)
    return known is not None and issubclass(known, AskingStep) and type_ not in ALWAYS


def usual_place(text: str) -> int:
    """Return where a new question belongs: before what was given is reviewed or sent."""
    types = [step.get("type") for step in read(text).get(STEPS, [])]
    return next((n for n, each in enumerate(types) if each in ("review", "submit", "pledge")), len(types))


def faults(step: NewStep, taken: frozenset[str]) -> list[Fault]:
    """Return what is wrong with a new step, by field; `taken` are the ids of its flow."""
    return list(_faults(step, taken))


def _faults(step: NewStep, taken: frozenset[str]) -> Iterator[Fault]:
    if step.type not in ADDABLE:
        yield "type", "type"
    if not _ID.fullmatch(step.id) or len(step.id) > _LONGEST_ID:
        yield "id", "id"
    elif step.id in taken:
        yield "id", "taken"
    yield from _words_missing("ask", step.ask, needed=True)
    if step.type == SAYING:
        yield from ((name, "only-says") for name in ("why", "label", "options") if _written(step, name))
        return
    yield from _words_missing("why", step.why, needed=step.type in IDENTIFYING)
    yield from _words_missing("label", step.label, needed=False)
    yield from _option_faults(step)


def _written(step: NewStep, name: str) -> bool:
    found: str | Mapping[str, str] = getattr(step, name)
    return bool(found) if isinstance(found, str) else any(found.values())


def _words_missing(name: str, words: Mapping[str, str], *, needed: bool) -> Iterator[Fault]:
    missing = [language for language in LANGUAGES if not words.get(language)]
    if missing and (needed or len(missing) < len(LANGUAGES)):
        yield from ((f"{name}_{language}", "missing") for language in missing)


def _option_faults(step: NewStep) -> Iterator[Fault]:
    if step.type not in WITH_OPTIONS:
        if step.options:
            yield "options", "no-options"
        return
    read_ = [_option(line) for line in step.options.splitlines() if line.strip()]
    good = [each for each in read_ if each is not None]
    if len(good) < len(read_):
        yield "options", "option"
    elif len(good) < 2:  # one is no choice
        yield "options", "few"
    else:
        try:
            check_buttons(step.id, tuple(each["value"] for each in good))
        except ValueError:
            yield "options", "option-id"


def _option(line: str) -> dict[str, Any] | None:
    """Read `id: ar | en`; None for anything else."""
    value, colon, words = line.partition(":")
    arabic, bar, english = words.partition("|")
    parts = [" ".join(each.split()) for each in (value, arabic, english)]
    if not colon or not bar or not all(parts) or not _ID.fullmatch(parts[0]):
        return None
    return {"value": parts[0], "label": {"ar": parts[1], "en": parts[2]}}


def _data(step: NewStep) -> dict[str, Any]:
    options = [each for line in step.options.splitlines() if (each := _option(line))]
    words = _filled(step.ask)
    says = step.type == SAYING
    return {
        "id": step.id,
        "type": step.type,
        "ask": None if says else words,
        "text": words if says else None,
        "why": _filled(step.why),
        "label": _filled(step.label),
        "options": options or None,
        "optional": "yes" if step.optional and not says else None,
    }


def _filled(words: Mapping[str, str]) -> dict[str, str] | None:
    return {language: words[language] for language in LANGUAGES if words.get(language)} or None
