"""The audit trail, for administrators: who did what to which chat, request or account, and when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.desk.signin import INSTALLATION
from bot.ports.records import Audited
from bot.ports.store.auditing import Asked

PAGE = 100  # entries
_CHAT = re.compile(r"[0-9a-f]{32}")
_CASE = re.compile(r"[A-Z0-9]+-\d{4}-\d+-\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """An entry as it is shown."""

    entry: Audited
    who: str
    did: str
    where: str  # the organisation's name; empty = the installation
    what: str
    href: str  # where what it was done to is seen; empty = nowhere
    detail: str


class AuditPage:
    """The page."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=HOME, include_in_schema=False)
        routes.add_api_route("/audit", self.show, methods=["GET"])
        return routes

    async def show(
        self,
        request: Request,
        org: str = "",
        who: str = "",
        since: str = "",
        subject: str = "",
        older: int = 0,
    ) -> Response:
        """Show a page of entries. What concerns accounts is for who administers all that is served here."""
        visit = await self._visits.read(request)
        allowed = visit.organisations("accounts")
        if not allowed:
            raise HTTPException(403)
        chosen = [one for one in allowed if org in ("", one)]
        whole = not org and set(allowed) == set(self._needs.organisations())
        first = _begin(since, visit.content(allowed[0]).timezone)
        asked = Asked(since=first, actor=who, subject=subject.strip(), older=older)
        places = [*chosen, INSTALLATION] if whole else chosen
        found = await self._needs.store.read.audit(places, asked, limit=PAGE)
        names = await self._needs.store.read.staff_names()
        return self._drawing.page(
            request,
            visit,
            "audit.html",
            rows=rows(found, visit, names),
            allowed=allowed,
            people=sorted(await self._colleagues(allowed), key=lambda pair: pair[1]),
            given={"org": org, "who": who, "since": since if first else "", "subject": subject},
            after=found[-1].id if len(found) == PAGE else 0,
        )

    async def _colleagues(self, allowed: Sequence[str]) -> list[tuple[str, str]]:
        """Return who has a role where the visitor administers, as (id, name)."""
        accounts = await self._needs.store.look(lambda tx: tx.staff.list())
        return [(one.id, one.name) for one in accounts if set(one.roles) & set(allowed)]


def rows(found: Sequence[Audited], visit: Visit, names: Mapping[str, str]) -> list[Row]:
    """Return entries in words."""
    return [
        Row(
            entry=one,
            who=names.get(one.actor, one.actor),
            did=visit.worded(f"did.{one.action}", one.action),
            where="" if one.organisation == INSTALLATION else visit.name_of(one.organisation),
            what=_called(one, names),
            href=_href(one),
            detail=", ".join(f"{name}: {value}" for name, value in one.detail.items() if value is not None),
        )
        for one in found
    ]


def _called(entry: Audited, names: Mapping[str, str]) -> str:
    if _CHAT.fullmatch(entry.subject) and entry.subject not in names:
        return entry.subject[:8]
    return names.get(entry.subject, entry.subject)


def _href(entry: Audited) -> str:
    if entry.organisation == INSTALLATION:
        return ""
    if _CASE.fullmatch(entry.subject):
        return f"{HOME}/cases/{entry.organisation}/{entry.subject}"
    of_chat = entry.action in OF_CHATS and _CHAT.fullmatch(entry.subject)
    return f"{HOME}/chat/{entry.organisation}/{entry.subject}" if of_chat else ""


def _begin(day: str, zone: str) -> datetime | None:
    """Return when a day begins where the organisation is; None if it is none."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), tzinfo=ZoneInfo(zone))
    except ValueError:
        return None


OF_CHATS = frozenset(
    (
        *("opened", "claimed", "transferred", "returned", "closed", "priority", "replied", "noted", "asked"),
        *("unasked", "contact-logged", "corrected", "snoozed", "woken", "resume-code", "revealed"),
    )
)
