"""Campaigns: listed, written, tried, approved by a second person, watched, paused and stopped."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import get_args
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Request
from hijridate import Hijri
from starlette.responses import RedirectResponse, Response

from bot.cases.telling import day_text
from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.desk.chat import Desk
from bot.engine.content import Content
from bot.messages import LANGUAGES, OFFLINE, Language
from bot.outreach import acts
from bot.outreach import fields as filling
from bot.outreach.life import EDITED, TABLE, Refused
from bot.outreach.named import name_in
from bot.outreach.schedule import LASTS, next_time
from bot.outreach.writing import LONGEST, LONGEST_TITLE, MOST_CAP, Trouble, days_needed
from bot.ports.outreach import (
    Audience,
    Campaign,
    CampaignState,
    Outcome,
    RecipientStatus,
    Rules,
    Schedule,
    ScheduleKind,
    Standing,
)
from bot.ports.records import Conversation

PAGE = f"{HOME}/outreach"
STATES: tuple[CampaignState, ...] = get_args(CampaignState)
WHENS: tuple[ScheduleKind, ...] = get_args(ScheduleKind)
STATUSES: tuple[RecipientStatus, ...] = get_args(RecipientStatus)
BUTTONS = ("test", "ask", "approve", "return", "pause", "resume", "stop")  # in their order on the page
_HIJRI_YEAR = 1447  # any year: its months' names are the same
_FIELDS = (
    "title", "text_ar", "text_en", "stage", "topic", "branch", "language", "channel", "heard_after",
    "heard_before", "day",
)  # fmt: skip
_DEFAULTS: Mapping[str, str] = {
    **dict.fromkeys(_FIELDS, ""),
    "cap": "200", "when": "now", "clock": "10:00", "month": "9", "month_day": "1",
}  # fmt: skip
_Done = acts.Outcome | acts.BadCode | Conversation


@dataclass(frozen=True, kw_only=True, slots=True)
class Occasion:
    """An occasion of a campaign as the page shows it."""

    name: str  # its day, in both calendars
    rows: Mapping[str, int]  # status, or "later" → people
    outcome: Outcome | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """A form as it stands, and what is wrong with it."""

    fields: Mapping[str, str]
    troubles: tuple[Trouble, ...] = ()


class OutreachPages:
    """Pages for supervisors and administrators of whole organisations."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/outreach", include_in_schema=False)
        routes.add_api_route("", self.everything, methods=["GET"])
        routes.add_api_route("/{organisation}/new", self.blank, methods=["GET"])
        routes.add_api_route("/{organisation}/tester", self.tester, methods=["POST"])
        routes.add_api_route("/{organisation}/{campaign}", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}/{campaign}/save", self.save, methods=["POST"])
        routes.add_api_route("/{organisation}/{campaign}/{act}", self.act, methods=["POST"])
        return routes

    async def everything(self, request: Request, org: str = "") -> Response:
        """List campaigns, newest first."""
        visit = await self._visits.read(request)
        allowed = visit.organisations("outreach")
        if not allowed:
            raise HTTPException(403)
        asked = [one for one in allowed if org in ("", one)]
        found = await self._needs.store.read.campaigns(asked)
        agreeing = {one: await self._needs.store.read.wishes_count(one) for one in asked}
        return self._drawing.page(
            request, visit, "outreach.html", found=found, allowed=allowed, org=org, agreeing=agreeing,
            when={one.id: self._when(visit, one) for one in found},
        )  # fmt: skip

    async def blank(self, request: Request, organisation: str) -> Response:
        """Show an empty form; it carries the id of the campaign that it becomes, so that it is kept once."""
        visit = await self._allowed(request, organisation)
        filled = Filled(fields=_DEFAULTS)
        return await self._form(request, visit, organisation, self._needs.new_id(), filled)

    async def show(self, request: Request, organisation: str, campaign: str) -> Response:
        """Show one with all that can be done with it."""
        visit = await self._allowed(request, organisation)
        found = await self._needs.store.read.campaign(organisation, campaign)
        if found is None:
            raise HTTPException(404)
        return await self._page(request, visit, found)

    async def save(self, request: Request, organisation: str, campaign: str) -> Response:
        """Keep the form; what is wrong stands beside its field, and nothing that was typed is lost."""
        visit, fields = await self._posted(request, organisation)
        content, new = visit.content(organisation), bool(fields.get("new"))
        done = await self._at_desk(
            visit, organisation, lambda desk: acts.save(desk, content, campaign, fields, new=new)
        )
        if not isinstance(done, acts.Wrong):
            return await self._answered(request, visit, organisation, campaign, done)
        filled = Filled(fields=fields, troubles=done.troubles)
        found = await self._needs.store.read.campaign(organisation, campaign)
        if found is None:
            return await self._form(request, visit, organisation, campaign, filled)
        return await self._page(request, visit, found, filled=filled, status=400)

    async def act(self, request: Request, organisation: str, campaign: str, act: str) -> Response:
        """Try, ask for approval, approve, give back, pause, go on, stop."""
        visit, _ = await self._posted(request, organisation)
        content = visit.content(organisation)
        possible: Mapping[str, Callable[[Desk], acts.Outcome]] = {
            "test": lambda desk: acts.test(desk, content, campaign),
            "ask": lambda desk: acts.ask(desk, content, campaign),
            "approve": lambda desk: acts.approve(desk, content, campaign),
            "return": lambda desk: acts.send_back(desk, campaign),
            "pause": lambda desk: acts.pause(desk, campaign),
            "resume": lambda desk: acts.resume(desk, campaign),
            "stop": lambda desk: acts.stop(desk, campaign),
        }
        if act not in possible:
            raise HTTPException(404)
        done = await self._at_desk(visit, organisation, possible[act])
        return await self._answered(request, visit, organisation, campaign, done)

    async def tester(self, request: Request, organisation: str) -> Response:
        """Let the chat that shows a code be the one in which the visitor tries messages."""
        visit, fields = await self._posted(request, organisation)
        done = await self._at_desk(
            visit, organisation, lambda desk: acts.name_tester(desk, fields.get("code", ""))
        )
        return await self._answered(request, visit, organisation, fields.get("campaign", ""), done)

    async def _allowed(self, request: Request, organisation: str) -> Visit:
        visit = await self._visits.read(request)
        if organisation not in visit.organisations("outreach"):
            raise HTTPException(403)
        return visit

    async def _posted(self, request: Request, organisation: str) -> tuple[Visit, dict[str, str]]:
        visit = await self._allowed(request, organisation)
        fields = await self._visits.posted(request, visit)
        return visit, fields

    async def _at_desk(self, visit: Visit, organisation: str, work: Callable[[Desk], _Done]) -> _Done:
        return await self._needs.store.write(lambda tx: work(self._needs.desk(tx, visit.staff, organisation)))

    async def _answered(
        self, request: Request, visit: Visit, organisation: str, campaign: str, done: _Done
    ) -> Response:
        """Go back to the campaign, or show it with what kept the act from being done."""
        if isinstance(done, acts.Missing):
            raise HTTPException(404)
        if isinstance(done, acts.Kept | Conversation):
            return RedirectResponse(f"{PAGE}/{organisation}/{campaign}", 303)
        found = await self._needs.store.read.campaign(organisation, campaign)
        if found is None:
            raise HTTPException(404)
        return await self._page(request, visit, found, refused=_why(done, visit), status=409)

    async def _form(
        self, request: Request, visit: Visit, organisation: str, campaign: str, filled: Filled
    ) -> Response:
        status = 400 if filled.troubles else 200
        return self._drawing.page(
            request, visit, "outreach_campaign.html", status, campaign=None, id=campaign, org=organisation,
            refused="", **await self._form_parts(visit, organisation, filled),
        )  # fmt: skip

    async def _form_parts(self, visit: Visit, organisation: str, filled: Filled) -> dict[str, object]:
        content = visit.content(organisation)
        staff = await self._needs.store.write(lambda tx: tx.staff.list())
        branches = {one.branches[organisation] for one in staff if organisation in one.branches}
        return {
            "filled": {**_DEFAULTS, **filled.fields},
            "troubles": {one.field: _said(one, visit) for one in filled.troubles},
            "known": filling.known(content),
            "stages": _stages(content, visit.language),
            "topics": sorted((one.title[visit.language], one.id) for one in content.topics.values()),
            "branches": sorted({*branches, *filter(None, [filled.fields.get("branch", "")])}),
            "channels": [one for one in ("telegram", "web", "sms") if one not in OFFLINE],
            "months": _months(visit.language),
            "whens": WHENS,
            "languages": LANGUAGES,
            "most": LONGEST,
            "most_title": LONGEST_TITLE,
            "most_cap": MOST_CAP,
            "lasts": LASTS.days,
        }

    async def _page(
        self, request: Request, visit: Visit, campaign: Campaign, *, filled: Filled | None = None,
        refused: str = "", status: int = 200,
    ) -> Response:  # fmt: skip
        organisation, read, now = campaign.organisation, self._needs.store.read, self._needs.now()
        content = visit.content(organisation)
        audience = await read.audience(organisation, campaign.rules, timezone=content.timezone)
        standing = await read.campaign_standing(organisation, campaign.id, now=now)
        outcomes = await read.campaign_outcomes(organisation, campaign.id)
        tester = await self._needs.store.write(lambda tx: tx.campaigns.tester(organisation, visit.staff.id))
        names = await read.staff_names()
        given = filled or Filled(fields=typed(campaign))
        return self._drawing.page(
            request, visit, "outreach_campaign.html", status, campaign=campaign, id=campaign.id,
            org=organisation, refused=refused, audience=audience, tester=tester, names=names,
            days=days_needed(audience.people, campaign.cap), editable=campaign.state in EDITED,
            preview=await self._preview(content, campaign, audience), when=self._when(visit, campaign),
            buttons=[act for act in BUTTONS if (campaign.state, act) in TABLE],
            own=visit.staff.id in campaign.authors, occasions=_occasions(standing, outcomes, visit),
            statuses=(*STATUSES[:1], "later", *STATUSES[1:]),
            **await self._form_parts(visit, organisation, given),
        )  # fmt: skip

    async def _preview(
        self, content: Content, campaign: Campaign, audience: Audience
    ) -> list[tuple[Language, str]]:
        """Fill the message for one of those who would hear, whose name is masked."""
        sample = audience.sample
        name = await self._needs.store.write(lambda tx: name_in(tx, sample) if sample else "")
        today = self._needs.now().astimezone(ZoneInfo(content.timezone)).date()
        return [
            (language, self._as_read(content, campaign, language, _masked(name), today))
            for language in LANGUAGES
        ]

    def _as_read(
        self, content: Content, campaign: Campaign, language: Language, name: str, today: date
    ) -> str:
        text = filling.fill(campaign.texts[language], content, language, name=name, today=today)
        return f"{text}\n\n{content.texts(language, 'engine.news.ending')}"

    def _when(self, visit: Visit, campaign: Campaign) -> str:
        """Say when it begins, or began."""
        timezone = visit.content(campaign.organisation).timezone
        if campaign.state in ("sending", "paused", "done", "stopped") and campaign.begun_at:
            return visit.say("outreach.began", at=_moment(campaign.begun_at, timezone, visit.language))
        if campaign.schedule.kind == "now":
            return visit.say("outreach.at-once")
        begins = campaign.next_at or next_time(campaign.schedule, self._needs.now(), timezone)
        if begins is None:
            return visit.say("outreach.over")
        return visit.say("outreach.begins", at=_moment(begins, timezone, visit.language))


def typed(campaign: Campaign) -> dict[str, str]:
    """Return a campaign as its form shows it."""
    rules, schedule = campaign.rules, campaign.schedule
    stage = f"{rules.kind}:{rules.stage}" if rules.stage else rules.kind
    return {
        "title": campaign.title,
        **{f"text_{language}": text for language, text in campaign.texts.items()},
        "cap": str(campaign.cap),
        **_rules(rules),
        "stage": stage,
        **_schedule(schedule),
    }


def _rules(rules: Rules) -> dict[str, str]:
    names = ("topic", "branch", "language", "channel", "heard_after", "heard_before")
    return {name: getattr(rules, name) for name in names}


def _schedule(schedule: Schedule) -> dict[str, str]:
    known = {"when": schedule.kind, "day": schedule.day, "clock": schedule.clock}
    yearly = {"month": str(schedule.month), "month_day": str(schedule.month_day)}
    return known | (yearly if schedule.kind == "yearly" else {})


def _why(done: _Done, visit: Visit) -> str:
    """Say why an act was not done, and what to do."""
    match done:
        case Refused(why=why):
            return visit.texts(visit.language, f"console.outreach.refused.{why}", days=LASTS.days)
        case acts.NoTester():
            return visit.say("outreach.no-tester")
        case acts.BadCode():
            return visit.say("outreach.bad-code")
    return visit.say("outreach.not-shown")


def _said(trouble: Trouble, visit: Visit) -> str:
    key = f"console.outreach.trouble.{trouble.key}"
    return visit.texts(visit.language, key, name=trouble.name, nearest=trouble.nearest, most=MOST_CAP)


def _occasions(standing: Sequence[Standing], outcomes: Sequence[Outcome], visit: Visit) -> list[Occasion]:
    """Return the occasions, newest first."""
    came = {each.occasion: each for each in outcomes}
    rows: dict[str, dict[str, int]] = {}
    for each in standing:
        rows.setdefault(each.occasion, {})["later" if each.later else each.status] = each.rows
    return [
        Occasion(name=day_text(name, visit.language), rows=rows[name], outcome=came.get(name))
        for name in sorted(rows, reverse=True)
    ]


def _stages(content: Content, language: Language) -> list[tuple[str, str]]:
    """Return every kind of request and every stage of one, with their words."""
    found = []
    for kind, life in content.lives.items():
        found.append((kind, life.title[language]))
        found += [
            (f"{kind}:{stage.id}", f"{life.title[language]} · {stage.title[language]}")
            for stage in life.stages
        ]
    return found


def _months(language: Language) -> list[tuple[int, str]]:
    return [(number, Hijri(_HIJRI_YEAR, number, 1).month_name(language)) for number in range(1, 13)]


def _masked(name: str) -> str:
    first = filling.first_name(name)
    return f"{first[0]}•••" if first else ""


def _moment(at: datetime, timezone: str, language: Language) -> str:
    local = at.astimezone(ZoneInfo(timezone))
    return f"{day_text(local.date().isoformat(), language)} {local:%H:%M}"
