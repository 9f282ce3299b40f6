"""The front page with the organisations served, and the loader that they embed."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from bot.channels.web.look import accent
from bot.channels.web.needs import Needs
from bot.channels.web.rendering import Drawing
from bot.channels.web.visits import page_language
from bot.pages import Assets, Policy

_SHORTLY = "public, max-age=3600"  # the loader's address holds no hash: sites embed it as it stands


class Landing:
    """Pages of no organisation."""

    def __init__(self, needs: Needs, drawing: Drawing, assets: Assets) -> None:
        """Take what is needed from outside, templates and files."""
        self._needs = needs
        self._drawing = drawing
        self._assets = assets
        self._policy = Policy("'none'")

    def router(self) -> APIRouter:
        """Return the routes."""
        routes = APIRouter(include_in_schema=False)
        routes.add_api_route("/", self.show, methods=["GET"])
        routes.add_api_route("/widget.js", self.loader, methods=["GET"])
        return routes

    async def show(self, request: Request) -> Response:
        """List the organisations."""
        language = page_language(request.query_params.get("lang"), None)
        served = self._needs.organisations()
        contents = [self._needs.contents(organisation) for organisation in served]
        page = self._drawing.page(
            "landing.html",
            language=language,
            texts=contents[0].texts if contents else None,
            cards=[(content.organisation, accent(content.organisation.id, served)) for content in contents],
        )
        return HTMLResponse(page, headers=dict(self._policy.headers))

    async def loader(self, request: Request) -> Response:
        """Serve the loader."""
        return self._assets.response(request, "widget.js", _SHORTLY)
