"""Loads the content for commands, with sentences instead of tracebacks."""

from typing import TYPE_CHECKING

from bot.cli.output import fail, tell, terminal_language

if TYPE_CHECKING:
    from pathlib import Path

    from bot.content import Library
    from bot.engine.content import Content
    from bot.settings import Settings


def settings() -> "Settings":
    """Read the environment. Ends the command with a sentence if a setting is wrong."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        fail("\n".join(f"WASL_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors()))


def library(models: "Path | None" = None) -> "Library":
    """Load all content. Ends the command with every problem if there is one.

    Fitted models are kept in `models`, else with the installation's data, else (a checkout on which nothing
    was served yet) in the user's cache.
    """
    from bot.content import Library, load

    chosen = settings()
    cache = models or (chosen.models if chosen.models.is_dir() else None)
    loaded = load(chosen.knowledge, chosen.flows, cache=cache)
    if isinstance(loaded, Library):
        return loaded
    for problem in loaded:
        tell(problem.text(terminal_language()))
    return fail(f"{len(loaded)} errors: nothing was loaded. `wasl check` explains each.")


def content_of(library: "Library", organisation: str) -> "Content":
    """Return one organisation's content. Ends the command if there is none of that name."""
    if organisation not in library.contents:
        fail(f"There is no organisation “{organisation}”. There are: {', '.join(library.contents)}.")
    return library.contents[organisation]
