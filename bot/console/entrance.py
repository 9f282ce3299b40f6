"""Signing in and out, and choosing a password."""

import time
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response
from wtforms import Form

from bot.console.devices import device_of
from bot.console.drawing import Drawing
from bot.console.forms import PasswordForm, SignInForm
from bot.console.posted import posted, words
from bot.console.visits import HOME, Visit, Visits, language_of
from bot.desk.signin import (
    PasswordChanged,
    SignedIn,
    TooManyTries,
    WeakPassword,
    WrongPassword,
    change_password,
    sign_in,
    sign_out,
)
from bot.pages import same_site
from bot.pages.throttle import Throttle

_BURST, _PER_SECOND = 20, 0.2  # sign-ins from one network address; one login is throttled by the desk itself


class Entrance:
    """The pages before the desk."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._needs = visits.needs
        self._drawing = drawing
        self._throttle = Throttle(burst=_BURST, per_second=_PER_SECOND)

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("/sign-in", self.ask, methods=["GET"])
        routes.add_api_route("/sign-in", self.enter, methods=["POST"])
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
        reason, status = ("too-many", 429) if isinstance(outcome, TooManyTries) else ("wrong", 401)
        return self._sign_in_page(request, form, reason, status)

    async def leave(self, request: Request) -> Response:
        """Sign out."""
        visit = await self._visits.read(request, choosing=True)
        async with posted(request) as form:
            self._visits.check(request, visit, words(form))
        await self._needs.store.write(lambda tx: sign_out(tx, visit.token))
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
            return await self._again(visit, new, _device(request))
        reasons = {
            WrongPassword: ("wrong-old", 401),
            WeakPassword: ("weak", 400),
            TooManyTries: ("too-many", 429),
        }
        return self._password_page(request, visit, *reasons[type(outcome)])

    async def _again(self, visit: Visit, password: str, device: str) -> Response:
        """Sign in with the new password: changing it has ended all sessions."""
        now = self._needs.now()
        outcome = await sign_in(
            self._needs.store, login=visit.staff.login, password=password, now=now, device=device
        )
        return (
            self._welcome(outcome)
            if isinstance(outcome, SignedIn)
            else RedirectResponse(f"{HOME}/sign-in", 303)
        )

    def _welcome(self, entered: SignedIn) -> Response:
        response = RedirectResponse(f"{HOME}/password" if entered.must_change else f"{HOME}/waiting", 303)
        self._visits.begin(response, entered.token)
        return response

    def _sign_in_page(
        self, request: Request, form: Form, reason: str = "", status: int = 200, wait: float = 0
    ) -> Response:
        language, texts = language_of(request), self._visits.texts()
        trouble = texts(language, f"console.sign-in.{reason}") if reason else ""
        fields: dict[str, Any] = {"language": language, "texts": texts, "form": form, "trouble": trouble}
        response = self._drawing.answer(
            request, self._drawing.fragment("sign-in.html", **fields), language, status
        )
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
