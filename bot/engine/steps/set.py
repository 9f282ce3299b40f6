"""Step type `set`."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import override

from bot.engine.steps.step import Acted, ActingStep, Scene


class SetStep(ActingStep):
    """Sets answers to fixed words, for conditions further on and for the case.

    ```yaml
    id: quick
    type: set
    answers: {urgency: high}
    ```
    """

    type: Literal["set"]
    answers: Annotated[dict[str, str], Field(min_length=1)]

    @override
    def act(self, scene: Scene) -> Acted:
        return Acted(answers=self.answers)
