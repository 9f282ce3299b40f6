"""The chat page: drawn on the server, usable as a plain form without JavaScript."""

import asyncio
import time
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.datastructures import FormData, UploadFile
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.channels.web import files
from bot.channels.web.look import Looks, ancestors
from bot.channels.web.menu import labels, menu
from bot.channels.web.present import Shown, current_ask, present, ready, woven
from bot.channels.web.reception import Reception, RefusedError
from bot.channels.web.rendering import Drawing
from bot.channels.web.resuming import BEGINNING, Resuming
from bot.channels.web.seen import note_shown
from bot.channels.web.sessions import KEPT
from bot.channels.web.visits import Visit, Visits, own_page
from bot.desk.shelf import open_to
from bot.pages import Policy
from bot.pages.uploads import TooLargeError, form_of

NEUTRAL = "https://www.google.com/"  # where "leave quickly" leads: a page that nobody asks about
_LINES = 300  # newest lines drawn with the page
_PATIENCE = 2.5  # seconds that a plain form waits for its answer


class ChatPage:
    """The page and its form."""

    def __init__(self, reception: Reception, visits: Visits, drawing: Drawing, looks: Looks) -> None:
        """Take what it shares with the script's addresses."""
        self._reception = reception
        self._needs = reception.needs
        self._sessions = reception.sessions
        self._visits = visits
        self._drawing = drawing
        self._looks = looks
        self._resuming = Resuming(self._needs)

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("/{organisation}", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}", self.post, methods=["POST"])
        routes.add_api_route("/{organisation}/leave", self.leave, methods=["GET"])
        routes.add_api_route("/{organisation}/forget", self.forget, methods=["POST"])
        routes.add_api_route("/{organisation}/keep", self.keep, methods=["POST"])
        routes.add_api_route("/{organisation}/resume", self.resume, methods=["POST"])
        return routes

    async def show(self, request: Request, organisation: str) -> Response:
        """Draw the chat as it stands."""
        visit = await self._visits.read(request, organisation)
        shown = await self._history(visit)
        if shown and shown[-1].device == "leave":
            return await self.leave(request, organisation)
        response = await self._draw(visit, shown)
        if shown and shown[-1].device == "forget":
            response.headers["Set-Cookie"] = self._sessions.end(organisation)
        return response

    async def post(self, request: Request, organisation: str) -> Response:
        """Take the plain form and show the page again, with the answer if it comes soon."""
        visit = await self._visits.read(request, organisation)
        user = visit.user or self._needs.new_id()
        try:
            self._reception.admit(request, visit)
            fields = await self._fields(request, user)
            arrived = await self._reception.take(visit, user, fields)
        except RefusedError as refused:
            return await self._refuse(visit, await self._history(visit), refused)
        await self._patience(visit, user, arrived.id)
        choice = str(fields.get("choice") or "")
        language = choice.removeprefix("lang:") if choice.startswith("lang:") else visit.language
        address = f"/{organisation}?lang={language}&since={visit.token}#end"
        response = RedirectResponse(address, 303)
        return self._reception.remember(response, visit, user)

    async def leave(self, request: Request, organisation: str) -> Response:
        """Go to a neutral page at once; this browser forgets the conversation."""
        visit = await self._visits.read(request, organisation)
        page = self._drawing.page("leave.html", visit=visit, to=NEUTRAL)
        headers = {**self._headers(visit), "Set-Cookie": self._sessions.end(organisation)}
        return HTMLResponse(page, headers={**headers, "Refresh": f"0; url={NEUTRAL}"})

    async def forget(self, request: Request, organisation: str) -> Response:
        """Make this browser forget the conversation and show a fresh page."""
        own_page(request)
        visit = await self._visits.read(request, organisation)
        headers = {"Set-Cookie": self._sessions.end(organisation)}
        return RedirectResponse(f"/{organisation}?lang={visit.language}", 303, headers)

    async def keep(self, request: Request, organisation: str) -> Response:
        """Keep the chat on this device, from the beginning of this visit on: the person agreed."""
        own_page(request)
        visit = await self._visits.read(request, organisation)
        user = visit.user or self._needs.new_id()
        headers = {"Set-Cookie": self._sessions.keep(organisation, user, since=visit.since)}
        return RedirectResponse(f"/{organisation}?lang={visit.language}#end", 303, headers)

    async def resume(self, request: Request, organisation: str) -> Response:
        """Go on here with a chat of another device, by a code; or with that of a frame, by what it holds."""
        own_page(request)
        visit = await self._visits.read(request, organisation)
        try:
            fields = await self._fields(request, "")
            code, move = (str(fields.get(name) or "") for name in ("code", "move"))
            user = self._sessions.read_move(organisation, move) if move else None
            user = user or await self._resuming.user(request, visit, code)
            if user is None:
                return await self._brought(visit, code)
        except RefusedError as refused:
            return await self._refuse(visit, await self._history(visit), refused)
        since = self._sessions.visit(BEGINNING)
        headers = {"Set-Cookie": self._sessions.begin(organisation, user)}
        return RedirectResponse(f"/{organisation}?lang={visit.language}&since={since}#end", 303, headers)

    async def _brought(self, visit: Visit, code: str) -> Response:
        """Take up here, in a chat of its own, what was begun on another channel."""
        user = self._needs.new_id()
        fields = {"key": self._needs.new_id(), "text": f"/code {code.strip()}"}
        arrived = await self._reception.take(visit, user, fields)
        await self._patience(visit, user, arrived.id)
        headers = {"Set-Cookie": self._sessions.begin(visit.organisation, user)}
        since = self._sessions.visit(visit.since)
        return RedirectResponse(
            f"/{visit.organisation}?lang={visit.language}&since={since}#end", 303, headers
        )

    async def _history(self, visit: Visit) -> list[Shown]:
        if visit.conversation is None:
            return []
        newest = visit.conversation.last_line
        read, chat = self._needs.store.read, visit.conversation.id
        lines = await read.newest_lines(visit.organisation, [chat], limit=2 * _LINES)
        named = labels(visit.content, visit.language)
        drawn = [present(line, visit.language, named) for line in ready(lines) if line.id <= newest]
        return [shown for shown in drawn if shown is not None][-_LINES:]

    async def _draw(self, visit: Visit, said: list[Shown], trouble: str = "", status: int = 200) -> Response:
        shown = woven(one for one in said if datetime.fromisoformat(one.at) >= visit.since)
        await note_shown(self._needs.store, visit.organisation, [one.id for one in shown])
        asking, organisation = current_ask(shown), visit.content.organisation
        page = self._drawing.page(
            "chat.html",
            visit=visit,
            shown=shown,
            goes_on=bool(said),
            bubble=self._drawing.bubble,
            field=self._drawing.field(asking, visit),
            last=said[-1].id if said else 0,
            menu=() if shown else menu(visit.content, visit.language),
            key=self._needs.new_id(),
            accent=self._looks.accent(organisation),
            sheet=self._looks.sheet_url(organisation),
            logo=self._looks.logo_url(organisation),
            neutral=NEUTRAL,
            trouble=trouble,
            limits=self._needs.limits,
            kept_days=KEPT.days,
            documents=not said and open_to(await self._needs.store.read.shelf(visit.organisation), "public"),
        )
        return HTMLResponse(page, status, headers=self._headers(visit))

    def _headers(self, visit: Visit) -> dict[str, str]:
        framed_by = ancestors(visit.content.organisation.look, self._needs.frame_ancestors)
        return dict(Policy(framed_by).headers)

    async def _refuse(self, visit: Visit, shown: list[Shown], refused: RefusedError) -> Response:
        response = await self._draw(visit, shown, visit.say(f"unfit.{refused.reason}"), refused.status)
        if refused.wait:
            response.headers["Retry-After"] = str(int(refused.wait) + 1)
        return response

    async def _fields(self, request: Request, user: str) -> dict[str, object]:
        try:
            async with form_of(request, 3 * self._needs.limits.file) as form:
                signed = [await self._ticket(upload, user) for upload in _uploads(form)]
                words = {name: value for name, value in form.items() if isinstance(value, str)}
        except (TooLargeError, files.TooBigError) as error:
            raise RefusedError(413, "file-size") from error
        except ValueError as error:
            raise RefusedError(400, "form") from error
        return {**words, "file": signed}

    async def _ticket(self, upload: UploadFile, user: str) -> str:
        return self._sessions.ticket(user, files.ticket(await files.keep(self._needs, upload, voice=False)))

    async def _patience(self, visit: Visit, user: str, inbound: str) -> None:
        """Wait a moment for the answer, so that the page which comes back holds it."""
        conversation = await self._needs.store.read.by_address(visit.address(user))
        if conversation is None:
            return
        ends = time.monotonic() + _PATIENCE
        listening = self._needs.store.listen(f"conversation:{conversation.id}")
        try:
            while (left := ends - time.monotonic()) > 0 and not await self._answered(
                conversation.id, visit, inbound
            ):
                await listening.wait(left)
        finally:
            listening.close()
        await asyncio.sleep(0)

    async def _answered(self, conversation: str, visit: Visit, inbound: str) -> bool:
        lines = await self._needs.store.read.newest_lines(visit.organisation, [conversation])
        answers = [line for line in lines if line.answers == inbound]
        return bool(answers) and all(line.delivery != "queued" for line in answers)


def _uploads(form: FormData) -> list[UploadFile]:
    listed = [value for _, value in form.multi_items()]
    return [value for value in listed if isinstance(value, UploadFile) and value.filename]
