"""Steps of a flow's file: whatever a button does, the rest stays as it was, byte for byte."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.authors.editing import Unreadable, read
from bot.authors.flows import outline
from bot.authors.steps import (
    ADDABLE,
    SAYING,
    WITH_OPTIONS,
    NewStep,
    faults,
    skippable,
    step_added,
    step_moved,
    step_removed,
    usual_place,
)
from bot.engine.steps import STEP_TYPES

FLOWS = sorted((Path(__file__).parents[2] / "flows").glob("*.yaml"))
CASES = yaml.load((Path(__file__).parent / "steps.yaml").read_text("utf-8"), yaml.BaseLoader)
TEXT = """\
# A form.
id: two
steps:
  # who they are
  - id: first
    type: text  # words
    ask: {ar: ما الأول؟, en: "What first?"}

  # asked in spring, too

  # the second
  - id: second
    type: yes_no
    ask:
      ar: والثاني؟
      en: And the second?
    # of the label
    label: {ar: الثاني, en: Second}

  - id: third
    type: say
    text:
      ar: |
        # شكرًا
      en: Thank you.

# what it is for
kind: two
"""


def acted(case: dict[str, Any], text: str) -> str:
    place = int(case["place"])
    match case["act"]:
        case "up":
            return step_moved(text, place, -1)
        case "down":
            return step_moved(text, place, 1)
        case "remove":
            return step_removed(text, place)
        case "skip":
            return skippable(text, {place: True})
        case _:
            step = {**case["step"], "optional": case["step"].get("optional") == "yes"}
            return step_added(text, place, NewStep(**step))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_only_what_changes_changes(case: dict[str, Any]) -> None:
    assert case["find"] in TEXT
    assert acted(case, TEXT) == TEXT.replace(case["find"], case["put"], 1)


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_every_shipped_step_moves_goes_and_may_be_skipped_with_nothing_else_touched(path: Path) -> None:
    text = path.read_bytes().decode()
    steps = read(text)["steps"]
    for place, step in enumerate(steps[:-1]):
        lower = step_moved(text, place, 1)
        assert read(lower)["steps"][place : place + 2] == [steps[place + 1], step]
        assert sorted(lower.splitlines()) == sorted(text.splitlines())
        assert step_moved(lower, place + 1, -1) == text
    for place in range(len(steps)):
        assert [each["id"] for each in read(step_removed(text, place))["steps"]] == [
            each["id"] for number, each in enumerate(steps) if number != place
        ]
    usual = {place: step.get("optional") in ("yes", "true") for place, step in enumerate(steps)}
    all_, none = dict.fromkeys(usual, True), dict.fromkeys(usual, False)
    assert skippable(text, usual) == text
    assert skippable(skippable(text, all_), none) == skippable(text, none)


@pytest.mark.parametrize("type_", ADDABLE)
def test_every_type_that_a_form_adds_is_a_whole_step(type_: str) -> None:
    words = {"ar": "كلمات", "en": "Words"}
    step = NewStep(
        type=type_, id="new_one", ask=words,
        why={} if type_ == SAYING else words, label={} if type_ == SAYING else words,
        options="a: أ | A\nb: ب | B" if type_ in WITH_OPTIONS else "", optional=True,
    )  # fmt: skip
    assert faults(step, frozenset({"first"})) == []
    for path in FLOWS:
        text = path.read_bytes().decode()
        place = usual_place(text)
        after = step_added(text, place, step)
        added = read(after)["steps"][place]
        assert STEP_TYPES[type_].model_validate(added).id == "new_one"
        assert step_removed(after, place) == text
        assert outline(after).steps[place].type == type_


def test_what_is_wrong_with_a_new_step_is_said_at_its_fields() -> None:
    taken = frozenset({"first"})
    words = {"ar": "كلمات", "en": "Words"}

    def found(**given: Any) -> list[tuple[str, str]]:
        return faults(NewStep(**{"type": "text", "id": "new", "ask": words, **given}), taken)

    assert found() == []
    assert found(type="submit") == [("type", "type")]
    assert found(id="New One") == [("id", "id")]
    assert found(id="a" * 41) == [("id", "id")]
    assert found(id="first") == [("id", "taken")]
    assert found(ask={"ar": "", "en": "x"}) == [("ask_ar", "missing")]
    assert found(label={"ar": "س", "en": ""}) == [("label_en", "missing")]
    assert found(type="phone") == [("why_ar", "missing"), ("why_en", "missing")]
    both = [("why", "only-says"), ("options", "only-says")]
    assert found(type="say", options="a: أ | A", why=words) == both
    assert found(options="a: أ | A") == [("options", "no-options")]
    assert found(type="choice") == [("options", "few")]
    assert found(type="choice", options="a: أ | A") == [("options", "few")]
    assert found(type="choice", options="a: أ | A\nb أ A") == [("options", "option")]
    assert found(type="choice", options="a: أ | A\na: ب | B") == [("options", "option-id")]
    assert found(type="choice", options=f"a: أ | A\n{'b' * 60}: ب | B") == [("options", "option-id")]


@pytest.mark.parametrize(
    "text", ["steps: [{id: a, type: text}, {id: b, type: text}]\n", "id: a-b\n", "id: [", "steps: x\n"]
)
def test_what_has_no_lines_of_its_own_is_left_to_the_text(text: str) -> None:
    with pytest.raises(Unreadable):
        step_moved(text, 0, 1)


def test_the_only_step_stays() -> None:
    with pytest.raises(Unreadable):
        step_removed("steps:\n  - id: a\n    type: text\n", 0)
