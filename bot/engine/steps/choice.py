"""Step type `choice`."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from bot.engine.steps.choices import Option, read_choice
from bot.engine.steps.step import AskingStep, Outcome, Prompt, Refused, Scene, Taken
from bot.engine.steps.written import button, check_buttons, misfit, picked, question, worded
from bot.messages import Ask, Inbound


class ChoiceStep(AskingStep):
    """One of several options, as buttons; its label, number, place or words close to it may be typed.

    Each option has a `value`, which is kept, a `label` (icon and word), and `also`: other words for it.

    ```yaml
    id: urgency
    type: choice
    ask: {ar: هل يمكن أن ينتظر؟, en: "Can it wait?"}
    options:
      - {value: wait, label: {ar: 🕊️ ينتظر, en: 🕊️ It can wait}}
      - {value: now, label: {ar: ⏰ عاجل, en: ⏰ Urgent}, also: [ضروري, ASAP]}
    ```

    `الثاني` gives `"now"`. `٢` gives `"now"`. `ضروري` gives `"now"`. `it can wate` gives `"wait"`.
    """

    type: Literal["choice"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _buttons_fit(self) -> Self:
        check_buttons(self.id, tuple(option.value for option in self.options))
        return self

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        buttons = tuple(button(self, option.value, worded(option.label, scene)) for option in self.options)
        chosen = (value,) if isinstance(value, str) else ()
        return Prompt(
            text=question(self, scene), ask=Ask(kind="choice", step=self.id, selected=chosen), buttons=buttons
        )

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        pressed = picked(self, inbound)
        if pressed is not None and any(option.value == pressed for option in self.options):
            return Taken(value=pressed)
        if refused := misfit(inbound, scene):
            return refused
        said = read_choice(inbound.text, self.options)
        return Taken(value=said) if said is not None else Refused(text=scene.say("step.choice.unknown"))

    @override
    def show(self, value: object, scene: Scene) -> str:
        labels = {option.value: worded(option.label, scene) for option in self.options}
        return labels.get(str(value), str(value))
