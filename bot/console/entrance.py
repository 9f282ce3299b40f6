"""Signing in and out, and choosing a password."""

import time

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response
from wtforms import Form

from bot.console.devices import device_of
from bot.console.drawing import Drawing
from bot.console.forms import PasswordForm, SignInForm
from bot.console.posted import posted, words
from bot.console.stream import session_topic
from bot.console.tickets import Tickets
from bot.console.visits import HOME, Visit, Visits, language_of
from bot.desk.second_step import NotOn, WrongCode, finish
from bot.desk.signin import (
    CodeDue,
    PasswordChanged,
    SignedIn,
    TooManyTries,
    WeakPassword,
    WrongPassword,
    change_password,
    enter,
    sign_in,
    sign_out,
)
from bot.pages import same_site
from bot.pages.throttle import Throttle
from bot.ports.store import Transaction

_BURST, _PER_SECOND = 20, 0.2  # sign-ins from one network address; one login is throttled by the desk itself


class Entrance:
    """The pages before the desk."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing
        self._tickets = Tickets(self._needs.key)
        self._throttle = Throttle(burst=_BURST, per_second=_PER_SECOND)

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=HOME, include_in_schema=False)
        routes.add_api_route("/sign-in", self.ask, methods=["GET"])
        routes.add_api_route("/sign-in", self.enter, methods=["POST"])
        routes.add_api_route("/sign-in/code", self.enter_code, methods=["POST"])
        routes.add_api_route("/sign-out", self.leave, methods=["POST"])
        routes.add_api_route("/password", self.choose, methods=["GET"])
        routes.add_api_route("/password", self.change, methods=["POST"])
        return routes

    async def ask(self, request: Request) -> Response:
        """Show the sign-in form."""
        return self._sign_in_page(request, SignInForm())

    async def enter(self, request: Request) -> Response:
        """Sign in."""
        if not same_site(request.headers):
            raise HTTPException(403)
        async with posted(request) as fields:
            form = SignInForm(fields, meta={"locales": [language_of(request)]})
        if wait := self._throttle.wait(request.client.host if request.client else "", at=time.monotonic()):
            return self._sign_in_page(request, form, "too-many", 429, wait)
        if not form.validate():
            return self._sign_in_page(request, form, "fill-in", 400)
        outcome = await sign_in(
            self._needs.store,
            login=form.login.data or "",
            password=form.password.data or "",
            now=self._needs.now(),
            device=_device(request),
        )
        if isinstance(outcome, SignedIn):
            return self._welcome(outcome)
        if isinstance(outcome, CodeDue):
            return self._code_page(request, self._tickets.give(outcome.staff))
        reason, status = ("too-many", 429) if isinstance(outcome, TooManyTries) else ("wrong", 401)
        return self._sign_in_page(request, form, reason, status)

    async def enter_code(self, request: Request) -> Response:
        """Sign in with the code that comes after the password."""
        if not same_site(request.headers):
            raise HTTPException(403)
        async with posted(request) as form:
            fields = words(form)
        given, now = fields.get("ticket", ""), self._needs.now()
        ticket = self._tickets.take(given)
        if ticket is None:
            return self._sign_in_page(request, SignInForm(), "expired", 400)
        if wait := self._throttle.wait(request.client.host if request.client else "", at=time.monotonic()):
            return self._code_page(request, given, "too-many", 429, wait)
        staff, mark = ticket
        outcome = await self._needs.store.write(
            lambda tx: finish(
                tx, staff, fields.get("code", ""), password_mark=mark, now=now, device=_device(request)
            )
        )
        match outcome:
            case SignedIn():
                return self._welcome(outcome)
            case TooManyTries():
                return self._code_page(request, given, "too-many", 429)
            case WrongCode():
                return self._code_page(request, given, "code-wrong", 401)
            case NotOn():
                return self._sign_in_page(request, SignInForm(), "expired", 400)

    async def leave(self, request: Request) -> Response:
        """Sign out."""
        visit = await self._visits.read(request, choosing=True)
        await self._visits.posted(request, visit)

        def work(tx: Transaction) -> None:
            sign_out(tx, visit.staff, visit.token, now=self._needs.now())
            tx.announce(session_topic(visit))  # other tabs of the browser go, too

        await self._needs.store.write(work)
        response = RedirectResponse(f"{HOME}/sign-in", 303)
        self._visits.end(response)
        return response

    async def choose(self, request: Request) -> Response:
        """Show the form for a new password."""
        return self._password_page(request, await self._visits.read(request, choosing=True))

    async def change(self, request: Request) -> Response:
        """Change the password and stay signed in."""
        visit = await self._visits.read(request, choosing=True)
        async with posted(request) as fields:
            self._visits.check(request, visit, words(fields))
            form = _password_form(fields, visit)
        if not form.validate() or form.new.data != form.again.data:
            return self._password_page(request, visit, "differ", 400)
        old, new = form.old.data or "", form.new.data or ""
        outcome = await change_password(
            self._needs.store, visit.staff, old=old, new=new, now=self._needs.now()
        )
        if isinstance(outcome, PasswordChanged):
            staff, now = outcome.staff, self._needs.now()
            return self._welcome(
                await self._needs.store.write(lambda tx: enter(tx, staff, now=now, device=_device(request)))
            )
        reasons = {
            WrongPassword: ("wrong-old", 401),
            WeakPassword: ("weak", 400),
            TooManyTries: ("too-many", 429),
        }
        return self._password_page(request, visit, *reasons[type(outcome)])

    def _welcome(self, entered: SignedIn) -> Response:
        response = RedirectResponse(f"{HOME}/password" if entered.must_change else f"{HOME}/waiting", 303)
        self._visits.begin(response, entered.token)
        return response

    def _sign_in_page(
        self, request: Request, form: Form, reason: str = "", status: int = 200, wait: float = 0
    ) -> Response:
        return self._outside(request, "sign-in.html", reason, status, wait, form=form)

    def _code_page(
        self, request: Request, ticket: str, reason: str = "", status: int = 200, wait: float = 0
    ) -> Response:
        return self._outside(request, "sign-in-code.html", reason, status, wait, ticket=ticket)

    def _outside(
        self, request: Request, page: str, reason: str, status: int, wait: float, **fields: object
    ) -> Response:
        """Draw a page for who is not signed in yet."""
        language, texts = language_of(request), self._visits.texts()
        trouble = texts(language, f"console.sign-in.{reason}") if reason else ""
        drawn = self._drawing.fragment(page, language=language, texts=texts, trouble=trouble, **fields)
        response = self._drawing.answer(request, drawn, language, status)
        if wait:
            response.headers["Retry-After"] = str(int(wait) + 1)
        return response

    def _password_page(self, request: Request, visit: Visit, reason: str = "", status: int = 200) -> Response:
        trouble = visit.say(f"password.{reason}") if reason else ""
        return self._drawing.page(request, visit, "password.html", status, trouble=trouble)


def _device(request: Request) -> str:
    return device_of(request.headers.get("user-agent", ""))


def _password_form(fields: FormData, visit: Visit) -> PasswordForm:
    return PasswordForm(fields, meta={"locales": [visit.language]})
