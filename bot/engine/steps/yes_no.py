"""Step type `yes_no`."""

from typing import Literal

from typing_extensions import override

from bot.engine.reading import place, yes_or_no
from bot.engine.steps.step import AskingStep, Outcome, Prompt, Refused, Scene, Taken
from bot.engine.steps.written import button, misfit, picked, question
from bot.messages import Ask, Inbound


class YesNoStep(AskingStep):
    """Yes or no, pressed or typed as people say it: ايه، تمام، مو، لا، aywa, ok, nope.

    Conditions see the answer as `yes` or `no`.

    ```yaml
    id: shared
    type: yes_no
    ask: {ar: هل يسكن معك أحد؟, en: "Does anybody live with you?"}
    ```

    `ايوه` gives `true`. `لا والله` gives `false`.
    """

    type: Literal["yes_no"]

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        buttons = tuple(button(self, said, scene.say(f"step.yes_no.{said}")) for said in ("yes", "no"))
        return Prompt(text=question(self, scene), ask=Ask(kind="yes_no", step=self.id), buttons=buttons)

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        pressed = picked(self, inbound)
        if pressed in ("yes", "no"):
            return Taken(value=pressed == "yes")
        if refused := misfit(inbound, scene):
            return refused
        said = self._read(inbound.text)
        return Taken(value=said) if said is not None else Refused(text=scene.say("step.yes_no.unknown"))

    def _read(self, text: str) -> bool | None:
        said = yes_or_no(text)
        index = place(text, 2) if said is None else None
        return said if index is None else index == 0

    @override
    def show(self, value: object, scene: Scene) -> str:
        return scene.say("step.yes_no.yes" if value else "step.yes_no.no")
