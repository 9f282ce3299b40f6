"""What commands print: JSON and tables to stdout, sentences to stderr."""

import json
import os
from typing import Any, NoReturn

import typer

from bot.messages import Language


def emit(value: Any) -> None:  # noqa: ANN401 - any JSON
    """Print one JSON value on one line."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def tell(text: str) -> None:
    """Say a sentence to the person at the terminal."""
    typer.echo(text, err=True)


def fail(text: str, code: int = 2) -> NoReturn:
    """Say what is wrong and end."""
    tell(text)
    raise typer.Exit(code)


def terminal_language() -> Language:
    """Return the language of the terminal's locale; English unless it is Arabic."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "ar" if locale.startswith("ar") else "en"
