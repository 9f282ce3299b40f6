"""The content that is shipped: right by every rule, read alike by two YAML libraries, fitting its schemas."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from bot.content import check
from bot.content.reading import Document, read
from bot.content.schemas import schemas, write
from bot.content.sources import RESOURCES

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "knowledge"
FILES = sorted([*KNOWLEDGE.rglob("*.yaml"), *(ROOT / "flows").glob("*.yaml")])


def test_no_rule_is_broken() -> None:
    problems = check(KNOWLEDGE, ROOT / "flows")
    assert [problem.text("en") for problem in problems if problem.severity == "error"] == []


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=name)
def test_two_libraries_read_the_same(path: Path) -> None:
    """ruamel.yaml, which will save from the authors' pages, reads what PyYAML reads: scalars as strings."""
    document = read(path, KNOWLEDGE)
    assert isinstance(document, Document)
    loader = YAML(typ="base", pure=True)
    loader.version = (1, 2)
    assert json.loads(json.dumps(loader.load(io.StringIO(path.read_text("utf-8"))))) == document.data


@pytest.mark.parametrize("path", FILES, ids=name)
def test_an_editor_sees_no_red_line(path: Path) -> None:
    """A shipped file, typed as an editor types it, fits the schema of its kind."""
    typed = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    data = json.loads(json.dumps(typed, default=str))
    validator = Draft202012Validator(json.loads(schemas()[f"{kind(path)}.schema.json"]))
    assert [f"{list(error.path)}: {error.message[:200]}" for error in validator.iter_errors(data)] == []


def kind(path: Path) -> str:
    """Return the schema of a shipped file."""
    if path.stem in (*RESOURCES, "menu", "organisation", "words", "documents"):
        return path.stem
    folder = path.parent.name
    if folder != "cases" and path.stem == "cases":
        return "case-settings"
    folders = {"flows": "flow", "texts": "texts", "topics": "override", "cases": "case-life"}
    return folders.get(folder, "topic")


def test_schema_files_are_current(tmp_path: Path) -> None:
    """`python -m bot.content.schemas schemas` writes them anew."""
    write(tmp_path)
    committed = {path.name: path.read_text("utf-8") for path in (ROOT / "schemas").glob("*.json")}
    assert committed == {path.name: path.read_text("utf-8") for path in tmp_path.glob("*.json")}


@pytest.mark.parametrize("text", schemas().values(), ids=schemas())
def test_schemas_are_schemas(text: str) -> None:
    Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize(
    ("schema", "data", "wrong"),
    [
        ("topic", {"id": "a", "titel": {}}, "titel"),
        ("flow", {"id": "a", "title": {"ar": "ا"}, "steps": [{"id": "b", "type": "choise"}]}, "choise"),
        ("menu", {"buttons": ["flow:a"], "channels": {"fax": {"ar": "ا"}}}, "fax"),
    ],
)
def test_an_editor_sees_mistakes(schema: str, data: Any, wrong: str) -> None:
    errors = list(Draft202012Validator(json.loads(schemas()[f"{schema}.schema.json"])).iter_errors(data))
    assert any(wrong in error.message for error in errors), errors
