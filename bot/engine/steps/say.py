"""Step type `say`."""

from typing import Literal

from typing_extensions import override

from bot.engine.steps.step import Acted, ActingStep, ByLanguage, Scene
from bot.engine.steps.written import worded


class SayStep(ActingStep):
    """Says something and goes on. `{name}`, `{short_name}` and `{people}` of the organisation are filled in.

    ```yaml
    id: welcome
    type: say
    text:
      ar: أهلًا بك في {short_name}.
      en: Welcome to {short_name}.
    ```
    """

    type: Literal["say"]
    text: ByLanguage

    @override
    def act(self, scene: Scene) -> Acted:
        return Acted(texts=(worded(self.text, scene),))
