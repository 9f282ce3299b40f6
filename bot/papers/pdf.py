"""Drawing a document as PDF: shaped and ordered letters, columns from the right in Arabic."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import TableBordersLayout
from fpdf.fonts import FontFace
from typing_extensions import override

from bot.papers.document import Block, Document, Grid, Heading, Paragraph, Picture, Room
from bot.papers.fonts import FOLDERS, faces
from bot.papers.pictures import upright

MARGIN, LINE, BELOW = 16, 6.4, 20  # millimetres
_GREY, _INK, _ACCENT, _SHADE = (90, 98, 96), (24, 32, 31), (15, 102, 92), (231, 240, 238)
_NO_GLYPH = frozenset({"So", "Sk", "Cs", "Co", "Cn"})  # emoji and their kin: no font of ours draws them
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069\u200e\u200f\ufe0f\u200d"))


def pdf(document: Document, folders: Sequence[Path] = FOLDERS) -> bytes:
    """Return a document as a PDF file. NoFont if no Arabic font is installed."""
    paper = _Paper(document, folders)
    paper.add_page()
    paper.write_all()
    return bytes(paper.output())


def drawable(text: str) -> str:
    """Return a text without signs that fonts for letters do not have, such as emoji."""
    kept = (sign for sign in text.translate(_ISOLATES) if unicodedata.category(sign) not in _NO_GLYPH)
    return "\n".join(" ".join(line.split()) for line in "".join(kept).splitlines())


class _Paper(FPDF):
    def __init__(self, document: Document, folders: Sequence[Path]) -> None:
        super().__init__(format="A4")
        self._document = document
        self._right = document.language == "ar"
        self._side = "R" if self._right else "L"
        arabic, latin = faces(folders)
        main, other = (arabic, latin) if self._right else (latin, arabic)
        for face in (main, other):
            self.add_font(face.name, "", str(face.regular))
            self.add_font(face.name, "B", str(face.bold))
        self._font = main.name
        self.set_font(main.name, size=10.5)
        self.set_fallback_fonts([other.name], exact_match=False)
        self.set_text_shaping(
            use_shaping_engine=True,
            direction="rtl" if self._right else "ltr",
            script="arab" if self._right else "latn",
            language="ara" if self._right else "eng",
        )
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=BELOW)
        self.set_title(drawable(document.title))
        self.set_lang(document.language)
        self.set_creator("Wasl")

    @override
    def footer(self) -> None:
        self.set_y(-14)
        self._pen(8.5, _GREY)
        text = self._document.foot.format(page=self.page_no(), pages=self.str_alias_nb_pages)
        self.cell(0, 6, drawable(text), align="C")

    def write_all(self) -> None:
        """Draw the title and all blocks."""
        self._pen(17, _ACCENT, "B")
        self._say(self._document.title, 9)
        self._pen(10.5, _INK)
        for line in self._document.lead:
            self._say(line)
        for block in self._document.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                self.ln(4)
                if self.will_page_break(28):
                    self.add_page()
                self._pen(13, _ACCENT, "B")
                self._say(block.text, 8)
            case Paragraph():
                self._pen(9 if block.quiet else 10.5, _GREY if block.quiet else _INK)
                self._say(block.text, 5.4 if block.quiet else LINE)
            case Grid():
                self._grid(block)
            case Room():
                self._room(block)
            case Picture():
                self._picture(block)

    def _picture(self, picture: Picture) -> None:
        self.add_page()
        self._pen(9, _GREY)
        self._say(picture.name)
        drawn = upright(picture.data)
        if drawn is None:
            self._say(picture.missing)
            return
        self.ln(2)
        room = self.h - self.get_y() - BELOW
        self.image(drawn, x=MARGIN, y=self.get_y(), w=self.epw, h=room, keep_aspect_ratio=True)
        self.set_y(self.h - BELOW)

    def _grid(self, grid: Grid) -> None:
        self.ln(1.5)
        self._pen(9.5, _INK)
        self.set_draw_color(*_GREY)
        self.set_line_width(0.15)
        widths = grid.widths or (1,) * len(grid.head or grid.rows[0])
        head = FontFace(emphasis="BOLD", color=_INK, fill_color=_SHADE)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES, col_widths=self._ordered(widths),
            text_align=self._side, line_height=LINE, headings_style=head,
            first_row_as_headings=bool(grid.head), padding=1.2,
        ) as table:  # fmt: skip
            for row in (grid.head, *grid.rows) if grid.head else grid.rows:
                table.row([drawable(str(cell)) for cell in self._ordered(row)])

    def _ordered(self, cells: tuple[str, ...] | tuple[int, ...]) -> tuple[str, ...] | tuple[int, ...]:
        """Return cells as they stand from the left."""
        return cells[::-1] if self._right else cells

    def _room(self, room: Room) -> None:
        self.set_draw_color(*_GREY)
        for _ in range(room.lines):
            self.ln(9)
            self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())
        if not room.signatures:
            return
        self.ln(18)
        self._pen(9, _GREY)
        each = self.epw / len(room.signatures)
        for place, words in enumerate(room.signatures):
            begin = MARGIN + each * place
            self.line(begin + 4, self.get_y(), begin + each - 4, self.get_y())
            self.set_x(begin)
            self.cell(each, 7, drawable(words), align="C")
        self.ln(8)

    def _say(self, text: str, height: float = LINE) -> None:
        self.multi_cell(0, height, drawable(text), align=self._side, new_x="LMARGIN", new_y="NEXT")

    def _pen(self, size: float, colour: tuple[int, int, int], style: str = "") -> None:
        self.set_font(self._font, style, size)
        self.set_text_color(*colour)
