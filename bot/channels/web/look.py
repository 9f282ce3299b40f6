"""How the chat of an organisation looks: its own colours and logo, or an accent from a table.

Its colours stand at the end of its own copy of the style sheet: no inline style, and no request more.
"""

import gzip
import hashlib
from collections.abc import Sequence

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from bot.channels.web.needs import Needs
from bot.engine.content import Organisation
from bot.engine.look import Look, Scheme, palette
from bot.pages import Assets
from bot.pages.assets import FOREVER

ACCENTS = ("teal", "indigo", "plum", "forest", "clay")
OWN = "own"  # the accent that the organisation's own style sheet defines
_SHEET = "chat.css"
_PICTURE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox"}


def accent(organisation: str, organisations: Sequence[str]) -> str:
    """Return the accent of an organisation: by its place in the installation, so that neighbours differ."""
    return ACCENTS[sorted(organisations).index(organisation) % len(ACCENTS)]


def rules(look: Look) -> str:
    """Return the style rules of an organisation's colours; none if it has none."""
    if look.colours is None:
        return ""
    light, dark = _rule(look, "light"), _rule(look, "dark")
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n"


def _rule(look: Look, scheme: Scheme) -> str:
    found = palette((look.colours or {})[scheme], scheme)
    return f'[data-accent="{OWN}"] {{ --accent: {found["accent"]}; --soft: {found["soft"]}; }}'


def ancestors(look: Look, usual: str) -> str:
    """Return who may frame the chat (CSP source list): the organisation's own sites, else the usual ones."""
    return " ".join(("'self'", *look.sites)) if look.sites else usual


class Looks:
    """Serves what an organisation's look is made of."""

    def __init__(self, needs: Needs, assets: Assets) -> None:
        """Take what is needed from outside, and the files that all share."""
        self._needs = needs
        self._assets = assets

    def router(self) -> APIRouter:
        """Return the routes; the version in an address only tells browsers what they may keep."""
        routes = APIRouter(prefix="/{organisation}/look/{version}", include_in_schema=False)
        routes.add_api_route("/chat.css", self.sheet, methods=["GET"])
        routes.add_api_route("/logo", self.logo, methods=["GET"])
        return routes

    def accent(self, organisation: Organisation) -> str:
        """Return the accent of an organisation's pages."""
        own = organisation.look.colours is not None
        return OWN if own else accent(organisation.id, self._needs.organisations())

    def sheet_url(self, organisation: Organisation) -> str:
        """Return the address of the style sheet."""
        if organisation.look.colours is None:
            return self._assets.url(_SHEET)
        return f"/{organisation.id}/look/{_version(self._sheet(organisation))}/{_SHEET}"

    def logo_url(self, organisation: Organisation) -> str:
        """Return the address of the logo; empty if there is none."""
        logo = organisation.look.logo
        return f"/{organisation.id}/look/{_version(logo.data)}/logo" if logo else ""

    async def sheet(self, request: Request, organisation: str, version: str) -> Response:
        """Serve the style sheet with the organisation's colours."""
        body = self._sheet(self._organisation(organisation))
        headers = _kept(version, body)
        headers["Vary"] = "Accept-Encoding"
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            return Response(gzip.compress(body, mtime=0), media_type="text/css", headers=headers)
        return Response(body, media_type="text/css", headers=headers)

    async def logo(self, organisation: str, version: str) -> Response:
        """Serve the logo so that nothing in it runs."""
        logo = self._organisation(organisation).look.logo
        if logo is None:
            raise HTTPException(404)
        headers = {**_kept(version, logo.data), **_PICTURE}
        return Response(logo.data, media_type=logo.media_type, headers=headers)

    def _sheet(self, organisation: Organisation) -> bytes:
        return self._assets.files[_SHEET] + rules(organisation.look).encode()

    def _organisation(self, id_: str) -> Organisation:
        if id_ not in self._needs.organisations():
            raise HTTPException(404)
        return self._needs.contents(id_).organisation


def _version(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:12]


def _kept(version: str, body: bytes) -> dict[str, str]:
    cache = FOREVER if version == _version(body) else "no-cache"
    return {"Cache-Control": cache, "X-Content-Type-Options": "nosniff"}
