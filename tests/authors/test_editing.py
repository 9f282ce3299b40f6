"""A change of a YAML file leaves the rest of it as it was, byte for byte."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.authors.editing import Unreadable, changed, composed, read, same_form
from bot.authors.flows import reworded, spots
from bot.authors.places import Folders, is_flow
from bot.authors.topics import ORDER, values_of, written

ROOT = Path(__file__).parents[2]
FOLDERS = Folders(knowledge=ROOT / "knowledge", flows=ROOT / "flows")
FILES = sorted(
    path
    for folder in (
        "knowledge/common",
        "knowledge/gaps",
        "knowledge/misconceptions",
        "knowledge/organisations",
    )
    for path in (ROOT / folder).rglob("*.yaml")
    if path.name not in ("organisation.yaml", "cases.yaml")
)
FLOWS = sorted((ROOT / "flows").glob("*.yaml"))
CASES = yaml.safe_load((Path(__file__).parent / "editing.yaml").read_text("utf-8"))
TEXT = """\
# Who asks: everybody.
id: a-b   # never changes
title: {ar: واحد, en: One}
ask:
  ar:
    - one  # as heard
    # from the telephone
    - two
    - three
# the answer
answer:
  ar: "نص: كذا"
  en: text

# where
source: {section: procedure, clause: 5}
related: [a]
tests:
  - {say: a, expect: a-b}
  # odd
  - {say: b, expect: a-b}
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_saving_a_topic_without_a_change_is_byte_identical(path: Path) -> None:
    text = path.read_bytes().decode()
    assert written(values_of(text), text) == text


@pytest.mark.parametrize("path", [*FILES, *FLOWS], ids=lambda path: path.stem)
def test_writing_a_shipped_file_anew_is_byte_identical(path: Path) -> None:
    assert same_form(path.read_bytes().decode())


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_saving_a_flow_without_a_change_is_byte_identical(path: Path) -> None:
    file = FOLDERS.name(path)
    text = path.read_bytes().decode()
    given = {f"{spot.name}.{one}": words for spot in spots(text) for one, words in spot.texts.items()}
    assert is_flow(file)
    assert reworded(text, given) == text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_only_what_changes_changes(case: dict[str, Any]) -> None:
    value = case["value"]
    after = changed(TEXT, {case["key"]: value}, ORDER)
    assert case["find"] in TEXT
    assert after == TEXT.replace(case["find"], case["put"], 1)


@pytest.mark.parametrize("text", ["id: [", "- a\n- b\n", "a: &x [1]\nb: *x\n", "a: 1\na: 2\n"])
def test_what_the_content_refuses_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        changed(text, {"id": "x"})


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.just(" "), min_size=1)
_LINES = st.lists(_WORDS.map(lambda text: " ".join(text.split())).filter(bool), min_size=1, max_size=5)


@settings(deadline=None, max_examples=60)
@given(_LINES, _LINES)
def test_whatever_is_typed_is_read_back(arabic: list[str], english: list[str]) -> None:
    wanted = {"ask": {"ar": arabic, "en": english}, "title": {"ar": arabic[0], "en": english[0]}}
    assert read(composed(wanted, ORDER)) == {"title": wanted["title"], "ask": wanted["ask"]}
    assert {key: read(changed(TEXT, wanted, ORDER))[key] for key in wanted} == wanted
