"""The duty roster: its page, and what the lists and a chat show of it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.posted import posted, words
from bot.console.visits import HOME, Visit, Visits
from bot.desk import duty
from bot.desk.chat import Desk
from bot.desk.duty import Roster
from bot.desk.outcomes import NotAllowed, Unknown
from bot.desk.permissions import may
from bot.engine.hours import DAYS_IN_ORDER
from bot.ports.places import organisation_of
from bot.ports.records import Absence, Conversation
from bot.ports.store import Only

ADDRESS = f"{HOME}/roster"


class DutyPages:
    """The page on which supervisors say who works when; everybody at the desk reads it."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/roster", include_in_schema=False)
        routes.add_api_route("", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}/{act}", self.change, methods=["POST"])
        return routes

    async def show(self, request: Request, org: str = "", unfit: str = "") -> Response:
        """Show one organisation's roster."""
        visit = await self._visits.read(request)
        places = visit.organisations()
        if not places or (org and org not in places):
            raise HTTPException(404)
        place = org or places[0]
        here = await rosters(visit, (place,))
        names, everybody, teams = await self._people(place)
        return self._drawing.page(
            request,
            visit,
            "roster.html",
            org=place,
            places=places,
            roster=here[place],
            days=DAYS_IN_ORDER,
            names=names,
            everybody=everybody,
            teams=teams,
            hour=clock,
            now=await on_duty_now(visit, (place,)),
            trouble=visit.say(f"roster.unfit.{unfit}") if unfit in get_args(duty.Unfit) else "",
        )

    async def change(self, request: Request, organisation: str, act: str) -> Response:
        """Add a shift or an absence, or take one out."""
        visit = await self._visits.read(request)
        async with posted(request) as form:
            fields = words(form)
            days = [str(day) for day in form.getlist("day")]
            self._visits.check(request, visit, fields)
        if organisation not in visit.organisations():
            raise HTTPException(404)
        outcome = await self._needs.store.write(
            lambda tx: _changed(self._needs.desk(tx, visit.staff, organisation), act, fields, days)
        )
        match outcome:
            case NotAllowed():
                raise HTTPException(403)
            case Unknown():
                raise HTTPException(404)
            case duty.Unfitting(why=why):
                return RedirectResponse(f"{ADDRESS}?org={organisation}&unfit={why}", 303)
        return RedirectResponse(f"{ADDRESS}?org={organisation}", 303)

    async def _people(self, place: str) -> tuple[Mapping[str, str], list[tuple[str, str]], list[str]]:
        """Return names by account, who may be put on duty, and the teams."""
        accounts, members = await self._needs.store.look(lambda tx: (tx.staff.list(), tx.teams.all(place)))
        able = [(one.id, one.name) for one in accounts if may(one, place, "reply")]
        return {one.id: one.name for one in accounts}, able, list(dict.fromkeys(team for team, _ in members))


async def rosters(visit: Visit, organisations: Sequence[str]) -> dict[str, Roster]:
    """Return the rosters of organisations, or those of branches, as of today."""
    read, now = visit.needs.store.read, visit.needs.now()
    whole = dict.fromkeys(map(organisation_of, organisations))
    return {one: await duty.roster(read, one, now, visit.content(one)) for one in whole}


async def on_duty_now(visit: Visit, organisations: Sequence[str]) -> list[str]:
    """Say who is on duty now, each once: their name, with the team if it is a team's duty."""
    names, now = await visit.needs.store.read.staff_names(), visit.needs.now()
    said: dict[str, None] = {}
    for organisation, here in (await rosters(visit, organisations)).items():
        for who, team in here.on_duty(now, visit.content(organisation)):
            name = names.get(who, "") or visit.say("somebody")
            said[f"{name} ({visit.worded(f'team.{team}', team)})" if team else name] = None
    return list(said)


async def covered(visit: Visit, organisations: Sequence[str]) -> dict[tuple[str, str], Absence]:
    """Return in whose place the visitor stands: organisation and colleague, and why they are away."""
    found: dict[tuple[str, str], Absence] = {}
    for organisation, here in (await rosters(visit, organisations)).items():
        today = duty.local_day(visit.needs.now(), visit.content(organisation))
        found |= {(organisation, who): why for who, why in here.covered(visit.staff.id, today).items()}
    return found


async def covered_chats(
    visit: Visit, away: Mapping[tuple[str, str], Absence], only: Only
) -> list[Conversation]:
    """Return chats of colleagues in whose place the visitor stands, in which the person has written since."""
    found: list[Conversation] = []
    for (organisation, who), absence in away.items():
        held = await visit.needs.store.read.waiting(visit.places(org=organisation), holder=who, only=only)
        content = visit.content(organisation)
        found.extend(chat for chat in held if duty.missed(chat, absence, content))
    return found


async def stands_in(visit: Visit, chat: Conversation) -> bool:
    """Whether the visitor stands in for who holds the chat."""
    organisation = chat.address.organisation
    if chat.holder is None or chat.holder == visit.staff.id:
        return False
    here = (await rosters(visit, (organisation,)))[organisation]
    today = duty.local_day(visit.needs.now(), visit.content(organisation))
    return chat.holder in here.covered(visit.staff.id, today)


async def calling(visit: Visit, waiting: Sequence[Conversation]) -> int:
    """Count the chats for which this visitor is called: on duty, or nobody is, or urgent, or waiting long."""
    here, now = (
        await rosters(visit, tuple({chat.address.organisation for chat in waiting})),
        visit.needs.now(),
    )

    def calls(chat: Conversation) -> bool:
        organisation = chat.address.organisation
        first = here[organisation].called(chat.team, now, visit.content(organisation))
        return (
            not first or visit.staff.id in first or chat.priority == "urgent" or chat.alerted_at is not None
        )

    return sum(calls(chat) for chat in waiting)


def clock(minutes: int) -> str:
    """Return minutes since midnight as `08:30`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _changed(
    desk: Desk, act: str, fields: Mapping[str, str], days: Sequence[str]
) -> duty.Kept | duty.Unfitting | NotAllowed | Unknown:
    staff = fields.get("who", "")
    if act == "shift":
        opens, closes = _minutes(fields.get("opens", "")), _minutes(fields.get("closes", ""))
        return duty.add_shifts(
            desk, staff, team=fields.get("team", ""), days=days, opens=opens, closes=closes or 24 * 60
        )
    if act == "absence":
        try:
            first = date.fromisoformat(fields.get("first", ""))
            last = date.fromisoformat(fields.get("last", "") or fields.get("first", ""))
        except ValueError:
            return duty.Unfitting(why="days")
        return duty.add_absence(desk, staff, first=first, last=last, cover=fields.get("cover") or None)
    for what in ("shift", "absence"):
        if act == f"drop-{what}" and fields.get("row", "").isdecimal():
            return duty.drop(desk, what, int(fields["row"]))
    return Unknown()


def _minutes(typed: str) -> int:
    """Return minutes since midnight; -1 if it is no time of day."""
    hour, _, minute = typed.partition(":")
    fits = hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60
    return int(hour) * 60 + int(minute) if fits else -1
