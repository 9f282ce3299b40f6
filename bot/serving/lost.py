"""Says on a page, in the reader's language, what is wrong with an address.

A browser that asks for a page gets one; scripts and other programs get the plain answer that they can read.
"""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from bot.engine.content import Texts
from bot.messages import Language
from bot.pages import TOKENS, Assets, Policy, environment
from bot.pages.routes import serve

FOLDER = Path(__file__).parent
ADDRESS = "address"
KINDS = {  # status → what is said; whatever else is wrong is the address
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.NOT_FOUND: "missing",
    HTTPStatus.METHOD_NOT_ALLOWED: "missing",
    HTTPStatus.TOO_MANY_REQUESTS: "many",
    HTTPStatus.INTERNAL_SERVER_ERROR: "fault",
}


class Lost:
    """The pages that stand where no other does."""

    def __init__(
        self, texts: Callable[[], Texts], language: Callable[[Request], Language], homes: Sequence[str]
    ) -> None:  # fmt: skip
        """Take the wording, who reads which language, and the first parts of addresses that have a page."""
        self._texts, self._language, self._homes = texts, language, homes
        self._assets = Assets(FOLDER / "static", "/static/lost", joined={"lost.css": (TOKENS,)})
        self._jinja = environment(FOLDER / "templates")
        self._policy = Policy()

    def install(self, application: FastAPI) -> None:
        """Answer what goes wrong anywhere in an application."""
        serve(application, self._assets.router())
        application.add_exception_handler(StarletteHTTPException, self._refused)
        application.add_exception_handler(RequestValidationError, self._unreadable)
        application.add_exception_handler(Exception, self._failed)

    async def _refused(self, request: Request, error: Exception) -> Response:
        if not isinstance(error, StarletteHTTPException):
            raise error
        if not _is_page(request) or error.status_code < HTTPStatus.BAD_REQUEST:
            return await http_exception_handler(request, error)
        said = "" if error.detail == _phrase(error.status_code) else str(error.detail)
        return self._page(request, error.status_code, said, error.headers)

    async def _unreadable(self, request: Request, _: Exception) -> Response:
        """An address or form that cannot be read; which part is of no use to a person."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if not _is_page(request):
            return await http_exception_handler(request, HTTPException(status, _phrase(status)))
        return self._page(request, status)

    async def _failed(self, request: Request, _: Exception) -> Response:
        """Our own fault; what it was stands in the log."""
        if not _is_page(request):
            return PlainTextResponse("Internal Server Error", HTTPStatus.INTERNAL_SERVER_ERROR)
        return self._page(request, HTTPStatus.INTERNAL_SERVER_ERROR)

    def _page(
        self, request: Request, status: int, said: str = "", headers: Mapping[str, str] | None = None
    ) -> Response:
        first = request.url.path.strip("/").split("/")[0]
        page = self._jinja.get_template("lost.html").render(
            language=self._language(request),
            texts=self._texts(),
            kind=KINDS.get(HTTPStatus(status), ADDRESS),
            said=said,
            home=f"/{first}" if first in self._homes else "/",
            style=self._assets.url("lost.css"),
        )
        return HTMLResponse(page, status, headers={**self._policy.headers, **(headers or {})})


def _is_page(request: Request) -> bool:
    """Tell whether a browser shows the answer: its own requests for a page say that they take HTML."""
    return "text/html" in request.headers.get("accept", "") and "/api/" not in request.url.path


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase
