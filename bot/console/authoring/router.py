"""All routes of the authors' room, wired."""

from pathlib import Path

from fastapi import APIRouter

from bot.authors import Authors
from bot.console.authoring.flows import Flows
from bot.console.authoring.notices import NoticePages
from bot.console.authoring.questions import Questions
from bot.console.authoring.reviews import Reviews
from bot.console.authoring.room import Room
from bot.console.authoring.sheets import Sheets
from bot.console.authoring.topics import Topics
from bot.console.authoring.trying import Trying
from bot.console.authoring.versions import Versions
from bot.console.drawing import Drawing
from bot.console.visits import Visits
from bot.pages import Assets
from bot.pages.routes import joined

_FOLDER = Path(__file__).parent


def drawing_parts() -> tuple[Path, Assets]:
    """Return the room's folder of templates, and its scripts and styles."""
    return _FOLDER / "templates", Assets(_FOLDER / "static", "/static/authors")


def router(visits: Visits, drawing: Drawing, authors: Authors) -> APIRouter:
    """Return the routes, all under /console/authoring."""
    room = Room(visits, drawing, authors)
    reviews = Reviews(room)
    return joined(
        reviews.router(),
        Trying(room, reviews).router(),
        Versions(room, reviews).router(),
        Questions(room).router(),
        Sheets(room, reviews).router(),
        Flows(room, reviews).router(),
        NoticePages(room).router(),
        Topics(room, reviews).router(),
    )
