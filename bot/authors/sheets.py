"""Topics as rows of a spreadsheet, and rows as topics: one topic a row, several lines in a cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.authors.change import Change, FileChange, digest_of
from bot.authors.editing import Unreadable
from bot.authors.places import COMMON, Folders, NotForAuthors
from bot.authors.topics import PRODUCT, TestRow, TopicValues, new_file, values_of, written

COLUMNS = (
    "organisation", "id", "kind", "title_ar", "title_en", "ask_ar", "ask_arabizi", "ask_en", "answer_ar",
    "answer_en", "source", "related", "starts", "tests",
)  # fmt: skip
EVERYBODY = ""  # organisation of a common topic
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a cell that begins so would be run by a spreadsheet
_ESCAPE = "'"
_ARROW = "=>"  # test: sentence => topic

Row = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A row that was not taken, and why: the name of a wording with its field."""

    row: int  # as the spreadsheet counts: the header is 1
    id: str
    reason: str
    value: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What became of a spreadsheet."""

    change: Change | None  # None = nothing would change
    taken: int
    same: int  # rows that say what the files say
    refused: tuple[Refusal, ...]


def escaped(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return _ESCAPE + cell if cell.startswith(_FORMULA) else cell


def plain(cell: str) -> str:
    """Return a cell without the sign that keeps it from being a formula."""
    return cell[1:] if cell.startswith(_ESCAPE) and cell[1:].startswith(_FORMULA) else cell


def rows(topics: Iterable[tuple[str, TopicValues]]) -> Iterator[dict[str, str]]:
    """Yield a row a topic; each comes with its scope."""
    for scope, values in topics:
        cells = {
            "organisation": EVERYBODY if scope == COMMON else scope,
            "id": values.id,
            "kind": values.kind,
            **{f"title_{language}": values.title.get(language, "") for language in ("ar", "en")},
            **{f"ask_{name}": "\n".join(values.ask.get(name, ())) for name in ("ar", "arabizi", "en")},
            **{f"answer_{language}": values.answer.get(language, "") for language in ("ar", "en")},
            "source": _source(values),
            "related": "\n".join(values.related),
            "starts": values.starts,
            "tests": "\n".join(f"{row.say} {_ARROW} {row.expect}" for row in values.tests),
        }
        yield {name: escaped(cells[name]) for name in COLUMNS}


def taken(
    folders: Folders, sheet: Sequence[Row], files: Mapping[tuple[str, str], str], scopes: frozenset[str]
) -> Imported:
    """Return the change that a sheet asks for. `files` names each topic's file by (scope, id).

    A cell of a column that is missing changes nothing; an empty cell takes the value away. `scopes` are those
    that the author may write.
    """
    changes: dict[str, FileChange] = {}
    refused: list[Refusal] = []
    same = 0
    for number, row in enumerate(sheet, 2):
        outcome = _row(folders, number, row, files, scopes)
        if isinstance(outcome, Refusal):
            refused.append(outcome)
        elif outcome is None:
            same += 1
        elif outcome.file in changes:
            refused.append(Refusal(row=number, id=row.get("id", ""), reason="twice"))
        else:
            changes[outcome.file] = outcome
    change = Change(files=tuple(changes.values())) if changes else None
    return Imported(change=change, taken=len(changes), same=same, refused=tuple(refused))


def _row(
    folders: Folders,
    number: int,
    row: Row,
    files: Mapping[tuple[str, str], str],
    scopes: frozenset[str],
) -> FileChange | Refusal | None:
    cells = {name: plain(value).strip() for name, value in row.items()}
    id_, scope = cells.get("id", ""), cells.get("organisation", "") or COMMON
    if not id_:
        return Refusal(row=number, id="", reason="no-id")
    if scope not in scopes:
        return Refusal(row=number, id=id_, reason="not-yours", value=cells.get("organisation", ""))
    try:
        file = files.get((scope, id_))
        before = folders.text(file) if file else None
        values = _filled(values_of(before) if before is not None else TopicValues(id=id_), cells)
        file = file or new_file(scope, values)
        text = written(values, before)
    except NotForAuthors:
        return Refusal(row=number, id=id_, reason="bad-id")
    except _BadCell as error:
        return Refusal(row=number, id=id_, reason=error.reason, value=error.value)
    except Unreadable as error:
        return Refusal(row=number, id=id_, reason="unreadable", value=str(error)[:120])
    if text == before:
        return None
    return FileChange(file=file, text=text, base=digest_of(before))


class _BadCell(ValueError):
    def __init__(self, reason: str, value: str) -> None:
        super().__init__(reason)
        self.reason, self.value = reason, value


def _filled(values: TopicValues, cells: Row) -> TopicValues:
    """Return the values with what the cells say."""
    if "kind" in cells and not cells["kind"] and not values.kind:
        cells = {name: cell for name, cell in cells.items() if name != "kind"}
    section, clause, channel = _cited(cells["source"]) if "source" in cells else (
        values.section, values.clause, values.channel,
    )  # fmt: skip
    return replace(
        values,
        kind=cells.get("kind", values.kind),
        title=_languages(values.title, cells, "title"),
        answer=_languages(values.answer, cells, "answer"),
        ask={
            name: _lines(cells[f"ask_{name}"]) if f"ask_{name}" in cells else values.ask.get(name, ())
            for name in ("ar", "arabizi", "en")
        },
        section=section,
        clause=clause,
        channel=channel,
        related=_lines(cells["related"]) if "related" in cells else values.related,
        starts=cells.get("starts", values.starts),
        tests=_tests(cells["tests"], values) if "tests" in cells else values.tests,
    )


def _languages(before: Mapping[str, str], cells: Row, part: str) -> dict[str, str]:
    return {language: cells.get(f"{part}_{language}", before.get(language, "")) for language in ("ar", "en")}


def _tests(cell: str, values: TopicValues) -> tuple[TestRow, ...]:
    missed = {row.say: row.known_miss for row in values.tests}
    found = []
    for line in _lines(cell):
        say, arrow, expect = line.rpartition(_ARROW)
        if not arrow or not say.strip() or not expect.strip():
            raise _BadCell("bad-test", line)
        found.append(TestRow(say=say.strip(), expect=expect.strip(), known_miss=missed.get(say.strip(), "")))
    return tuple(found)


def _source(values: TopicValues) -> str:
    """Return `product`, `procedure`, `procedure 5` or `channels volunteering`."""
    return " ".join(each for each in (values.section, values.clause or values.channel) if each)


def _cited(cell: str) -> tuple[str, str, str]:
    parts = cell.split()
    if len(parts) > 2 or (parts and parts[0] == PRODUCT and len(parts) > 1):
        raise _BadCell("bad-source", cell)
    section, place = (parts[0] if parts else ""), (parts[1] if len(parts) > 1 else "")
    return (section, place, "") if place.isdigit() or not place else (section, "", place)


def _lines(cell: str) -> tuple[str, ...]:
    return tuple(plain(line).strip() for line in cell.splitlines() if line.strip())
