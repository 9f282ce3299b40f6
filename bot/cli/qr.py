"""`wasl qr`: the link to an organisation's chat as a QR code to print."""

from io import BytesIO
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.knowledge import settings
from bot.cli.output import fail, tell

MODULE, QUIET = 8, 4  # pixels of one module; modules of white around, as the standard asks


def qr(
    org: Annotated[str, typer.Argument(help="Organisation.")],
    *,
    lang: Annotated[Literal["ar", "en"], typer.Option(help="Language in which the chat opens.")] = "ar",
    out: Annotated[Path | None, typer.Option(help="SVG file; without it, the SVG goes to stdout.")] = None,
) -> None:
    """Write the link to a chat as a QR code (SVG). Needs WASL_PUBLIC_URL."""
    chosen = settings()
    if chosen.public_url is None:
        fail("set WASL_PUBLIC_URL first: a code must hold the address that people reach")
    if not (chosen.knowledge / "organisations" / org / "organisation.yaml").is_file():
        fail(f"there is no organisation {org}")
    link = chat_link(chosen.public_url, org, lang)
    if out is None:
        typer.echo(drawn(link), nl=False)
    else:
        out.write_text(drawn(link), encoding="utf-8")
    tell(link)


def chat_link(public_url: str, organisation: str, language: str) -> str:
    """Return the address of the chat page."""
    return f"{public_url.rstrip('/')}/{organisation}?lang={language}"


def drawn(link: str) -> str:
    """Return the code as SVG, black on white, readable with a seventh of it dirty or torn."""
    import segno

    written = BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(written, kind="svg", scale=MODULE, border=QUIET, light="#fff", title=link)
    return written.getvalue().decode()
