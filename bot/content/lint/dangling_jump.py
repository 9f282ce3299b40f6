"""Rule `dangling-jump`."""

from collections.abc import Iterator, Mapping
from typing import Any

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, nearest, worded
from bot.content.reading import Place
from bot.content.sources import Sources

END = "end"  # a jump there ends the flow

_JUMPS: Mapping[str, tuple[str, ...]] = {"branch": ("otherwise",), "find_case": ("found", "missing")}
_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "find_case": ("reference", "factor"),
    "rate": ("stars", "reason"),
    "personal_data": ("text",),
    "reach": ("way", "hours", "code"),
}


class DanglingJump(Rule):
    """A flow jumps to, and looks at, steps that it has.

    That is `go`, `otherwise`, `found` and `missing` (there also `end`), the step ids under `when`, and the
    steps that `find_case`, `rate`, `personal_data` and `reach` take their answers from. A jump into nothing
    would end in a failure in the middle of somebody's request.

    ```yaml
    - id: by-need
      type: branch
      cases:
        - {when: {need: food}, go: houshold}   # did you mean household?
    ```
    """

    name = "dangling-jump"
    message = worded(
        ar="لا توجد في هذا المسار خطوة معرّفها «{id}».",
        en="This flow has no step “{id}”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for flow in sources.flows:
            steps = flow.document.data["steps"]
            valid = {step["id"] for step in steps}
            answers = valid | {name for step in steps if step["type"] == "set" for name in step["answers"]}
            for number, step in enumerate(steps):
                for at, id_, end_too in _references(step):
                    known = valid | {END} if end_too else answers
                    if id_ not in known:
                        hint = nearest(id_, known)
                        yield self.blame(flow.document, ("steps", number, *at), id=id_, hint=hint)


def _references(step: Mapping[str, Any]) -> Iterator[tuple[Place, str, bool]]:
    """Yield place, step id, and whether it is a jump, so that `end` will do."""
    yield from (((("when", id_)), id_, False) for id_ in step.get("when", ()))
    for number, case in enumerate(step.get("cases", ())):
        yield ("cases", number, "go"), case["go"], True
        yield from ((("cases", number, "when", id_), id_, False) for id_ in case["when"])
    for key in _JUMPS.get(step["type"], ()):
        if key in step:
            yield (key,), step[key], True
    for key in _ANSWERS.get(step["type"], ()):
        if key in step:
            yield (key,), step[key], False
