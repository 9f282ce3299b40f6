"""Who asks: the signed-in member of staff, their language and the token that their forms must carry."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import HTTPException, Request
from starlette.responses import Response

from bot.console.needs import Needs
from bot.console.posted import posted, words
from bot.desk.permissions import Act, everywhere, may, organisations, place_of
from bot.desk.second_step import is_required
from bot.desk.signin import SESSION, session_of
from bot.engine.content import Content, Texts
from bot.messages import LANGUAGES, Language
from bot.pages import same_site
from bot.ports.records import Staff

COOKIE = "wasl_staff"
LANGUAGE_COOKIE = "wasl_staff_language"
HOME = "/console"


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One request of a member of staff."""

    staff: Staff
    token: str  # of their session
    csrf: str
    language: Language
    texts: Texts
    needs: Needs

    @property
    def mark(self) -> str:
        """Return what tells this session from another one, and opens nothing."""
        return hashlib.sha256(self.csrf.encode()).hexdigest()[:12]

    def say(self, key: str, **fields: object) -> str:
        """Return wording of the console."""
        return self.texts(self.language, f"console.{key}", **fields)

    def worded(self, key: str, fallback: str) -> str:
        """Return wording of the console for a name that may be newer than its words."""
        known = f"console.{key}" in self.texts.tables[self.language]
        return self.say(key) if known else fallback

    def may(self, organisation: str, act: Act) -> bool:
        """Whether they may do something there."""
        return may(self.staff, organisation, act)

    def organisations(self, act: Act = "read") -> tuple[str, ...]:
        """Return the organisations served here in the whole of which they may do something."""
        allowed = organisations(self.staff, act)
        return tuple(one for one in self.needs.organisations() if one in allowed)

    def everywhere(self, act: Act = "read") -> tuple[str, ...]:
        """Return the organisations served here in which they may do something, if only in their branch."""
        allowed = everywhere(self.staff, act)
        return tuple(one for one in self.needs.organisations() if one in allowed)

    def places(self, act: Act = "read", org: str = "") -> tuple[str, ...]:
        """Return where they may do something: whole organisations and branches, or those of one alone."""
        return tuple(place_of(self.staff, one) for one in self.everywhere(act) if org in ("", one))

    def place(self, organisation: str, act: Act = "read") -> str | None:
        """Return where in an organisation they may do something; None = nowhere."""
        return next(iter(self.places(act, organisation)), None) if organisation else None

    def content(self, organisation: str) -> Content:
        """Return an organisation's content."""
        return self.needs.contents(organisation)

    @property
    def content_broken(self) -> bool:
        """Whether to be told that the newest content is not in force: who may change it is."""
        return bool(self.organisations("content") and self.needs.content_status().problems)

    def name_of(self, organisation: str) -> str:
        """Return an organisation's short name."""
        return self.content(organisation).organisation.short_name[self.language]


class Visits:
    """Reads requests: nobody passes who is not signed in, or has still to choose a password."""

    def __init__(self, needs: Needs) -> None:
        """Take what is needed from outside."""
        self.needs = needs

    async def read(self, request: Request, *, choosing: bool = False, securing: bool = False) -> Visit:
        """Return the visit; sends away who is not signed in.

        Unless `choosing`, also who has a first password; unless `securing`, also who needs a second step.
        """
        token = request.cookies.get(COOKIE, "")
        staff = await self.staff(token, used=True)
        if staff is None:
            raise _go(f"{HOME}/sign-in")
        if staff.must_change and not choosing:
            raise _go(f"{HOME}/password")
        if not (staff.second_step or choosing or securing) and self.needs_second_step(staff):
            raise _go(f"{HOME}/account/second-step")
        return Visit(
            staff=staff,
            token=token,
            csrf=self._csrf(token),
            language=language_of(request),
            texts=self.texts(),
            needs=self.needs,
        )

    async def staff(self, token: str, *, used: bool = False) -> Staff | None:
        """Return whose session this is, if it lives; `used`: by somebody, not by an open page."""
        if not token:
            return None
        now = self.needs.now()
        return await session_of(self.needs.store, token, now=now, used=used)

    def needs_second_step(self, staff: Staff) -> bool:
        """Whether an organisation served here wants a code at sign-in of one of their roles."""
        demands = {one: self.needs.contents(one).second_step_for for one in self.needs.organisations()}
        return is_required(staff.roles, demands)

    def check(self, request: Request, visit: Visit, fields: Mapping[str, object]) -> None:
        """Raise 403 unless a posted form is one of our own, filled in by this member of staff."""
        given = str(fields.get("csrf", ""))
        if not same_site(request.headers) or not hmac.compare_digest(given.encode(), visit.csrf.encode()):
            raise HTTPException(403)

    async def posted(self, request: Request, visit: Visit) -> dict[str, str]:
        """Return the text fields of a form that was posted; 403 as `check`, 413 too large, 400 no form."""
        async with posted(request) as form:
            fields = words(form)
            self.check(request, visit, fields)
        return fields

    def texts(self) -> Texts:
        """Return the wording of the console: every organisation's content holds it."""
        return self.needs.contents(self.needs.organisations()[0]).texts

    def begin(self, response: Response, token: str) -> None:
        """Keep a session in the browser."""
        seconds = int(SESSION.total_seconds())
        response.set_cookie(
            COOKIE,
            token,
            max_age=seconds,
            path=HOME,
            secure=self.needs.secure,
            httponly=True,
            samesite="strict",
        )

    def end(self, response: Response) -> None:
        """Forget it."""
        response.delete_cookie(COOKIE, path=HOME)

    def _csrf(self, token: str) -> str:
        return hmac.digest(self.needs.key, b"wasl.console." + token.encode(), hashlib.sha256).hex()


def language_of(request: Request) -> Language:
    """Return the language: as asked for in the address, else as chosen before, else Arabic."""
    asked = (request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE))
    chosen = [language for wish in asked for language in LANGUAGES if language == wish]
    return chosen[0] if chosen else "ar"


def _go(address: str) -> HTTPException:
    return HTTPException(303, headers={"Location": address})
