"""Printed documents: Arabic letters are joined and ordered, and what no font draws is left out."""

import io
import re
import zlib
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.papers.document import Document, Grid, Heading, Paragraph, Picture, Room
from bot.papers.fonts import NoFont, faces
from bot.papers.pdf import drawable, pdf
from bot.papers.pictures import upright
from bot.papers.reports import as_xlsx
from bot.reports.tables import Report, Table

ORIENTATION = 0x0112  # in a photo's EXIF data


def paper(language: str = "ar", rows: int = 2) -> Document:
    return Document(
        title="تقرير", lead=("جمعية عون", "AOUN-2026-00042-7"), language="ar" if language == "ar" else "en",
        foot="صفحة {page} من {pages}",
        blocks=(
            Heading(text="✅ التواصل"),
            Paragraph(text="سجّل فيها الموظف تواصلًا Telegram 12.5", quiet=True),
            Grid(head=("الجمعية", "العدد"), rows=(("جمعية عون", "3"),) * rows, widths=(3, 1)),
            Grid(head=(), rows=(("أ", "ب"),)),
            Room(lines=2, signatures=("التوقيع", "التوقيع")),
        ),
    )  # fmt: skip


def streams(data: bytes) -> bytes:
    """Return what the pages draw, unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    opened = []
    for each in packed:
        try:
            opened.append(zlib.decompress(each))
        except zlib.error:
            continue
    return b"\n".join(opened)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_document_is_drawn(language: str) -> None:
    data = pdf(paper(language))
    assert data.startswith(b"%PDF")
    assert b"NotoSansArabic" in data
    assert b"NotoSans" in data


def test_letters_are_joined() -> None:
    """Seen, lam-alif as one sign, meem: three signs are drawn for four letters that stand together."""
    word = Document(title="سلام", lead=(), blocks=(), language="ar", foot="1")
    apart = Document(title="س ل ا م", lead=(), blocks=(), language="ar", foot="1")
    assert _drawn(pdf(word)) == 3
    assert _drawn(pdf(apart)) == 4 + 3, "four letters and the spaces between them"


def _drawn(data: bytes) -> int:
    """Return how many signs the title has: two bytes each."""
    title = next(line for line in streams(data).splitlines() if b" Tj" in line)
    return len(title[title.index(b"(") + 1 : title.rindex(b")")]) // 2


def _title(data: bytes) -> list[int]:
    """Return the numbers of the title's signs as they stand from the left, spaces left out."""
    title = next(line for line in streams(data).splitlines() if b" Tj" in line)
    drawn = b"".join(re.findall(rb"\(((?:[^()\\]|\\.)*)\) Tj", title, re.DOTALL))
    codes = [int.from_bytes(drawn[place : place + 2], "big") for place in range(0, len(drawn), 2)]
    return [code for code in codes if code != ord(" ")]


def _alike(codes: list[int]) -> list[int]:
    """Name signs by when they came first: 2026 and 3037 are alike."""
    return [list(dict.fromkeys(codes)).index(code) for code in codes]


def test_arabic_goes_from_the_right_and_numbers_in_it_from_the_left() -> None:
    """Dal, alif, reh, alif stand apart: from the left that is alif, reh, alif, dal, behind 2026 and AB."""
    codes = _title(pdf(Document(title="دارا 2026 AB", lead=(), blocks=(), language="ar", foot="1")))
    latin, number, word = codes[:2], codes[2:6], codes[6:]
    assert len(codes) == 2 + 4 + 4
    assert _alike(latin) == [0, 1]
    assert _alike(number) == _alike([2, 0, 2, 6])
    assert _alike(word) == [0, 1, 0, 2]


def test_a_picture_is_a_page_the_right_way_up_and_what_is_none_is_said() -> None:
    made = io.BytesIO()
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turned by a quarter, as phones keep it
    Image.new("RGB", (4000, 1000), "red").save(made, "JPEG", exif=exif)
    drawn = upright(made.getvalue())
    assert drawn is not None
    assert Image.open(drawn).size == (400, 1600)
    assert upright(b"none") is None
    pictures = tuple(Picture(name="x.jpg", data=data, missing="تعذر") for data in (made.getvalue(), b"none"))
    data = pdf(Document(title="ملف", lead=(), blocks=pictures, language="ar", foot="1"))
    assert len(re.findall(rb"/Type /Page\b", data)) == 3
    assert len(re.findall(rb"/Subtype /Image", data)) == 1


def test_a_long_table_goes_on_on_the_next_page() -> None:
    data = pdf(paper(rows=120))
    assert len(re.findall(rb"/Type /Page\b", data)) >= 3


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("✅ قبول", "قبول"), ("⏳ طول الانتظار", "طول الانتظار"), ("\u2066AOUN-1\u2069 رقم", "AOUN-1 رقم"),
        ("سطر\nوسطر", "سطر\nوسطر"), ("3 > 2 ٪ 5$", "3 > 2 ٪ 5$"), ("👨‍👩‍👧 أسرة", "أسرة"),
    ],
)  # fmt: skip
def test_what_no_font_draws_is_left_out(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


def test_without_an_arabic_font_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(NoFont, match="fonts-noto-core"):
        pdf(paper(), (tmp_path, tmp_path / "none"))
    assert faces()


def test_no_cell_of_a_spreadsheet_is_a_formula() -> None:
    rows = (("=1+1", 3), ("@x", 4), ("+966", 5))
    table = Table(id="x", title="=A1:[x]/y " * 5, head=("=head", "n"), rows=rows)
    made = Report(title="=t", organisations="-o", period="p", made="m", tables=(table,))
    path = io.BytesIO(as_xlsx(made, language="ar"))
    sheet = load_workbook(path).worksheets[0]
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    assert [cell.value for cell in sheet["B"][5:]] == [3, 4, 5]
    assert sheet.sheet_view.rightToLeft
