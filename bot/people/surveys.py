"""Whether a person is asked now how a service was: a pure decision."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.engine.content import Content
from bot.engine.state import State
from bot.engine.timing import HELD, IN_FLOW, day_after, not_in_quiet
from bot.ports.records import Conversation, Survey, SurveyFacts


@dataclass(frozen=True, kw_only=True, slots=True)
class AskNow:
    """The time is right."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AskLater:
    """Look again then."""

    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class AskNever:
    """Nobody is asked about this."""

    why: str


Verdict = AskNow | AskLater | AskNever


def refusals(content: Content) -> frozenset[str]:
    """Return the steps that tell a person no, of every kind of case."""
    return frozenset(step.id for life in content.lives.values() for step in life.steps if step.refusal)


def judge(
    content: Content, survey: Survey, chat: Conversation, state: State, facts: SurveyFacts, now: datetime
) -> Verdict:
    """Say whether to ask: not after danger, not again soon, not on the day of a refusal, not at night."""
    if why := _never(content, survey, state, facts, now):
        return AskNever(why=why)
    times = [
        survey.planned_at + timedelta(minutes=content.survey.wait_minutes),
        not_in_quiet(content, now),
        now + HELD if chat.owner != "bot" or facts.refusal_waits else now,
        day_after(content, facts.refused_at, now),
        state.run.touched_at + IN_FLOW if state.run else now,
    ]
    later = max(times)
    return AskLater(at=not_in_quiet(content, later)) if later > now else AskNow()


def _never(content: Content, survey: Survey, state: State, facts: SurveyFacts, now: datetime) -> str:
    settings = content.survey
    reasons = {
        "off": not settings.ask or "survey" not in content.flows,
        "danger": state.danger is not None or state.silent or facts.danger,
        "again": facts.asked,
        "old": now - survey.planned_at > timedelta(days=settings.open_days),
    }
    return next((why for why, holds in reasons.items() if holds), "")
