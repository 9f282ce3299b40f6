"""Plays reading.yaml and validation.yaml: files as authors write them, and what is said about them."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.content.nodes import RefusedYaml, compose
from bot.content.problems import Problem, in_order
from bot.content.reading import MOST_BYTES, Document, read
from bot.content.schemas import SCHEMAS
from bot.content.validation import validate

HERE = Path(__file__).parent


def cases(name: str) -> list[Any]:
    """Return the cases of a file, each named by its reason."""
    loaded = yaml.load((HERE / name).read_text("utf-8"), yaml.CBaseLoader)
    return [pytest.param(case, id=case["why"]) for case in loaded]


def written(folder: Path, content: str | bytes) -> Path:
    """Write a file and return its path."""
    path = folder / "a.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("case", cases("reading.yaml"))
def test_reading(case: dict[str, Any], tmp_path: Path) -> None:
    """A file is read as strings, or its mistake is named at its place in both languages."""
    found = read(written(tmp_path, case["text"]), tmp_path)
    if "data" in case:
        assert isinstance(found, Document), found
        assert found.data == case["data"]
    else:
        assert isinstance(found, Problem)
        assert told(found) == told_of(case["problem"])
        assert case["problem"]["says"] in found.text("en")
        assert found.text("ar") != found.text("en")


@pytest.mark.parametrize("case", cases("validation.yaml"))
def test_validation(case: dict[str, Any], tmp_path: Path) -> None:
    """Every mistake of a file is named at its place, with the nearest name that would be right."""
    document = read(written(tmp_path, case["text"]), tmp_path)
    assert isinstance(document, Document), document
    found = validate(document, SCHEMAS[case.get("shape", "topic")])
    problems = in_order(found) if isinstance(found, list) else []
    expected = sorted(
        case["problems"], key=lambda each: (int(each["line"]), int(each["column"]), each["rule"])
    )
    assert [told(p) for p in problems] == [told_of(each) for each in expected], [
        p.text("en") for p in problems
    ]
    for each in expected:
        assert any(each["says"] in problem.text("en") for problem in problems), [
            p.text("en") for p in problems
        ]
    assert all(problem.message["ar"] and "{" not in problem.message["ar"] for problem in problems)


def told(problem: Problem) -> tuple[str, str, str]:
    return problem.rule, str(problem.line), str(problem.column)


def told_of(expected: dict[str, str]) -> tuple[str, str, str]:
    return expected["rule"], expected["line"], expected["column"]


def test_file_that_is_not_utf_8(tmp_path: Path) -> None:
    """The line of the first wrong byte is named."""
    found = read(written(tmp_path, "id: a\ntitle: مدة".encode("cp1256")), tmp_path)
    assert isinstance(found, Problem)
    assert (found.rule, found.line) == ("utf-8", 2)


def test_file_of_50_megabytes_is_refused_unread(tmp_path: Path) -> None:
    """Only its size is looked at: the file is sparse, and reading it would take long."""
    path = tmp_path / "a.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    found = read(path, tmp_path)
    assert isinstance(found, Problem)
    assert found.rule == "large"
    assert str(MOST_BYTES) in found.text("en")


def test_things_that_are_no_files(tmp_path: Path) -> None:
    """A pipe would never end, a folder cannot be read, and a missing file is not there."""
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    found = [read(tmp_path / name, tmp_path) for name in ("pipe.yaml", "folder.yaml", "missing.yaml")]
    assert [each.rule for each in found if isinstance(each, Problem)] == [
        "not-a-file",
        "not-a-file",
        "unreadable",
    ]


@pytest.mark.parametrize("bomb", ["[" * 200_000, "- " * 200_000, "{a: " * 100_000])
def test_nests_that_crash_other_readers(bomb: str, tmp_path: Path) -> None:
    """A hundred thousand brackets end in a problem, not in a crash."""
    found = read(written(tmp_path, bomb), tmp_path)
    assert isinstance(found, Problem)
    assert found.rule == "deep"


@given(st.text(st.sampled_from("ab: -[]{}&*!|>'\"#\n\t?,%@`\u0627\u0000"), max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever stands in a file, reading ends in a tree or in a refusal that says where."""
    try:
        tree = compose(text)
    except (RefusedYaml, yaml.YAMLError):
        return
    assert tree is None or tree.line >= 1
