"""The guides for staff and for authors, opened from the console itself: Markdown files, drawn as pages."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from bot.console.drawing import Drawing
from bot.console.visits import HOME, Visit, Visits
from bot.messages import Language

FOLDER = Path(__file__).parent / "guides"
PICTURES = FOLDER / "pictures"
GUIDES = ("staff", "authors")
ADDRESS = f"{HOME}/guide"
_FOR_A_DAY = "private, max-age=86400"


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A task of a guide."""

    anchor: str
    title: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A guide as a page shows it."""

    html: Markup  # written here and shipped with the program: no HTML of its own is let through
    parts: tuple[Part, ...]


class Guide:
    """The pages and their pictures."""

    def __init__(self, visits: Visits, drawing: Drawing) -> None:
        """Take what all pages share."""
        self._visits = visits
        self._drawing = drawing

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(prefix=f"{HOME}/guide", include_in_schema=False)
        routes.add_api_route("", self.index, methods=["GET"])
        routes.add_api_route("/{name}", self.show, methods=["GET"])
        routes.add_api_route("/pictures/{picture}", self.picture, methods=["GET"])
        return routes

    async def index(self, request: Request) -> Response:
        """Go to the guide of what somebody does here."""
        visit = await self._visits.read(request)
        return RedirectResponse(f"{ADDRESS}/{own_guide(visit)}", 303)

    async def show(self, request: Request, name: str) -> Response:
        """Show a guide in the language of the console."""
        visit = await self._visits.read(request)
        if name not in GUIDES:
            raise HTTPException(404)
        guide = drawn(name, visit.language)
        return self._drawing.page(request, visit, "guide.html", guide=guide, guides=GUIDES, open_at=name)

    async def picture(self, request: Request, picture: str) -> Response:
        """Show a picture of a guide."""
        await self._visits.read(request)
        known = pictures()
        if picture not in known:
            raise HTTPException(404)
        headers = {"Cache-Control": _FOR_A_DAY, "X-Content-Type-Options": "nosniff"}
        return Response(known[picture], media_type="image/webp", headers=headers)


def own_guide(visit: Visit) -> str:
    """Return the guide for what somebody does: authors read no chats."""
    return "staff" if visit.organisations("read") else "authors"


@cache
def pictures() -> dict[str, bytes]:
    """Return every picture by its name."""
    return {path.name: path.read_bytes() for path in sorted(PICTURES.glob("*.webp"))}


@cache
def drawn(name: str, language: Language) -> Drawn:
    """Draw a guide. Its links to the other guide and its pictures lead to addresses of the console."""
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse((FOLDER / f"{name}.{language}.md").read_text(encoding="utf-8"))
    parts = list(_numbered(tokens))
    for token in (inner for outer in tokens for inner in outer.children or ()):
        _readdress(token)
    return Drawn(html=Markup(reader.renderer.render(tokens, reader.options, {})), parts=tuple(parts))  # noqa: S704


def _numbered(tokens: list[Token]) -> list[Part]:
    """Give each task's heading an anchor, and list them."""
    parts: list[Part] = []
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h2":
            part = Part(anchor=f"part-{len(parts) + 1}", title=inside.content)
            opening.attrSet("id", part.anchor)
            parts.append(part)
    return parts


def _readdress(token: Token) -> None:
    if token.type == "image":
        token.attrSet("src", f"{ADDRESS}/{token.attrGet('src')}")
        token.attrSet("loading", "lazy")
    elif token.type == "link_open":
        target = str(token.attrGet("href"))
        other = next((name for name in GUIDES if target.startswith(f"{name}.")), None)
        if other is not None:
            token.attrSet("href", f"{ADDRESS}/{other}")
