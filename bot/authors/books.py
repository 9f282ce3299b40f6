"""Spreadsheets as files: xlsx and csv, both ways. What is read is bounded.

openpyxl is imported where it is used: few processes see a spreadsheet, and every start would wait for it.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.authors.sheets import COLUMNS

MOST_ROWS = 2000
MOST_UNPACKED = 50 * 2**20  # bytes of an xlsx file's parts
MOST_CELL = 32_000  # characters: what a cell of a spreadsheet holds
_SHEET = "topics"
_WIDTHS = {"id": 22, "ask_ar": 50, "ask_en": 50, "answer_ar": 60, "answer_en": 60, "tests": 50}


class BadBook(ValueError):
    """The file is no spreadsheet of topics; `reason` names a wording."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value = reason, value


def as_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows as csv with a byte order mark, so that spreadsheets read the Arabic."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return rows as a workbook; every cell is text."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    for number, name in enumerate(COLUMNS):
        sheet.column_dimensions[chr(ord("A") + number)].width = _WIDTHS.get(name, 18)
    sheet.freeze_panes = "C2"
    sheet.append(list(COLUMNS))
    for row in rows:
        cells = []
        for name in COLUMNS:
            cell = WriteOnlyCell(sheet, value=row[name][:MOST_CELL])
            cell.data_type = "s"  # never a formula
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, name: str) -> list[dict[str, str]]:
    """Return the rows of a file by its columns. Raises BadBook."""
    lines = _xlsx(data) if name.lower().endswith(".xlsx") else _csv(data)
    header = [cell.strip().lower() for cell in next(iter(lines), [])]
    if "id" not in header:
        raise BadBook("no-header")
    unknown = [name for name in header if name and name not in COLUMNS]
    if unknown:
        raise BadBook("unknown-column", unknown[0])
    rows = [dict(zip(header, line, strict=False)) for line in lines[1:] if any(cell.strip() for cell in line)]
    if len(rows) > MOST_ROWS:
        raise BadBook("many-rows", str(MOST_ROWS))
    return [{name: cell for name, cell in row.items() if name} for row in rows]


def _csv(data: bytes) -> Sequence[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadBook("not-utf8") from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise BadBook("not-csv", str(error)) from error


def _xlsx(data: bytes) -> Sequence[list[str]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise BadBook("large")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        try:
            return list(
                _lines(book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=50, values_only=True))
            )
        finally:
            book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, OSError) as error:
        if isinstance(error, BadBook):
            raise
        raise BadBook("not-xlsx") from error


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    for row in rows:
        yield ["" if cell is None else str(cell) for cell in row]
