"""Surveys, and the register of what was learned and done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

SurveyAbout = Literal["case", "chat"]
SurveyStatus = Literal["planned", "asked", "begun", "answered", "declined", "dropped"]
"""begun: some of it is answered; dropped: nobody was asked, or the person had the chat erased before."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Survey:
    """What one person says of one service that they had. Who served them is kept nowhere here."""

    id: int
    organisation: str
    conversation: str
    case: str | None
    about: SurveyAbout
    channel: str
    topic: str | None  # kind of the case, or topic of the chat
    status: SurveyStatus
    not_before: datetime
    planned_at: datetime
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    stars: int | None = None  # 1-5
    reasons: tuple[str, ...] = ()
    words: str = ""  # masked, encrypted at rest


@dataclass(frozen=True, kw_only=True, slots=True)
class SurveyFacts:
    """What speaks against asking a person, on whatever channel it happened."""

    danger: bool  # they spoke of danger to life
    asked: bool  # they were asked, or rated the service unasked, not long ago
    refused_at: datetime | None  # when they were last told of a refusal; None = never
    refusal_waits: bool  # a refusal is still on its way to them


ImprovementSource = Literal["survey", "suggestion", "question", "typed"]
ImprovementState = Literal["open", "planned", "done", "published", "dropped"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Improvement:
    """Something to be improved: who sees to it, what was done, and what people may read about it."""

    id: int
    organisation: str
    source: ImprovementSource
    origin: str  # reference of a case, id of a topic, reason of a survey; empty for what was typed
    finding: str
    department: str
    owner: str  # a role or a name, as typed
    due: str | None  # ISO date
    done: str  # what was done, for staff
    state: ImprovementState
    said: Mapping[str, str]  # language → “you said”
    did: Mapping[str, str]  # language → “we did”
    created_by: str  # staff id
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None = None
