"""Step type `find_case`."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, Self

from pydantic import model_validator
from typing_extensions import override

from bot.engine.effects import FindCase, ListCases, ReadNews
from bot.engine.steps.branch import jump
from bot.engine.steps.shown import ltr
from bot.engine.steps.step import Acted, ActingStep, ByLanguage, Scene
from bot.engine.steps.written import worded
from bot.messages import Button, Event


class FindCaseStep(ActingStep):
    """Tells the stage of a case, and nothing else of it; a button leads to the rest.

    With `mine: yes`, of the cases opened in this very conversation, with where they have been and what they
    have to tell, and the button shows all of one; else of the one whose reference and last four digits stand
    in two earlier answers, and the button sends a one-time code to that case's own chat. `found` and
    `missing` are the steps to go on with (`end` ends the flow); `missing_text` is said when there is none.

    ```yaml
    id: lookup
    type: find_case
    reference: number
    factor: digits
    found: end
    missing: number
    missing_text: {ar: لم نجد طلبًا بهذين الرقمين., en: We found no request with these two numbers.}
    ```
    """

    type: Literal["find_case"]
    mine: bool = False
    reference: str | None = None
    factor: str | None = None
    found: str | None = None
    missing: str | None = None
    missing_text: ByLanguage | None = None

    @model_validator(mode="after")
    def _knows_what_to_look_for(self) -> Self:
        if self.mine == bool(self.reference and self.factor):
            raise ValueError("find_case needs either `mine: yes` or both `reference` and `factor`")
        return self

    @override
    def act(self, scene: Scene) -> Acted:
        if self.mine:
            return Acted(effects=(ListCases(),), waits=("cases-listed",))
        reference, factor = (str(scene.answers.get(step or "", "")) for step in (self.reference, self.factor))
        effect = FindCase(reference=reference, factor=factor)
        return Acted(effects=(effect,), waits=("case-found", "case-missing", "too-many-tries"))

    @override
    def answered(self, event: Event, scene: Scene) -> Acted:
        if event.kind == "too-many-tries":
            return jump("end", scene.say("step.find_case.tries"))
        cases = _cases(event.fields) if event.kind == "cases-listed" else [event.fields]
        if event.kind == "case-missing" or not cases:
            said = (worded(self.missing_text, scene),) if self.missing_text else ()
            return jump(self.missing, *said)
        told = jump(self.found, *(_told(case, scene) for case in cases))
        fresh = any(case.get("news") for case in cases)
        under = tuple(_opening(case, scene, last=case is cases[-1] and told.ends) for case in cases)
        return replace(told, under=under, effects=(ReadNews(),) if fresh else ())


def _cases(fields: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Return the listed cases; a list that cannot be read is as good as none."""
    try:
        cases = json.loads(fields.get("cases", "[]"))
    except ValueError:
        return []
    return [case for case in cases if isinstance(case, Mapping)] if isinstance(cases, list) else []


def _opening(case: Mapping[str, Any], scene: Scene, *, last: bool) -> tuple[Button, ...]:
    """Return the button that shows the rest of a case: at once if it is this chat's, else with a code."""
    verb = {"yes": "read", "no": "rest"}.get(str(case.get("own")))
    if verb is None:
        return ()
    open_ = Button(id=f"do:{verb}:{case.get('reference')}", label=scene.say(f"engine.button.{verb}-case"))
    return (open_, Button(id="menu", label=scene.say("engine.button.menu"))) if last else (open_,)


def _told(case: Mapping[str, Any], scene: Scene) -> str:
    """Return a case's number, if known, and its stage in words."""
    key = f"step.find_case.stage.{case.get('stage')}"
    known = key in scene.texts.tables[scene.language]
    stage = case.get(f"words_{scene.language}") or (scene.say(key) if known else str(case.get("stage", "")))
    reference = case.get("reference")
    if not reference:
        return scene.say("step.find_case.stage", stage=stage)
    told = scene.say("step.find_case.stage_of", reference=ltr(str(reference)), stage=stage)
    been = str(case.get(f"timeline_{scene.language}") or "")
    if been.count("\n") < 1:
        return told
    return "\n".join((told, scene.say("step.find_case.timeline", lines=been)))
