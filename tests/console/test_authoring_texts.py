"""Every wording of the authors' pages exists in both languages, and none is left over."""

import re
from pathlib import Path

import pytest

from bot.authors.flows import spots
from bot.authors.likeness import OPEN
from bot.authors.topics import CHANNELS, KINDS, PRODUCT, SECTIONS
from bot.console.authoring.notices import WORDS
from bot.engine.steps import STEP_TYPES
from bot.messages import LANGUAGES, Language
from tests.channels.web.house import texts

ROOM = Path(__file__).parents[2] / "bot" / "console"
SOURCES = [*(ROOM / "authoring").rglob("*.py"), *ROOM.rglob("*.html")]
TEXTS = texts()
PARTS = sorted(
    {
        part
        for path in (ROOM.parents[1] / "flows").glob("*.yaml")
        for spot in spots(path.read_text("utf-8"))
        for part in spot.part.split(".")
        if not part.isdecimal()
    }
)
FAMILIES = {
    "kind": (*KINDS, "usual"),
    "section": (*SECTIONS, PRODUCT),
    "way": CHANNELS,
    "open": OPEN,
    "missing": LANGUAGES,
    "nav": ("topics", "flows", "notices", "questions", "use", "versions", "sheet", "notes"),
    "sample": WORDS,
    "type": tuple(STEP_TYPES),
    "words": tuple(PARTS),
    "fault": ("type", "id", "taken", "missing", "only-says", "no-options", "option", "few", "option-id"),
    "sort": ("used", "stars", "instead", "never"),
    "book": (
        "no-file",
        "large",
        "no-header",
        "unknown-column",
        "many-rows",
        "not-utf8",
        "not-csv",
        "not-xlsx",
    ),
    "row": ("twice", "no-id", "not-yours", "bad-id", "bad-test", "bad-source", "unreadable"),
}  # fmt: skip


def named() -> set[str]:
    """Return the names that pages and modules write in full."""
    said = re.compile(r"""["'](?:console\.)?(authors\.[a-z.-]+[a-z])["']""")
    return {name for path in SOURCES for name in said.findall(path.read_text("utf-8")) if "_" not in name}


WANTED = {name for name in named() if not name.endswith((".css", ".js", ".html"))} | {
    f"authors.{family}.{name}" for family, names in FAMILIES.items() for name in names
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_there_and_none_is_left_over(language: Language) -> None:
    there = {name.removeprefix("console.") for name in TEXTS.tables[language] if ".authors." in name}
    assert sorted(WANTED - there) == []
    assert sorted(there - WANTED) == []
