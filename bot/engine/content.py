"""What the engine reads: one organisation's content, frozen, with all fields filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.engine.flow import Flow
from bot.engine.hours import Hours
from bot.engine.life import CaseSettings, Life
from bot.engine.look import Look
from bot.engine.survey_settings import SurveySettings
from bot.messages import ByLink, DangerKind, Language, Source
from bot.ports.matcher import Matcher

TopicKind = Literal["topic", "gap", "smalltalk", "misconception"]
ByLanguage = Mapping[Language, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """One thing that Wasl knows, or knows that the policy does not say."""

    id: str
    kind: TopicKind
    title: ByLanguage  # words for a button, never an id
    answer: ByLanguage  # fields filled
    source: Source
    related: tuple[str, ...] = ()
    starts: str | None = None  # flow id
    document: str | None = None  # of the shelf: its link stands under the answer


@dataclass(frozen=True, kw_only=True, slots=True)
class EmergencyNumber:
    """A number to call in danger; shown in the order of the organisation's file."""

    number: str
    purpose: ByLanguage
    kinds: tuple[DangerKind, ...]
    region: str
    checked_on: date
    confirmed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Organisation:
    """Whose content it is."""

    id: str
    name: ByLanguage
    short_name: ByLanguage
    people: ByLanguage  # what its edition calls the people it serves
    document: ByLanguage
    channels: tuple[str, ...]  # of its edition, in order
    emergency: tuple[EmergencyNumber, ...]
    contact: Mapping[str, ByLanguage] = field(default_factory=dict)
    look: Look = field(default_factory=Look)


class Texts:
    """Interface wording: `texts(language, id, **fields)`.

    Templates are str.format; a text may have babel plural forms (`one`, `two`, `few`, `many`, `other`),
    chosen by the field `count`. An unknown id is a KeyError: `wasl check` and a test keep every id present in
    every language.
    """

    def __init__(self, tables: Mapping[Language, Mapping[str, str | Mapping[str, str]]]) -> None:
        """Take one table a language: id → template, or id → plural form → template."""
        self.tables = tables

    def __call__(self, language: Language, key: str, **fields: object) -> str:
        """Return the wording of `key` with its fields filled."""
        entry = self.tables[language][key]
        if not isinstance(entry, str):
            entry = entry[plural_form(language, fields["count"])] if "count" in fields else entry["other"]
        return entry.format(**fields)


def plural_form(language: Language, count: object) -> str:
    """Return the CLDR plural category of `count`."""
    from babel import Locale

    return str(Locale(language).plural_form(int(str(count))))


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """Everything the engine may say for one organisation. Swapped as a whole."""

    organisation: Organisation
    topics: Mapping[str, Topic]
    flows: Mapping[str, Flow]
    archive: Mapping[str, Flow]  # version hash → flow that somebody may still be in the middle of
    texts: Texts
    matcher: Matcher
    menu: tuple[str, ...]  # button ids in order: "flow:support-request", "topic:contact-channels", ...
    version: str  # hash of all of it
    privacy_version: str = "1"
    identity_by_link: ByLink = "off"
    second_step_for: tuple[str, ...] = ()  # roles of staff that need a code at sign-in
    reminder_hours: int = 24  # a flow left in the middle: one reminder after so long
    expiry_days: int = 7  # and put aside after so long
    reopen_hours: int = 24  # who writes again so soon after staff closed the chat is brought back to them
    pause_minutes: int = 60  # after so long a pause: "continue or start over?"
    quiet: tuple[int, int] = (21, 8)  # local hours without unprompted messages
    timezone: str = "Asia/Riyadh"
    hours: Hours | None = None  # when staff work; None: not known, and nothing is said about it
    lives: Mapping[str, Life] = field(default_factory=dict)  # kind of case → its stages and steps
    documents: Mapping[str, ByLanguage] = field(default_factory=dict)  # that answers may name: id → title
    case_settings: CaseSettings = field(default_factory=CaseSettings)
    survey: SurveySettings = field(default_factory=SurveySettings)
