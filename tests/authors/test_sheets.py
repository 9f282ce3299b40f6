"""Topics in and out of spreadsheets."""

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook, load_workbook

from bot.authors.books import MOST_ROWS, BadBook, as_csv, as_xlsx, read
from bot.authors.places import COMMON
from bot.authors.sheets import COLUMNS, Imported, Row, escaped, plain, rows, taken
from bot.authors.topics import TopicValues, values_of
from tests.authors.office import OWN, TOPIC, Office

BOTH = frozenset((COMMON, "aoun", "banan"))
FORMULAS = ["=1+1", "+966500000000", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


def topics(desk: Office) -> list[tuple[str, TopicValues]]:
    listed = desk.authors.index.topics("ar")
    return [(each.scope, values_of(desk.text(each.file))) for each in listed]


def imported(desk: Office, sheet: Sequence[Row], scopes: frozenset[str] = BOTH) -> Imported:
    files = {(each.scope, each.id): each.file for each in desk.authors.index.topics("ar")}
    return taken(desk.authors.folders, sheet, files, scopes)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_and_comes_back_changes_nothing(desk: Office, kind: str) -> None:
    data = (as_xlsx if kind == "xlsx" else as_csv)(rows(topics(desk)))
    outcome = imported(desk, read(data, f"topics.{kind}"))
    assert (outcome.change, outcome.refused) == (None, ())
    assert outcome.same == len(topics(desk)) > 4


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_formula_is_escaped_on_the_way_out_and_plain_on_the_way_in(cell: str) -> None:
    assert escaped(cell).startswith("'")
    assert plain(escaped(cell)) == cell
    values = TopicValues(id="a", answer={"ar": cell, "en": "x"})
    book = load_workbook(io.BytesIO(as_xlsx(rows([(COMMON, values)]))))
    shown = book.worksheets[0].cell(2, COLUMNS.index("answer_ar") + 1)
    assert shown.data_type == "s"
    assert str(shown.value).startswith("'")


def test_a_row_changes_its_topic_and_nothing_beside(desk: Office) -> None:
    outcome = imported(desk, [{"id": "review-time", "title_en": "How long"}])
    assert outcome.change is not None
    assert outcome.change.files[0].text == desk.text(TOPIC).replace(
        "en: How long a request takes", "en: How long"
    )


def test_a_new_topic_and_an_associations_own(desk: Office) -> None:
    new = {"id": "gap-books", "kind": "gap", "organisation": "", "title_ar": "كتب", "title_en": "Books",
           "ask_ar": "هل عندكم كتب\nاريد كتب", "answer_ar": "لا", "answer_en": "No", "source": "procedure 5",
           "tests": "ابي كتاب => gap-books"}  # fmt: skip
    own = {"id": "review-time", "organisation": "banan", "answer_ar": "شهر", "answer_en": "A month"}
    outcome = imported(desk, [new, own])
    assert outcome.change is not None
    files = {each.file: each.text for each in outcome.change.files}
    assert "tests:\n  - {say: ابي كتاب, expect: gap-books}" in (files["knowledge/gaps/gap-books.yaml"] or "")
    assert "clause: 5" in (files["knowledge/gaps/gap-books.yaml"] or "")
    assert "ar: شهر" in (files["knowledge/organisations/banan/topics/review-time.yaml"] or "")


REFUSED: list[tuple[Row, str]] = [
    ({"id": "", "title_ar": "x"}, "no-id"),
    ({"id": "Bad Id", "title_ar": "x"}, "bad-id"),
    ({"id": "../x", "title_ar": "x"}, "bad-id"),
    ({"id": "review-time", "organisation": "miras"}, "not-yours"),
    ({"id": "review-time", "tests": "no arrow"}, "bad-test"),
    ({"id": "review-time", "source": "procedure 5 6"}, "bad-source"),
]


@pytest.mark.parametrize(("row", "reason"), REFUSED)
def test_a_refused_row_is_told_with_its_number(desk: Office, row: Row, reason: str) -> None:
    outcome = imported(desk, [{"id": "contact-details"}, row])
    assert [(each.row, each.reason) for each in outcome.refused] == [(3, reason)]


def test_a_topic_in_two_rows_is_refused_the_second_time(desk: Office) -> None:
    outcome = imported(desk, [{"id": "review-time", "title_en": "A"}, {"id": "review-time", "title_en": "B"}])
    assert (outcome.taken, [each.reason for each in outcome.refused]) == (1, ["twice"])


def test_one_associations_author_imports_only_their_own(desk: Office) -> None:
    outcome = imported(desk, [{"id": "review-time", "title_en": "A"}], frozenset({"aoun"}))
    assert [each.reason for each in outcome.refused] == ["not-yours"]
    assert OWN.split("/")[2] == "aoun"


BAD_BOOKS: list[tuple[bytes, str, str]] = [
    (b"PK not a book", "x.xlsx", "not-xlsx"),
    ("المعرف,id".encode("cp1256"), "x.csv", "not-utf8"),
    (b"title_ar\nx\n", "x.csv", "no-header"),
    (b"id,colour\nx,y\n", "x.csv", "unknown-column"),
    (b"id\n" + b"a\n" * (MOST_ROWS + 1), "x.csv", "many-rows"),
    (b"", "x.csv", "no-header"),
]


@pytest.mark.parametrize(("data", "name", "reason"), BAD_BOOKS)
def test_a_file_that_is_no_spreadsheet_of_topics(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(BadBook) as caught:
        read(data, name)
    assert caught.value.reason == reason


def test_a_spreadsheets_own_csv_is_read() -> None:
    assert read("\ufeffid;title_ar\r\na-b;عنوان\r\n".encode(), "x.csv") == [
        {"id": "a-b", "title_ar": "عنوان"}
    ]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["id", "source"])
    sheet.append(["a-b", 5])
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), "X.XLSX") == [{"id": "a-b", "source": "5"}]
