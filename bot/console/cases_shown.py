"""What the page of a case shows: its items with their checks, the steps that may be made, its history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.cases.checks import facts
from bot.cases.home_visits import planning
from bot.cases.life import Facts, early, in_session, open_steps
from bot.cases.steps import flow_of
from bot.cases.telling import day_text, items_text
from bot.console.answers import Answer, answers
from bot.console.cases_words import stage_of
from bot.console.visits import Visit
from bot.engine.life import Actor, Need, Step
from bot.ports.records import Case, CaseStep, Grant

_SAID: tuple[Need, ...] = ("reason", "still", "service", "on", "place", "internal", "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """An answer, or a question left out, and its verdict."""

    id: str
    label: str
    answer: Answer | None
    verdict: str  # empty = not checked


@dataclass(frozen=True, kw_only=True, slots=True)
class Possible:
    """A step that this member of staff may make now."""

    step: Step
    to: tuple[str, ...]
    fields: tuple[tuple[Need, bool], ...]  # what its form asks for, and whether it must be given
    days_early: int  # how many days of the two weeks are left for a reply


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A line of the history."""

    at: datetime
    who: str
    what: str
    stage: str
    said: tuple[tuple[str, str], ...]  # name of a field, its words


def items(case: Case, known: Facts, visit: Visit) -> list[Item]:
    """Return everything that can be checked: the answers, then what was left out."""
    given = [
        Item(id=one.id, label=one.label, answer=one, verdict=known.checks.get(one.id, ""))
        for one in answers(case, visit)
    ]
    content = visit.content(case.organisation)
    left = [
        Item(
            id=one,
            label=items_text(content, case, (one,), visit.language),
            answer=None,
            verdict=known.checks.get(one, ""),
        )
        for one in known.others
    ]
    return [*given, *left]


def known_facts(case: Case, history: Sequence[CaseStep], visit: Visit) -> Facts:
    """Return what is known of a case."""
    return facts(case, history, flow_of(visit.content(case.organisation), case))


def possible(case: Case, known: Facts, visit: Visit, *, sitting: bool = False) -> list[Possible]:
    """Return the steps that the visitor may make now; `sitting`: in a session of the committee."""
    content, role = visit.content(case.organisation), role_of(case.organisation, visit)
    if role is None:
        return []
    steps = open_steps(content.lives.get(case.kind), content.case_settings, case.stage, role)
    return [
        Possible(
            step=step,
            to=tuple({stage_of(case, move.to, visit): None for move in step.moves}),
            fields=(*((need, True) for need in step.needs), *((need, False) for need in step.may)),
            days_early=early(step, known, visit.needs.now()),
        )
        for step in steps
        if not step.books and (sitting or not in_session(step, content.case_settings))
    ]


def urgent(case: Case, known: Facts, visit: Visit) -> list[Possible]:
    """Return the replies that the visitor may enter outside a session because health is in danger."""
    content = visit.content(case.organisation)
    found = possible(case, known, visit, sitting=True)
    return [replace(one, days_early=0) for one in found if in_session(one.step, content.case_settings)]


def replies_in_session(case: Case, visit: Visit) -> bool:
    """Tell whether the case waits for a reply that the visitor enters in a session of the committee."""
    content, role = visit.content(case.organisation), role_of(case.organisation, visit)
    steps = open_steps(content.lives.get(case.kind), content.case_settings, case.stage, role) if role else ()
    return any(in_session(step, content.case_settings) for step in steps)


def books(case: Case, visit: Visit) -> bool:
    """Tell whether the visitor may plan a visit in the calendar for a case."""
    role = role_of(case.organisation, visit)
    whole = case.organisation in visit.organisations("reply")
    return whole and role is not None and planning(visit.content(case.organisation), case, role) is not None


async def representatives(case: Case, visit: Visit) -> list[tuple[bool, Grant]]:
    """Return everybody who acts or acted for the person, and whether that is in force."""
    now = visit.needs.now()
    held = await visit.needs.store.read.grants_of_case(case.organisation, case.id)
    return [(one.ended_at is None and one.expires_at > now, one) for one in held]


def role_of(organisation: str, visit: Visit) -> Actor | None:
    """Return as what the visitor acts in an organisation."""
    return None if visit.staff.disabled else visit.staff.roles.get(organisation)


def entries(case: Case, history: Sequence[CaseStep], names: Mapping[str, str], visit: Visit) -> list[Entry]:
    """Return the history in words, oldest first."""
    life = visit.content(case.organisation).lives.get(case.kind)
    found = []
    for line in history:
        step = life.step(line.action) if life else None
        stage = line.detail.get("stage")
        found.append(
            Entry(
                at=line.at,
                who=names.get(line.actor) or visit.worded(f"actor.{line.actor}", line.actor),
                what=step.done[visit.language]
                if step
                else visit.worded(f"action.{line.action}", line.action),
                stage=stage_of(case, stage, visit) if isinstance(stage, str) else "",
                said=_said(case, line, visit),
            )
        )
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """Another case of the person, as far as one reads of it beside this one."""

    case: Case
    stage: str  # in words
    decision: str  # the newest one with its reason, in words; empty = none


def earlier(case: Case, history: Sequence[CaseStep], visit: Visit) -> Earlier:
    """Return how another case of the person stands, and what was decided in it."""
    life = visit.content(case.organisation).lives.get(case.kind)
    decided = ""
    for line in history:
        step = life.step(line.action) if life else None
        if step is not None and step.decision:
            decided = ": ".join(filter(None, (step.done[visit.language], str(line.detail.get("reason", "")))))
    return Earlier(case=case, stage=stage_of(case, case.stage, visit), decision=decided)


def _said(case: Case, line: CaseStep, visit: Visit) -> tuple[tuple[str, str], ...]:
    detail, content = line.detail, visit.content(case.organisation)
    said = [(visit.say(f"case.need.{need}"), str(detail[need])) for need in _SAID if detail.get(need)]
    said = [(name, day_text(words, visit.language)) for name, words in said]
    if detail.get("items"):
        words = items_text(content, case, detail["items"], visit.language)
        said.append((visit.say("case.items"), words))
    for verdict in ("to-correct", "expired"):
        named = [item for item, one in detail.get("checks", {}).items() if one == verdict]
        if named:
            said.append((visit.say(f"verdict.{verdict}"), items_text(content, case, named, visit.language)))
    if detail.get("urgent"):
        said.append((visit.say("case.urgent"), visit.say("case.urgent.outside")))
    elif detail.get("health"):
        said.append((visit.say("case.early"), visit.say("case.health.short")))
    elif detail.get("early"):
        said.append((visit.say("case.early"), str(detail["early"])))
    return tuple(said)
