"""`wasl qr`: the link to an organisation's chat as a QR code to print."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.cli.knowledge import settings
from bot.cli.output import fail, tell


def qr(
    org: Annotated[str, typer.Argument(help="Organisation.")],
    *,
    lang: Annotated[Literal["ar", "en"], typer.Option(help="Language in which the chat opens.")] = "ar",
    out: Annotated[Path | None, typer.Option(help="SVG file; without it, the SVG goes to stdout.")] = None,
) -> None:
    """Write the link to a chat as a QR code (SVG). Needs WASL_PUBLIC_URL."""
    from bot.pages.codes import chat_link, drawn

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
