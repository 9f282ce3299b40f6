"""Scripts and styles straight from the package, under an address that holds the hash of their content.

So a browser may keep them for ever, and a new version has a new address. A style sheet may begin with others
(`Assets(joined=...)`): one request less than `@import`.
"""

import gzip
import hashlib
from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

FOREVER = "public, max-age=31536000, immutable"
TOKENS = Path(__file__).parent / "static" / "tokens.css"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class Assets:
    """The files of one folder, read once."""

    def __init__(
        self, folder: Path, prefix: str, joined: Mapping[str, tuple[Path, ...]] | None = None
    ) -> None:
        """Read `folder`; `prefix` is where it is served; `joined` puts other files before one of them."""
        found = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.suffix in _TYPES}
        for name, before in (joined or {}).items():
            found[name] = b"".join(path.read_bytes() for path in before) + found[name]
        self.files: Mapping[str, bytes] = found
        self._packed = {name: gzip.compress(body, mtime=0) for name, body in found.items()}
        self.version = hashlib.sha256(b"\0".join(found.values())).hexdigest()[:12]
        self._prefix = prefix

    def url(self, name: str) -> str:
        """Return the address of a file. KeyError if there is none of that name."""
        if name not in self.files:
            raise KeyError(name)
        return f"{self._prefix}/{self.version}/{name}"

    def weight(self, name: str) -> int:
        """Return how many bytes a file takes on the wire, compressed."""
        return len(self._packed[name])

    def response(self, request: Request, name: str, cache: str = FOREVER) -> Response:
        """Serve a file, compressed where the browser takes it, or 404."""
        if name not in self.files:
            raise HTTPException(404)
        headers = {"Cache-Control": cache, "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding"}
        body = self.files[name]
        if "gzip" in request.headers.get("accept-encoding", ""):
            body = self._packed[name]
            headers["Content-Encoding"] = "gzip"
        return Response(body, media_type=_TYPES[Path(name).suffix], headers=headers)

    def router(self) -> APIRouter:
        """Return the route that serves them. A page of an older version gets the newest file."""
        routes = APIRouter(include_in_schema=False)

        async def asset(request: Request, version: str, name: str) -> Response:
            return self.response(request, name, FOREVER if version == self.version else "no-cache")

        routes.add_api_route(self._prefix + "/{version}/{name}", asset, methods=["GET"])
        return routes
