"""The flow files: valid, in both languages, with ways that lead somewhere and reasons for what they ask."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.engine.flow import Flow
from bot.engine.steps.branch import END, BranchStep
from bot.engine.steps.find_case import FindCaseStep
from bot.engine.steps.step import AskingStep
from bot.engine.steps.submit import SubmitStep
from bot.messages import LANGUAGES

from . import scenes

FLOWS = sorted((scenes.ROOT / "flows").glob("*.yaml"))
EXPECTED = {
    "support-request": "support-request",
    "complaint": "complaint",
    "survey": None,
    "suggestion": "suggestion",
    "volunteering": "volunteering",
    "interview": "interview",
    "call-back": "call-back",
    "family-in-need": "family-in-need",
    "acting-for": "acting-for",
    "rating": None,
    "tracking": None,
    "my-data": None,
}
IDENTIFYING = {"name", "national_id", "phone", "iban", "email", "location"}
FIELDS = {"name", "short_name", "people"}


@pytest.fixture(params=FLOWS, ids=lambda path: path.stem)
def shape(request: pytest.FixtureRequest) -> dict[str, Any]:
    loaded: dict[str, Any] = scenes.load(request.param)
    return loaded


@pytest.fixture
def flow(shape: dict[str, Any]) -> Flow:
    return Flow.model_validate(shape)


def texts(shape: Any) -> Iterator[dict[str, str]]:
    """Yield each mapping from languages to words."""
    if isinstance(shape, dict) and shape.keys() & set(LANGUAGES):
        yield shape
    elif isinstance(shape, dict | list):
        for item in shape.values() if isinstance(shape, dict) else shape:
            yield from texts(item)


def test_the_flows_are_those_of_the_product() -> None:
    flows = [Flow.model_validate(scenes.load(path)) for path in FLOWS]
    assert {flow.id: flow.kind for flow in flows} == EXPECTED
    assert [flow.id for flow in flows] == [path.stem for path in FLOWS]


def test_every_text_is_in_both_languages_and_short(shape: dict[str, Any]) -> None:
    for text in texts(shape):
        assert text.keys() == set(LANGUAGES)
        for words in text.values():
            assert len(re.findall(r"[.؟?!](?:\s|$)", words)) <= 2, words
            assert len(words) <= 220, words


def test_fields_are_known(shape: dict[str, Any], flow: Flow) -> None:
    said_after = {id(text) for step in shape["steps"] if step["type"] == "submit" for text in step["after"]}
    with_code = {id(step["after"]) for step in shape["steps"] if step.get("action") == "link"}
    for text in texts(shape):
        allowed = FIELDS | ({"reference"} if id(text) in said_after else set())
        allowed |= {"code", "minutes"} if id(text) in with_code else set()
        assert all(set(re.findall(r"\{(\w+)\}", words)) <= allowed for words in text.values()), flow.id


def test_ids_are_unique_and_free_of_the_reserved_one(flow: Flow) -> None:
    ids = [step.id for step in flow.steps]
    assert len(set(ids)) == len(ids)
    assert END not in ids


def test_every_jump_leads_somewhere(flow: Flow) -> None:
    goals = {END, *(step.id for step in flow.steps)}
    for step in flow.steps:
        if isinstance(step, BranchStep):
            assert {case.go for case in step.cases} | {step.otherwise or END} <= goals
        if isinstance(step, FindCaseStep):
            assert {step.found or END, step.missing or END} <= goals


def test_conditions_name_earlier_steps(flow: Flow) -> None:
    ids = [step.id for step in flow.steps]
    for place, step in enumerate(flow.steps):
        asked = set(step.when.root) if step.when else set()
        if isinstance(step, BranchStep):
            asked |= {name for case in step.cases for name in case.when.root}
        assert asked <= set(ids[:place]), step.id


def test_identifying_steps_say_why_and_come_last(flow: Flow) -> None:
    asking = [step for step in flow.steps if isinstance(step, AskingStep)]
    places = [place for place, step in enumerate(asking) if step.type in IDENTIFYING]
    assert all(asking[place].why for place in places)
    content = {"text", "choice", "multiple_choice", "number", "date", "attachment", "stars"}
    rest = [step.type for step in asking[places[0] :]] if places else []
    assert not set(rest) & content


def test_buttons_fit_and_have_icons(flow: Flow) -> None:
    scene = scenes.scene(steps=flow.steps)
    asking = [step for step in flow.steps if isinstance(step, AskingStep)]
    buttons = [button for step in asking for button in step.prompt(scene).buttons]
    assert all(len(button.id.encode()) <= 64 for button in buttons)
    assert all(not button.label[0].isalnum() for button in buttons)


def test_what_is_sent_was_reviewed(flow: Flow) -> None:
    types = [step.type for step in flow.steps]
    if any(isinstance(step, SubmitStep) for step in flow.steps):
        assert types.index("review") < types.index("submit")


def test_a_flow_that_was_kept_is_the_same_flow(flow: Flow) -> None:
    assert Flow.model_validate_json(flow.model_dump_json()).version == flow.version
