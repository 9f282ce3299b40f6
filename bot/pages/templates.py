"""Jinja environments: everything is escaped, an unknown name is an error."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@cache
def environment(*folders: Path) -> Environment:
    """Return the environment of folders of templates; the first that has a name has it.

    Whoever draws from the same folders shares it, with what was compiled: give it the same globals.
    """
    return Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
