"""The link to a chat: as an address, as a QR code to print or to show, as the line that embeds it."""

from io import BytesIO

import segno
from markupsafe import Markup, escape

MODULE, QUIET = 8, 4  # pixels of one module; modules of white around, as the standard asks
_ERRORS = "m"  # readable with a seventh of it dirty or torn


def chat_link(public_url: str, organisation: str, language: str) -> str:
    """Return the address of the chat page."""
    return f"{public_url.rstrip('/')}/{organisation}?lang={language}"


def embedding(public_url: str, organisation: str) -> str:
    """Return the line of HTML that puts the chat on a site."""
    return (
        f'<script src="{escape(public_url.rstrip("/"))}/widget.js" data-org="{organisation}" async></script>'
    )


def drawn(link: str) -> str:
    """Return the code as an SVG file, black on white."""
    written = BytesIO()
    code = segno.make(link, error=_ERRORS, micro=False)
    code.save(written, kind="svg", scale=MODULE, border=QUIET, light="#fff", title=link)
    return written.getvalue().decode()


def pictured(link: str, title: str, *, scale: int = MODULE) -> Markup:
    """Return the code as SVG within a page, black on white in any colour scheme."""
    code = segno.make(link, error=_ERRORS, micro=False)
    svg = code.svg_inline(scale=scale, border=QUIET, light="#fff", title=title, omitsize=True)
    return Markup(svg)  # noqa: S704 - drawn here
