"""The report for managers as a document and as a spreadsheet."""

import io
import re
from collections.abc import Callable

from bot.messages import Language
from bot.papers.document import Block, Document, Grid, Heading, Paragraph
from bot.reports.tables import Cell, Report

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31  # letters of a sheet's name
_WIDEST = 60


def printed_report(made: Report, language: Language, words: Callable[..., str]) -> Document:
    """Return a report for print; `words` says texts of reports."""
    blocks: list[Block] = [Paragraph(text=words("privacy"), quiet=True)]
    for table in made.tables:
        blocks += [Heading(text=table.title), Paragraph(text=table.note, quiet=True)]
        rows = tuple(tuple(str(cell) for cell in row) for row in table.rows)
        blocks.append(
            Grid(head=table.head, rows=rows, widths=_widths((table.head, *rows)))
            if rows
            else Paragraph(text=words("nothing"))
        )
    lead = (made.organisations, made.period, words("made", day=made.made))
    foot = words("page", page="{page}", pages="{pages}")
    return Document(title=made.title, lead=lead, blocks=tuple(blocks), language=language, foot=foot)


def as_xlsx(made: Report, *, language: Language) -> bytes:
    """Return a report as a workbook, a sheet a table; numbers are numbers and no text is a formula."""
    from openpyxl import Workbook  # few processes ever write one, and every start would wait for it
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book, bold, top = Workbook(), Font(bold=True), Alignment(wrap_text=True, vertical="top")
    front = book.active
    for number, table in enumerate(made.tables):
        sheet = front if number == 0 and front is not None else book.create_sheet()
        sheet.title = _NOT_IN_A_NAME.sub(" ", table.title)[:_LONGEST_NAME]
        sheet.sheet_view.rightToLeft = language == "ar"
        lead: list[tuple[Cell, ...]] = [
            (f"{made.title}: {table.title}",), (made.organisations,), (made.period,), (table.note,),
        ]  # fmt: skip
        for place, row in enumerate([*lead, table.head, *table.rows], start=1):
            for column, value in enumerate(row, start=1):
                cell = sheet.cell(row=place, column=column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"  # never a formula
                if place in (1, len(lead) + 1):
                    cell.font = bold
                if place > len(lead):
                    cell.alignment = top
        sheet.freeze_panes = f"A{len(lead) + 2}"
        for column, width in enumerate(_widths((table.head, *table.rows)), start=1):
            sheet.column_dimensions[get_column_letter(column)].width = width + 4
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _widths(rows: tuple[tuple[Cell, ...], ...]) -> tuple[int, ...]:
    """Return a width in letters for each column."""
    columns = zip(*rows, strict=True)
    return tuple(min(_WIDEST, max(8, *(len(str(cell)) for cell in column))) for column in columns)
