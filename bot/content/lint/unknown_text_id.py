"""Rule `unknown-text-id`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, nearest, worded
from bot.content.reading import Document
from bot.content.sources import Sources

PROGRAM = Path(__file__).parents[2]
_ROOMS = "engine|step|web|console|desk|worker|terminal|telegram"
_WHOLE = re.compile(rf"(?<!f)[\"']((?:{_ROOMS})\.[a-z0-9_-][a-z0-9_.-]*[a-z0-9_-])[\"']")
_BEGUN = re.compile(rf"f[\"']((?:{_ROOMS})\.[a-z0-9_.-]*)\{{")  # an id whose end is known at run time only
# the engine's own words for saying, which leave its room out: tell(turn, moment, "menu")
_SAYING = r"\b(tell|words|_menu|menu_again|do)\("
# the engine's own words for saying, which leave its room out: tell(turn, moment, "menu")
_SAID = re.compile(rf"{_SAYING}(?:(?!{_SAYING})[^\"]){{0,160}}?\bmoment,\s*(f?)\"([a-z0-9_.-]+)(?=[\"{{])")
_FILES = re.compile(r"\.(?:py|html|css|js|svg|yaml|json)$")


class UnknownTextId(Rule):
    """Every interface text that the program says is written.

    The program names its texts by id; the ids are found in its source. A text that was deleted or renamed in
    knowledge/texts would be an error in the middle of a conversation.

    ```yaml
    # knowledge/texts/engine.en.yaml, and the program says engine.menu
    engine.mneu: What can I do for you?
    ```
    """

    name = "unknown-text-id"
    at_load = False
    message = worded(
        ar="البرنامج يقول النص «{id}» (في {code}) ولا يوجد في ملفات النصوص.",
        en="The program says the text “{id}” (in {code}), and no texts file has it.",
    )

    def __init__(self, program: Path = PROGRAM) -> None:
        """Look at the source files under `program`."""
        self._program = program

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        tables = [table for each in sources.texts.values() for table in each]
        known = {id_ for table in tables for id_ in table.value.root}
        for said in text_ids(self._program) if tables else ():
            there = any(each.startswith(said.id) for each in known) if said.begun else said.id in known
            if not there:
                named = (table.document for table in tables if _room(table.document) == said.id.split(".")[0])
                document = next(named, tables[0].document)
                id_ = said.id + ("…" if said.begun else "")
                yield self.blame(document, id=id_, code=said.code, hint=nearest(said.id, known))


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A text that the program names."""

    id: str
    code: str  # source file
    begun: bool  # only its beginning is known: the end is put on at run time


@lru_cache(maxsize=4)
def text_ids(program: Path) -> tuple[Said, ...]:
    """Return every text that the source files under a folder name, each once."""
    found: dict[tuple[str, bool], str] = {}
    for path in sorted(path for ending in ("*.py", "*.html") for path in program.rglob(ending)):
        if program / "content" in path.parents:
            continue  # rules speak of texts, but say none
        for id_, begun in _ids(path.read_text(encoding="utf-8")):
            found.setdefault((id_, begun), path.relative_to(program.parent).as_posix())
    return tuple(Said(id=id_, code=code, begun=begun) for (id_, begun), code in found.items())


def _ids(source: str) -> Iterator[tuple[str, bool]]:
    yield from ((id_, False) for id_ in _WHOLE.findall(source) if not _FILES.search(id_))
    yield from ((id_, True) for id_ in _BEGUN.findall(source))
    for call, _, begun, id_ in _SAID.findall(source):
        yield f"engine.{'button.' if call == 'do' else ''}{id_}", bool(begun)


def _room(document: Document) -> str:
    return document.path.name.split(".")[0].replace("steps", "step")
