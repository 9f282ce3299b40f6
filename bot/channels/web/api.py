"""Addresses for the page's script, and for any other: messages, files, history, events."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from bot.channels.web import files
from bot.channels.web.corrections import as_edited
from bot.channels.web.menu import labels
from bot.channels.web.present import Shown, as_json, present, ready
from bot.channels.web.reception import Reception, RefusedError
from bot.channels.web.rendering import Drawing
from bot.channels.web.seen import note_shown
from bot.channels.web.stream import Stream
from bot.channels.web.visits import Visit, Visits, own_page
from bot.pages.served import serve
from bot.pages.uploads import TooLargeError, form_of, read_body
from bot.ports.records import Line
from bot.ports.typed import typed

_PAGE = 500  # lines of history at once
_FORM_ROOM = 64 * 1024  # bytes of a multipart form besides its file


class Api:
    """The endpoints."""

    def __init__(self, reception: Reception, visits: Visits, drawing: Drawing) -> None:
        """Take what they share with the pages."""
        self._reception = reception
        self._needs = reception.needs
        self._sessions = reception.sessions
        self._visits = visits
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix="/{organisation}/api", include_in_schema=False)
        routes.add_api_route("/messages", self.post_message, methods=["POST"])
        routes.add_api_route("/files", self.post_file, methods=["POST"])
        routes.add_api_route("/files/{key}", self.get_file, methods=["GET"])
        routes.add_api_route("/history", self.get_history, methods=["GET"])
        routes.add_api_route("/forget", self.forget, methods=["POST"])
        stream = self._stream_endpoint()
        routes.add_api_route("/events", stream, methods=["GET"], response_class=EventSourceResponse)
        return routes

    async def post_message(self, request: Request, organisation: str) -> Response:
        """Take `{key, text}` (or choice, latitude and longitude, file tickets) as JSON."""
        visit = await self._visits.read(request, organisation)
        try:
            self._reception.admit(request, visit)
            fields = await self._json(request)
            user = visit.user or self._needs.new_id()
            arrived = await self._reception.take(visit, user, fields)
        except RefusedError as refused:
            return refused.response(visit)
        content = {"id": arrived.id, "key": typed(str(fields.get("key"))), "again": arrived.fate == "again"}
        if visit.user is None:  # a browser may keep no cookie of ours in a frame: see `ChatPage.resume`
            content["move"] = self._sessions.move(organisation, user)
        return self._reception.remember(
            JSONResponse(content, 202 if arrived.fate == "new" else 200), visit, user
        )

    async def post_file(self, request: Request, organisation: str) -> Response:
        """Keep a file (multipart, field `file`; `voice=1` for a recording) and return its ticket."""
        visit = await self._visits.read(request, organisation)
        try:
            self._reception.admit(request, visit)
            user = visit.user or self._needs.new_id()
            content = await self._kept(request, user)
        except RefusedError as refused:
            return refused.response(visit)
        return self._reception.remember(JSONResponse(content, 201), visit, user)

    async def get_file(self, request: Request, organisation: str, key: str) -> Response:
        """Show a file of the visitor's own conversation."""
        visit = await self._visits.read(request, organisation)
        if visit.conversation is None:
            raise HTTPException(404)
        chat = visit.conversation.id
        lines = await self._needs.store.read.newest_lines(organisation, [chat], limit=10_000)
        file = files.find(list(lines), key)
        if file is None:
            raise HTTPException(404)
        return serve(file, await self._needs.files.get(key))

    async def get_history(
        self, request: Request, organisation: str, after: int = 0, *, drawn: bool = False
    ) -> dict[str, Any]:
        """Return the lines after an id, oldest first, at most 500; nothing for a new visitor.

        `drawn`: as the stream brings them, for a window that its stream does not reach.
        """
        visit = await self._visits.read(request, organisation)
        if visit.conversation is None:
            return {"lines": [], "conversation": None, "owner": "bot"}
        lines = await self._needs.store.read.lines(
            organisation, visit.conversation.id, after=after, limit=_PAGE
        )
        named = labels(visit.content, visit.language)
        shown = [(line, present(line, visit.language, named)) for line in ready(lines)]
        listed = [
            await self._drawn(visit, line, one, named) if drawn else as_json(one)
            for line, one in shown
            if one is not None
        ]
        await note_shown(self._needs.store, organisation, [one.id for _, one in shown if one is not None])
        owner = visit.conversation.owner
        told = {"text": visit.say(f"owner.{owner}")} if drawn else {}
        return {"lines": listed, "conversation": visit.conversation.id, "owner": owner, **told}

    async def _drawn(
        self, visit: Visit, line: Line, shown: Shown, named: Mapping[str, str]
    ) -> dict[str, Any]:
        read = self._needs.store.read
        drawn, over = await as_edited(read, line, shown, language=visit.language, labels=named)
        return self._drawing.event(shown, visit, drawn=drawn, over=over)

    async def forget(self, request: Request, organisation: str) -> Response:
        """Make this browser forget the conversation: the cookie goes."""
        own_page(request)
        await self._visits.read(request, organisation)
        return Response(status_code=204, headers={"Set-Cookie": self._sessions.end(organisation)})

    def _stream_endpoint(self) -> Any:  # noqa: ANN401 - FastAPI reads its signature
        async def opened(request: Request, organisation: str) -> Stream:
            visit = await self._visits.read(request, organisation)
            if visit.conversation is None:
                raise HTTPException(401)
            return Stream(self._needs, self._drawing, visit, visit.conversation)

        async def events(
            request: Request, stream: Annotated[Stream, Depends(opened)], after: int = 0
        ) -> AsyncIterator[ServerSentEvent]:
            last = request.headers.get("last-event-id", "")
            async for event in stream.events(after=int(last) if last.isdigit() else after):
                yield event

        return events

    async def _json(self, request: Request) -> dict[str, object]:
        try:
            read = json.loads(await read_body(request, self._needs.limits.body))
        except TooLargeError as error:
            raise RefusedError(413, "long") from error
        except ValueError as error:
            raise RefusedError(400, "form") from error
        if not isinstance(read, dict):
            raise RefusedError(400, "form")
        return read

    async def _kept(self, request: Request, user: str) -> dict[str, object]:
        try:
            async with form_of(request, self._needs.limits.file + _FORM_ROOM) as form:
                upload = form.get("file")
                if not isinstance(upload, UploadFile):
                    raise RefusedError(400, "file")
                kept = await files.keep(self._needs, upload, voice=form.get("voice") == "1")
        except (TooLargeError, files.TooBigError) as error:
            raise RefusedError(413, "file-size") from error
        except ValueError as error:
            raise RefusedError(400, "form") from error
        signed = self._sessions.ticket(user, files.ticket(kept))
        return {
            "ticket": signed,
            "name": kept.name,
            "type": kept.media_type,
            "size": kept.size,
            "kind": kept.kind,
        }
