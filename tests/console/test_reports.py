"""The report for managers, on its page and as files."""

import io
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from bot.content import Library
from bot.engine.respond import respond
from bot.messages import Address
from bot.papers.fonts import faces
from bot.ports.store import Transaction
from tests.browser.assembly import assembled
from tests.channels.web.house import House
from tests.console.test_console import signed_in

PAGE = "/console/reports"


@pytest.fixture
async def five(tmp_path: Path, library: Library) -> AsyncIterator[House]:
    """The product with the shipped content and the real engine."""
    contents = library.contents
    async with assembled(
        tmp_path, respond=respond, contents=contents.__getitem__, organisations=("aoun", "banan", "khuzam")
    ) as built:
        yield built


def _rate(tx: Transaction, *, place: Address, at: datetime) -> None:
    row = tx.conversations.open(place, language="ar", now=at)
    tx.people.keep_rating(place.organisation, row.id, stars=5, reason="", at=at)


async def rated(home: House, count: int, organisation: str = "aoun") -> None:
    now = home.needs.now()
    for number in range(count):
        place = Address(organisation=organisation, channel="web", user=f"u{number}")
        await home.store.write(partial(_rate, place=place, at=now))


async def test_a_manager_reads_every_figure_with_its_table(five: House) -> None:
    await rated(five, 6)
    async with signed_in(five, "sara", role="supervisor") as staff:
        shown = await staff.get(PAGE)
    assert shown.status_code == 200
    for heading in ("التواصل حسب القناة", "الرضا حسب القناة", "القرارات", "المتطوعون"):
        assert heading in shown.text
    assert shown.text.count("<svg") >= 1
    assert "جمعية عون" in shown.text
    assert "no-store" in shown.headers["cache-control"]


@pytest.mark.parametrize("role", ["researcher", "author"])
async def test_others_may_not(five: House, role: str) -> None:
    async with signed_in(five, "sara", role=role) as staff:  # type: ignore[arg-type]
        assert (await staff.get(PAGE)).status_code == 403
        assert PAGE not in (await staff.get("/console/waiting")).text


async def test_only_ones_own_association_is_counted(five: House) -> None:
    await rated(five, 6, "khuzam")
    async with signed_in(five, "sara", role="supervisor") as staff:
        shown = await staff.get(PAGE, params={"org": "khuzam"})
    assert "خزام" not in shown.text.split("<main")[1]


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ({"named": "hijri-month"}, 200, "هـ"),
        ({"first": "1448-05-01", "last": "1448-05-29"}, 200, "1448"),
        ({"first": "2026-02-30"}, 400, "هذه ليست مدة"),
        ({"named": "never"}, 400, "هذه ليست مدة"),
    ],
)
async def test_any_span_in_either_calendar(
    five: House, asked: dict[str, str], status: int, said: str
) -> None:
    async with signed_in(five, "sara", role="administrator") as staff:
        shown: httpx.Response = await staff.get(PAGE, params=asked)
    assert shown.status_code == status
    assert said in shown.text


async def test_the_same_figures_as_a_spreadsheet(five: House) -> None:
    await rated(five, 6)
    async with signed_in(five, "sara", role="supervisor") as staff:
        got = await staff.get(f"{PAGE}/file.xlsx", params={"named": "year"})
        shown = await staff.get(PAGE, params={"named": "year"})
    assert 'filename="wasl-report-' in got.headers["content-disposition"]
    book = load_workbook(io.BytesIO(got.content))
    assert "التواصل حسب القناة" in book.sheetnames
    assert all(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
    rows = [tuple(cell.value for cell in row) for row in book["تقييم بلا سؤال"].iter_rows(min_row=5)]
    assert rows == [("الجمعية", "التقييمات", "راضون ٪"), ("جمعية عون", 6, 100)]
    assert "<td>100</td>" in shown.text


async def test_the_same_figures_for_print(five: House) -> None:
    await rated(five, 6)
    async with signed_in(five, "sara", role="supervisor") as staff:
        got = await staff.get(f"{PAGE}/file.pdf")
        other = await staff.get(f"{PAGE}/file.exe")
        wrong = await staff.get(f"{PAGE}/file.pdf", params={"first": "x"})
    assert got.headers["content-type"] == "application/pdf"
    assert got.content.startswith(b"%PDF")
    assert (other.status_code, wrong.status_code) == (404, 400)


async def test_files_are_for_managers_too(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        assert (await staff.get(f"{PAGE}/file.xlsx")).status_code == 403


async def test_without_a_font_it_is_said_what_to_install(
    five: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.papers.pdf.faces", lambda _: faces(()))
    async with signed_in(five, "sara", role="supervisor") as staff:
        got = await staff.get(f"{PAGE}/file.pdf")
    assert got.status_code == 503
    assert "fonts-noto-core" in got.text
