"""Step type `number`."""

from typing import ClassVar, Literal

from typing_extensions import override

from bot.engine.reading import fold_digits
from bot.engine.steps.numerals import read_numbers
from bot.engine.steps.step import ByLanguage, Outcome, Prompt, Refused, Scene, Taken
from bot.engine.steps.written import WrittenStep, question, worded
from bot.messages import Ask, AskKind


class NumberStep(WrittenStep):
    """A number in Western or Arabic-Indic digits, or in words; words around it do no harm: it is read back.

    `minimum` and `maximum` bound it; `whole: no` lets it have decimals; `unit` is shown after it.

    ```yaml
    id: household
    type: number
    ask: {ar: كم شخصًا يسكن معك؟, en: "How many people live with you?"}
    minimum: 0
    maximum: 40
    unit: {ar: أشخاص, en: people}
    ```

    `٥ أفراد` gives `5`. `خمسه` gives `5`. `twelve` gives `12`.
    """

    type: Literal["number"]
    minimum: float | None = None
    maximum: float | None = None
    whole: bool = True
    unit: ByLanguage | None = None

    asks: ClassVar[AskKind] = "number"

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        least, most = (None if bound is None else f"{bound:g}" for bound in (self.minimum, self.maximum))
        ask = Ask(kind="number", step=self.id, minimum=least, maximum=most)
        return Prompt(text=question(self, scene), ask=ask)

    @override
    def read(self, text: str, scene: Scene) -> Outcome:
        numbers = read_numbers(text)
        if len(numbers) != 1:
            return Refused(text=scene.say("step.number.several" if numbers else "step.number.unreadable"))
        return self._bounded(numbers[0], text, scene)

    def _bounded(self, number: float, text: str, scene: Scene) -> Outcome:
        if self.minimum is not None and number < self.minimum:
            return Refused(text=scene.say("step.number.low", minimum=f"{self.minimum:,.15g}"))
        if self.maximum is not None and number > self.maximum:
            return Refused(text=scene.say("step.number.high", maximum=f"{self.maximum:,.15g}"))
        if self.whole and not number.is_integer():
            return Refused(text=scene.say("step.number.whole"))
        value = int(number) if number.is_integer() else number
        typed = fold_digits(text).strip() == str(value)
        return Taken(
            value=value, note="" if typed else scene.say("step.number.kept", number=self.show(value, scene))
        )

    @override
    def show(self, value: object, scene: Scene) -> str:
        shown = f"{value:,}" if isinstance(value, int | float) else str(value)
        return f"{shown} {worded(self.unit, scene)}" if self.unit else shown
