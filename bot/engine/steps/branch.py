"""Step type `branch`."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import override

from bot.engine.steps.condition import Condition
from bot.engine.steps.step import Acted, ActingStep, Scene

END = "end"  # a jump there ends the flow


class Case(BaseModel):
    """Where to go on when a condition holds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    when: Condition
    go: str


class BranchStep(ActingStep):
    """Goes on at another step: the first case that holds decides, else `otherwise`, else the next step.

    `go: end` ends the flow.

    ```yaml
    id: by-need
    type: branch
    cases:
      - {when: {wants: erase}, go: confirm}
      - {when: {wants: {one_of: [show, export]}}, go: end}
    otherwise: correction
    ```
    """

    type: Literal["branch"]
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
    otherwise: str | None = None

    @override
    def act(self, scene: Scene) -> Acted:
        return jump(next((case.go for case in self.cases if case.when.holds(scene.answers)), self.otherwise))


def jump(go: str | None, *texts: str) -> Acted:
    """Return what goes on at `go`: a step, `end`, or None for the next step."""
    return Acted(texts=texts, ends=True) if go == END else Acted(texts=texts, go=go)
