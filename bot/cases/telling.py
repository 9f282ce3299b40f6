"""What a person reads of their case: the notice of a step, the stage, a timeline in plain words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hijridate import Gregorian

from bot.cases.steps import flow_of
from bot.engine.content import Content
from bot.engine.life import Offer
from bot.engine.steps.shown import gregorian_words, hijri_words, ltr
from bot.engine.steps.step import AskingStep
from bot.messages import Language
from bot.ports.records import Case, CaseStep, Notice

GRANTED = "granted"  # step of the notice that somebody acts for the person


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A notice in words."""

    text: str
    offers: tuple[Offer, ...] = ()


def notice_text(content: Content, case: Case, notice: Notice, language: Language) -> Told:
    """Return what a notice says; where its step or its words are gone, the stage as it is now."""
    if notice.step == GRANTED:
        return Told(text=_granted(content, case, notice, language), offers=("revoke",))
    life = content.lives.get(case.kind)
    step = life.step(notice.step) if life else None
    if step is None or step.tells is None:
        return Told(text=stage_text(content, case, language))
    fields = _fields(content, case, notice.fields, language)
    lines = step.tells[language].format_map(defaultdict(str, fields)).splitlines()
    return Told(text="\n".join(line.strip() for line in lines if line.strip()), offers=step.offers)


def stage_text(content: Content, case: Case, language: Language) -> str:
    """Return the stage of a case in plain words; the last resort is its id."""
    return stage_words(content, case.kind, case.stage, language)


def stage_words(content: Content, kind: str, stage: str, language: Language) -> str:
    """Return a stage in plain words."""
    life = content.lives.get(kind)
    found = life.stage(stage) if life else None
    return found.plain[language] if found else stage


def timeline(content: Content, case: Case, history: Iterable[CaseStep], language: Language) -> list[str]:
    """Return where the case has been, a line a stage: the day and the plain words of the stage."""
    lines: list[str] = []
    last = ""
    for step in history:
        stage = step.detail.get("stage")
        if isinstance(stage, str) and stage != last:
            last = stage
            words = stage_words(content, case.kind, stage, language)
            lines.append(f"{gregorian_words(_local(content, step.at), language)}: {words}")
    return lines


def items_text(content: Content, case: Case, items: Iterable[str], language: Language) -> str:
    """Return the names of items as the person saw them."""
    flow = flow_of(content, case)
    steps = flow.steps if flow else ()
    labels = {step.id: step.label for step in steps if isinstance(step, AskingStep) and step.label}
    names = [labels[item][language] if item in labels else item for item in items]
    return ("، " if language == "ar" else ", ").join(names)


def day_text(iso: str, language: Language) -> str:
    """Return a day in both calendars; what is no date stays as it is."""
    try:
        day = date.fromisoformat(iso)
        hijri = Gregorian.fromdate(day).to_hijri()
    except (ValueError, OverflowError):
        return iso
    return f"{hijri_words(hijri, language)} ({gregorian_words(day, language)})"


def _granted(content: Content, case: Case, notice: Notice, language: Language) -> str:
    say, given = content.texts, notice.fields
    scope = ("، " if language == "ar" else ", ").join(
        say(language, f"engine.acting.{one}") for one in given.get("scope", ())
    )
    return say(
        language, "engine.acting.granted", who=str(given.get("who", "")), scope=scope,
        reference=ltr(case.reference), until=day_text(str(given.get("until", "")), language),
    )  # fmt: skip


def _fields(content: Content, case: Case, given: Mapping[str, Any], language: Language) -> dict[str, str]:
    organisation = content.organisation
    shown = {name: str(value) for name, value in given.items() if name != "items"}
    if "on" in shown:
        shown["on"] = day_text(shown["on"], language)
    return {
        **shown,
        "items": items_text(content, case, given.get("items", ()), language),
        "reference": ltr(case.reference),
        "name": organisation.name[language],
        "short_name": organisation.short_name[language],
        "people": organisation.people[language],
    }


def _local(content: Content, at: datetime) -> date:
    return at.astimezone(ZoneInfo(content.timezone)).date()
