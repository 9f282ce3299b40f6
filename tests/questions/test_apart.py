"""Questions that measure stand nowhere in the content: they would only measure its memory."""

from pathlib import Path

import pytest

from bot.cli.evaluate import questions, standing

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "tests").glob("*/*.tsv"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_no_question_stands_in_the_content(file: Path) -> None:
    assert len(list(questions(file))) > 100
    assert standing(file) == 0


def test_a_question_that_stands_there_is_counted(tmp_path: Path) -> None:
    asked = tmp_path / "asked.tsv"
    asked.write_text("dia\tsmalltalk-greeting\tهَلا والله\ndia\toos\tسؤال لا يوجد في مكان\n", encoding="utf-8")
    assert standing(asked) == 1
