"""Play tests/steps/<type>.yaml: a message or an event goes in, and what the step makes of it is compared.

A case: `why`; a message (`say`, `press`, `choice`, `files`, `place`, `contact`, `sticker`) or an `event`; and
what comes of it. Values are compared as YAML writes them: yes and no, digits.
"""

from typing import Any

import pytest

from bot.engine.steps.step import ActingStep, AskingStep, Edit, Refused, Scene, Stay, Taken
from bot.messages import Event

from . import scenes

_KINDS = {Taken: "value", Stay: "stay", Edit: "edit", Refused: "refused"}


def _cases() -> list[Any]:
    files = {path.stem: scenes.load(path) for path in sorted(scenes.HERE.glob("*.yaml"))}
    pairs = [(name, data, case) for name, data in files.items() for case in data["cases"]]
    return [pytest.param(data, case, id=f"{name}: {case['why']}") for name, data, case in pairs]


def _clean(shape: dict[str, Any]) -> dict[str, Any]:
    """Return a mapping with real nulls: the loader reads each scalar as a string."""
    return {key: None if value == "null" else value for key, value in shape.items()}


@pytest.mark.parametrize(("data", "case"), _cases())
def test_case(data: dict[str, Any], case: dict[str, Any]) -> None:
    step = scenes.step_of(_clean({**data["step"], **case.get("step", {})}))
    others = [scenes.step_of(shape) for shape in data.get("steps", [])]
    scene = scenes.scene(case.get("language", "ar"), _clean(case.get("answers", {})), [*others, step])
    if isinstance(step, AskingStep):
        _alike(_asked(step, case, scene), {key: case[key] for key in case if key in _COMPARED})
    else:
        assert isinstance(step, ActingStep)
        event = Event(at=scenes.NOW, **case["event"]) if "event" in case else None
        acted = step.answered(event, scene) if event else step.act(scene)
        effects = [{"is": type(effect).__name__, **scenes.as_yaml(effect)} for effect in acted.effects]
        _alike({**scenes.as_yaml(acted), "effects": effects}, case["acts"])


def _asked(step: AskingStep, case: dict[str, Any], scene: Scene) -> dict[str, Any]:
    """Return what the step made of the message, and how it asks on."""
    had = case.get("had")
    outcome = step.take(scenes.message(step, case), scene, had)
    seen: dict[str, Any] = scenes.as_yaml(outcome)
    told = seen.get("value", seen.get("text", seen.get("step")))
    prompt = step.prompt(scene, outcome.value if isinstance(outcome, Stay) else had)
    shown = step.show(outcome.value, scene) if isinstance(outcome, Taken | Stay) else ""
    buttons, labels = [button.id for button in prompt.buttons], [button.label for button in prompt.buttons]
    here = {
        _KINDS[type(outcome)]: told,
        "buttons": buttons,
        "labels": labels,
        "asks": prompt.text,
        "shown": shown,
    }
    return seen | here


_COMPARED = {*_KINDS.values(), "note", "shown", "buttons", "asks", "labels"}
_PARTS = {"refused", "note", "asks", "shown", "texts"}  # a fragment is enough


def _alike(seen: Any, wanted: Any, *, part: bool = False) -> None:
    """Compare what the case names: of texts a part, of mappings the named keys, of lists each in order."""
    if isinstance(wanted, dict):
        assert wanted.keys() <= seen.keys(), f"{sorted(wanted)} of {seen}"
        for key, value in wanted.items():
            _alike(seen[key], value, part=key in _PARTS)
    elif isinstance(wanted, list):
        assert len(seen) == len(wanted), f"{seen} instead of {wanted}"
        for each, want in zip(seen, wanted, strict=True):
            _alike(each, want, part=part)
    else:
        assert seen == wanted or (part and wanted and wanted in seen), f"{seen!r} instead of {wanted!r}"
