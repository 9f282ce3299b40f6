"""Every wording that the pages ask for exists in both languages, with the same fields."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from bot.cases.grants import SCOPES
from bot.cases.life import VERDICTS
from bot.cases.reaching import HOURS
from bot.channels.web.parse import Reason
from bot.console.guide import GUIDES
from bot.console.outreach import BUTTONS
from bot.content.shapes import ChannelId
from bot.desk.duty import Unfit as DutyUnfit
from bot.desk.holding import CLOSE_REASONS
from bot.desk.merging import Why
from bot.desk.shelf import Undeleted
from bot.desk.shelf import Unfit as Unfitting
from bot.desk.snoozing import MOMENTS
from bot.desk.views import Unfit
from bot.desk.waiting import Level
from bot.engine.effects import HandoffReason
from bot.engine.hours import DAYS_IN_ORDER
from bot.engine.life import Need
from bot.messages import LANGUAGES, DangerKind, Decision, Language, Owner, Priority
from bot.outreach.life import Why as RefusedWhy
from bot.ports.outreach import CampaignState, RecipientStatus, ScheduleKind
from bot.ports.records import (
    AskedStatus,
    Delivery,
    Direction,
    ImprovementSource,
    ImprovementState,
    NoticeStatus,
    Role,
    Snooze,
)
from bot.ports.store.shelf import Audience
from bot.serving.lost import ADDRESS, KINDS
from bot.store.people import IDENTIFYING
from tests.channels.web.house import texts

BOT = Path(__file__).parents[2] / "bot"
TEXTS = texts()
LISTS = ("waiting", "mine", "team", "snoozed", "all")

FAMILIES: dict[str, Iterable[str]] = {
    "console.reason": (*get_args(HandoffReason), "taken"),
    "console.keys.does": ("help", "search", *"jkwmtacrn"),
    "console.presence": ("looking", "typing"),
    "console.why": (*get_args(HandoffReason), "taken"),
    "console.priority": get_args(Priority),
    "console.level": ("late", "red"),
    "console.danger": get_args(DangerKind),
    "console.owner": get_args(Owner),
    "console.decision": get_args(Decision),
    "console.delivery": get_args(Delivery),
    "console.by": get_args(Direction),
    "console.close": CLOSE_REASONS,
    "console.language": LANGUAGES,
    "console.span": ("minutes", "hours", "days"),
    "console.nav": (*LISTS, "contacts", "authoring", "documents", "reports", "improvements", "channels",
        "outreach"),
    "console.empty": LISTS,
    "console.snooze": (*MOMENTS, "person"),
    "console.snooze.on": get_args(Snooze),
    "console.roster.day": DAYS_IN_ORDER,
    "console.roster.unfit": get_args(DutyUnfit),
    "console.second": ("why", "must", "begin", "change", "on", "wrong", "too-many"),
    "console.colleagues": ("second", "no-second"),
    "console.guide": GUIDES,
    "console.shelf": get_args(Audience),
    "console.shelf.unfit": (*get_args(Unfitting), *get_args(Undeleted)),
    "console.views.unfit": get_args(Unfit),
    "console.case.role": ("person", *get_args(Role)),
    "console.case.need": get_args(Need),
    "console.case.way": ("call", "look"),
    "console.case.hours": HOURS,
    "console.grant.scope": SCOPES,
    "console.grant.unfit": ("case", "scope", "document", "until", "role"),
    "console.case.seen-by": ("person", "staff"),
    "console.case.view": ("open", "late", "calls"),
    "console.improve.state": get_args(ImprovementState),
    "console.improve.source": get_args(ImprovementSource),
    "console.improve": [f"{part}_{each}" for part in ("said", "did") for each in LANGUAGES],
    "console.improve.trouble": ("empty", "long", "not-ready"),
    "console.channels.does": get_args(ChannelId),
    "console.channels.reach": get_args(ChannelId),
    "console.channel": get_args(ChannelId),
    "console.outreach.state": get_args(CampaignState),
    "console.outreach.act": BUTTONS,
    "console.outreach.status": (*get_args(RecipientStatus), "later"),
    "console.outreach.when": get_args(ScheduleKind),
    "console.outreach.refused": get_args(RefusedWhy),
    "console.outreach.trouble": (
        "title", "long", "text", "field", "nearest", "brace", "stage", "topic", "branch", "channel", "day",
        "past", "order", "month", "clock", "cap",
    ),
    "console.verdict": VERDICTS,
    "console.empty.cases": ("calls", "late", "chosen"),
    "console.dead.why": ("gave-up", "rejected", "no-channel"),
    "console.merge.why": get_args(Why),
    "console.merge.field": IDENTIFYING,
    "console.asked": get_args(AskedStatus),
    "console.asked.line": ("answered", "declined"),
    "console.notice": (*get_args(NoticeStatus), "opened"),
    "web.owner": get_args(Owner),
    "web.by": ("you", "staff", "urgent"),
    "web.lost": [f"{kind}{part}" for kind in (*KINDS.values(), ADDRESS) for part in ("", ".how")] + ["home"],
    "web.unfit": (
        *get_args(Reason), "form", "file", "file-size", "many", "foreign", "other-body", "code", "codes",
    ),
    "web.write": (
        "text", "phone", "date", "number", "email", "iban", "national_id", "name", "pledge", "location",
    ),
}  # fmt: skip


GROWING = frozenset(
    (
        "authors",
        "channel",
        "team",
        "kind",
        "stage",
        "actor",
        "action",
        "did",
        "counts",
        "pressed",
        "pledge",
        "sign-in",
        "password",
    )
)


def asked(folder: str, prefix: str) -> set[str]:
    """Return the ids that templates and modules name in full."""
    files = [path for path in (BOT / folder).rglob("*") if path.suffix in (".html", ".py")]
    said = re.compile(r"""\bsay\(\s*["']([a-z.-]+)["']""")
    whole = re.compile(rf"""["']({prefix}\.[a-z.:-]+)["']""")
    found = {f"{prefix}.{name}" for path in files for name in said.findall(path.read_text())}
    return found | {name for path in files for name in whole.findall(path.read_text())}


NAMED = {
    name
    for name in asked("channels/web", "web") | asked("console", "console")
    if not name.endswith((".", ".css", ".js"))
}
WANTED = sorted(NAMED | {f"{family}.{name}" for family, names in FAMILIES.items() for name in names})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_there(language: Language) -> None:
    assert [name for name in WANTED if name not in TEXTS.tables[language]] == []


def test_both_languages_have_the_same_ids_and_fields() -> None:
    arabic, english = ({name: fields(text) for name, text in _own(language)} for language in ("ar", "en"))
    assert arabic == english


def _own(language: Language) -> list[tuple[str, str]]:
    table = TEXTS.tables[language]
    return [(name, _whole(text)) for name, text in table.items() if name.startswith(("web.", "console."))]


def _whole(text: str | Mapping[str, str]) -> str:
    """Return a text, or all its plural forms."""
    return text if isinstance(text, str) else " ".join(text.values())


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_no_wording_is_left_over() -> None:
    """Ids that nobody asks for, except families whose names grow elsewhere."""
    known = {*WANTED, *(f"console.{name}" for name in GROWING)}
    left = [
        name for name, _ in _own("ar")
        if name not in known and not name.startswith(tuple(f"console.{each}." for each in GROWING))
    ]  # fmt: skip
    assert left == []


def test_levels_are_those_of_the_desk() -> None:
    assert set(get_args(Level)) == {"calm", "late", "red"}
