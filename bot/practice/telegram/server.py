"""The fake as a web application: /bot<token>/<method>, /file/bot<token>/<path>, and /practice to play."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.practice.telegram.calls import HANDLERS, Asked, Upload
from bot.practice.telegram.control import control
from bot.practice.telegram.delivery import deliver_webhooks
from bot.practice.telegram.polling import get_updates
from bot.practice.telegram.refusals import Refused, bad, too_many
from bot.practice.telegram.schema import METHODS, Json, check_answer, check_call
from bot.practice.telegram.world import Bot, Call, Fault, World

_HANDLERS = {name.lower(): (name, handler) for name, handler in HANDLERS.items()}


class Dropped(Response):
    """An answer that breaks off: the client sees a lost connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Promise a body and send none."""
        start = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"100000")]}
        await send(start)


class Api:
    """Answers calls."""

    def __init__(self, world: World) -> None:
        """Take the state."""
        self._world = world

    async def call(self, request: Request) -> Response:
        """Answer one call of a bot."""
        method = request.path_params["method"]
        values: Json = {}
        try:
            bot = self._world.bot(request.path_params["token"])
        except Refused as refused:
            return JSONResponse(refused.body(), refused.code)
        fault = self._fault(method, bot.token)
        try:
            self._strike(fault)
            values, uploads = await _read(request)
            checked = check_call(method, values)
            result = await self._carry_out(bot, method, checked, uploads)
        except _LostError:
            self._note(bot, method, values, 0)
            return Dropped()
        except Refused as refused:
            self._note(bot, method, values, refused.code)
            return JSONResponse(refused.body(), refused.code)
        lost = fault is not None and fault.kind in ("drop-after", "hang-after")
        self._note(bot, method, checked, 0 if lost else 200)
        if fault is not None and fault.kind == "hang-after":
            await self._gone(request)
        return Dropped() if lost else JSONResponse({"ok": True, "result": result})

    async def download(self, request: Request) -> Response:
        """Hand out a file to the bot that owns it."""
        try:
            bot = self._world.bot(request.path_params["token"])
        except Refused as refused:
            return JSONResponse(refused.body(), refused.code)
        for kept in tuple(self._world.files.values()):
            if kept.path == request.path_params["path"] and kept.bot == bot.id:
                return Response(kept.data, media_type="application/octet-stream")
        return JSONResponse(Refused(404, "Not Found").body(), 404)

    async def _carry_out(self, bot: Bot, method: str, values: Json, uploads: dict[str, Upload]) -> object:
        if method.lower() == "getupdates":
            return await get_updates(self._world, bot, values)
        name, handler = _HANDLERS.get(method.lower(), (method, None))
        if handler is None:
            raise Refused(
                501, f"Not Implemented: {METHODS[method.lower()].__api_method__} is not practised here"
            )
        asked = Asked(world=self._world, bot=bot, method=name, values=values, uploads=uploads)
        with self._world.lock:
            result = handler(asked)
            check_answer(method, result)
            self._world.wake()
        return result

    async def _gone(self, request: Request) -> None:
        """Keep whoever calls waiting for an answer until they are gone."""
        while not self._world.closing and not await request.is_disconnected():
            await self._world.changed(0.05)

    def _fault(self, method: str, token: str) -> Fault | None:
        with self._world.lock:
            for fault in self._world.faults:
                if fault.meets(method, token):
                    fault.left -= 1
                    return fault
        return None

    def _strike(self, fault: Fault | None) -> None:
        if fault is None or fault.kind in ("drop-after", "hang-after"):
            return
        if fault.kind == "drop":
            raise _LostError
        if fault.kind == "400":
            raise bad("REFUSED_FOR_PRACTICE")
        raise too_many(fault.seconds) if fault.kind == "429" else Refused(502, "Bad Gateway")

    def _note(self, bot: Bot, method: str, values: Json, code: int) -> None:
        with self._world.lock:
            bot.calls.append(Call(method=method, parameters=values, code=code, at=time.monotonic()))
            self._world.wake()


class _LostError(Exception):
    pass


async def _read(request: Request) -> tuple[Json, dict[str, Upload]]:
    """Return parameters and files; a file under a parameter's own name stands for `attach://name`."""
    values: Json = dict(request.query_params)
    uploads: dict[str, Upload] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        return values | await request.json(), uploads
    cls = METHODS.get(request.path_params["method"].lower())
    async with request.form(max_part_size=60 * 1024 * 1024) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                uploads[name] = await _upload(value)
                if cls is not None and name in cls.model_fields:
                    values[name] = f"attach://{name}"
            else:
                values[name] = value
    return values, uploads


async def _upload(file: UploadFile) -> Upload:
    kind = file.content_type or "application/octet-stream"
    return Upload(name=file.filename or "file", media_type=kind, data=await file.read())


def application(world: World) -> Starlette:
    """Return the fake's web application."""
    api = Api(world)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        posting = asyncio.create_task(deliver_webhooks(world))
        yield
        posting.cancel()
        with suppress(asyncio.CancelledError):
            await posting

    routes = [
        Route("/bot{token}/{method}", api.call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", api.download),
        *control(world),
    ]
    return Starlette(routes=routes, lifespan=life)
