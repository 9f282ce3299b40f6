"""Draws the console's pages."""

from pathlib import Path
from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse

from bot.cases.telling import day_text
from bot.console.visits import HOME, LANGUAGE_COOKIE, Visit
from bot.console.wording import clock_time, local_time
from bot.messages import Language
from bot.pages import TOKENS, Assets, Policy, environment
from bot.pages.pieces import paragraphs

_FOLDER = Path(__file__).parent
_YEAR = 365 * 24 * 3600


def assets() -> Assets:
    """Return the console's scripts and styles."""
    return Assets(_FOLDER / "static", "/static/console", {"console.css": (TOKENS,)})


class Drawing:
    """The console's templates."""

    def __init__(self, files: Assets, *folders: Path, **assets: Assets) -> None:
        """Take the files that pages link; rooms of the console bring templates and files of their own."""
        self._jinja = environment(_FOLDER / "templates", *folders)
        self._jinja.globals.update(asset=files.url, paragraphs=paragraphs, clock=clock_time, home=HOME)
        self._jinja.globals.update(local_time=local_time, day_text=day_text)
        self._jinja.globals.update({name: each.url for name, each in assets.items()})
        self._policy = Policy(frames="'self'")

    def fragment(self, name: str, **fields: Any) -> str:  # noqa: ANN401 - whatever a template shows
        """Draw a part of a page."""
        return self._jinja.get_template(name).render(**fields).strip()

    def page(
        self, request: Request, visit: Visit, name: str, status: int = 200, **fields: object
    ) -> HTMLResponse:
        """Draw a page for a member of staff."""
        drawn = self.fragment(
            name, visit=visit, at=request.url.path, query=dict(request.query_params), **fields
        )
        return self.answer(request, drawn, visit.language, status)

    def answer(self, request: Request, drawn: str, language: Language, status: int = 200) -> HTMLResponse:
        """Return a drawn page with its headers; a language asked for in the address is remembered."""
        response = HTMLResponse(drawn, status, headers=dict(self._policy.headers))
        if request.query_params.get("lang") == language:
            response.set_cookie(
                LANGUAGE_COOKIE, language, max_age=_YEAR, path=HOME, httponly=True, samesite="strict"
            )
        return response
