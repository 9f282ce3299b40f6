"""All routes of the web channel, wired."""

from fastapi import APIRouter

from bot.channels.web.api import Api
from bot.channels.web.landing import Landing
from bot.channels.web.link_page import LinkPage
from bot.channels.web.look import Looks
from bot.channels.web.needs import Needs
from bot.channels.web.page import ChatPage
from bot.channels.web.reception import Reception
from bot.channels.web.rendering import FOLDER, Drawing
from bot.channels.web.sessions import Sessions
from bot.channels.web.shelf_page import ShelfPage
from bot.channels.web.visits import Visits
from bot.pages import TOKENS, Assets
from bot.pages.routes import joined


def assets() -> Assets:
    """Return the window's scripts and styles."""
    return Assets(FOLDER / "static", "/static/web", {"chat.css": (TOKENS,), "link.css": (TOKENS,)})


def router(needs: Needs) -> APIRouter:
    """Return the routes; `/{organisation}` catches every single name, so serve it after all others."""
    files = assets()
    sessions = Sessions(needs.key, secure=needs.secure)
    visits, drawing = Visits(needs, sessions), Drawing(needs, files)
    reception, looks = Reception(needs, sessions), Looks(needs, files)
    return joined(
        files.router(),
        Landing(needs, drawing, files).router(),
        looks.router(),
        LinkPage(needs, drawing).router(),
        ShelfPage(needs, drawing).router(),
        Api(reception, visits, drawing).router(),
        ChatPage(reception, visits, drawing, looks).router(),
    )
