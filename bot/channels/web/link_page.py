"""The page behind a one-time link: one identifying question of a messenger's conversation, answered here.

Whoever has the link may answer, once, so the page shows nothing of the conversation but the question.
"""

import time
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.channels.web.link_form import Given, given, limits_of
from bot.channels.web.look import accent
from bot.channels.web.needs import Needs
from bot.channels.web.rendering import Drawing
from bot.channels.web.visits import page_language
from bot.engine.content import Content
from bot.engine.steps.step import Refused
from bot.messages import Attachment, Inbound, Language
from bot.pages import Policy
from bot.pages.throttle import Throttle
from bot.people.secure_links import Opened, look

CLOSED = {  # why there is no question: HTTP status, and what is said
    "unknown": (404, "web.link.closed.unknown"),
    "used": (410, "web.link.closed.used"),
    "expired": (410, "web.link.closed.expired"),
    "past": (410, "web.link.closed.past"),
    "many": (429, "web.link.closed.many"),
    "done": (200, "web.link.closed.done"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """One request."""

    content: Content
    token: str
    language: Language


class LinkPage:
    """Shows the question, and takes its answer."""

    def __init__(self, needs: Needs, drawing: Drawing) -> None:
        """Take what is needed from outside and the templates."""
        self._needs = needs
        self._drawing = drawing
        self._policy = Policy("'none'")
        self._throttle = Throttle(burst=needs.limits.link_burst, per_second=needs.limits.link_per_second)

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("/{organisation}/link/{token}", self.show, methods=["GET"])
        routes.add_api_route("/{organisation}/link/{token}", self.post, methods=["POST"])
        return routes

    async def show(self, request: Request, organisation: str, token: str) -> Response:
        """Draw the question, or say why there is none."""
        asked = self._asked(request, organisation, token)
        if self._wait(request):
            return self._closed(asked, "many")
        found = await self._look(asked)
        if isinstance(found, Opened):
            return self._draw(asked, found)
        done = found == "used" and "done" in request.query_params
        return self._closed(asked, "done" if done else found)

    async def post(self, request: Request, organisation: str, token: str) -> Response:
        """Take the answer, once; what is wrong with it is said here."""
        asked = self._asked(request, organisation, token)
        if self._wait(request):
            return self._closed(asked, "many")
        found = await self._look(asked)
        if not isinstance(found, Opened):
            return self._closed(asked, found)
        answer = await given(request, self._needs, found)
        if isinstance(answer, str):
            return self._draw(asked, found, trouble=answer)
        inbound = self._inbound(found, answer)
        outcome = found.here.step.take(inbound, found.here.scene, found.here.value)
        if isinstance(outcome, Refused):
            await self._let_go(answer.files)
            return self._draw(asked, found, trouble=outcome.text)
        return await self._take(asked, found, inbound)

    async def _take(self, asked: _Asked, found: Opened, inbound: Inbound) -> Response:
        """Hand the answer to the inbox, where the same link counts once; then use the link up."""
        fresh = await self._needs.accept(inbound)
        link, now = found.link, self._needs.now()
        await self._needs.store.write(
            lambda tx: tx.secure_links.use(link.organisation, link.token_hash, at=now)
        )
        if not fresh:
            return self._closed(asked, "used")
        here = f"/{link.organisation}/link/{asked.token}?lang={found.here.scene.language}&done=1"
        return RedirectResponse(here, 303, dict(self._policy.headers))

    def _asked(self, request: Request, organisation: str, token: str) -> _Asked:
        if organisation not in self._needs.organisations():
            raise HTTPException(404)
        language = page_language(request.query_params.get("lang"), None)
        return _Asked(content=self._needs.contents(organisation), token=token, language=language)

    def _wait(self, request: Request) -> float:
        return self._throttle.wait(request.client.host if request.client else "", at=time.monotonic())

    async def _look(self, asked: _Asked) -> Opened | str:
        now = self._needs.now()
        return await self._needs.store.write(lambda tx: look(tx, asked.content, asked.token, now=now))

    def _inbound(self, found: Opened, answer: Given) -> Inbound:
        name = f"link-{found.link.token_hash[:40]}"
        return Inbound(
            id=name,
            address=found.conversation.address,
            external_id=name,
            received_at=self._needs.now(),
            text=answer.text,
            attachments=answer.files,
            by_link=found.link.question,
        )

    async def _let_go(self, files: tuple[Attachment, ...]) -> None:
        """Erase what was sent in vain, unless something else names it."""
        keys = [file.key for file in files]
        for key in await self._needs.store.write(lambda tx: tx.transcript.unnamed(keys)):
            await self._needs.files.remove(key)

    def _draw(self, asked: _Asked, found: Opened, *, trouble: str = "") -> Response:
        language, prompt = found.here.scene.language, found.here.prompt
        fields = {"prompt": prompt, "trouble": trouble, "limits": limits_of(found, self._needs.limits)}
        return self._page(asked.content, language, "link.html", 422 if trouble else 200, **fields)

    def _closed(self, asked: _Asked, reason: str) -> Response:
        status, said = CLOSED[reason]
        return self._page(asked.content, asked.language, "link_closed.html", status, reason=reason, said=said)

    def _page(
        self, content: Content, language: Language, template: str, status: int, **fields: object
    ) -> Response:
        organisation = content.organisation
        page = self._drawing.page(
            template,
            language=language,
            texts=content.texts,
            organisation=organisation,
            accent=accent(organisation.id, self._needs.organisations()),
            **fields,
        )
        return HTMLResponse(page, status, {**self._policy.headers, "X-Robots-Tag": "noindex"})
