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


def assets() -> Assets:
    """Return the window's scripts and styles."""
    return Assets(FOLDER / "static", "/static/web", {"chat.css": (TOKENS,), "link.css": (TOKENS,)})


def router(needs: Needs) -> APIRouter:
    """Return the routes; `/{organisation}` catches every single name, so include it after all others."""
    files = assets()
    sessions = Sessions(needs.key, secure=needs.secure)
    visits, drawing = Visits(needs, sessions), Drawing(needs, files)
    reception, looks = Reception(needs, sessions), Looks(needs, files)
    routes = APIRouter()
    routes.include_router(files.router())
    routes.include_router(Landing(needs, drawing, files).router())
    routes.include_router(looks.router())
    routes.include_router(LinkPage(needs, drawing).router())
    routes.include_router(ShelfPage(needs, drawing).router())
    routes.include_router(Api(reception, visits, drawing).router())
    routes.include_router(ChatPage(reception, visits, drawing, looks).router())
    return routes
