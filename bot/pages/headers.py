"""Headers that every page carries, and the check that a posted form came from our own pages."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers


class Policy:
    """Content security policy without inline script or style; who may frame the page is a setting."""

    def __init__(self, frame_ancestors: str = "'none'", *, frames: str = "'none'") -> None:
        """Take CSP source lists, e.g. `'self' https://example.org`; `frames` is what the page may frame."""
        rules = (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            f"frame-src {frames}",
            f"frame-ancestors {frame_ancestors}",
        )
        self.headers: Mapping[str, str] = {
            "Content-Security-Policy": "; ".join(rules),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(self)",
        }


def same_site(headers: Headers) -> bool:
    """Tell whether a request that changes something comes from our own page, or from no browser at all."""
    fetched = headers.get("sec-fetch-site")
    if fetched is not None:
        return fetched in {"same-origin", "none"}
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")
