"""Step type `multiple_choice`."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from typing_extensions import override

from bot.engine.reading import plain, yes_or_no
from bot.engine.steps.choices import Option, read_choices
from bot.engine.steps.done import DONE, says_done
from bot.engine.steps.step import AskingStep, Outcome, Prompt, Refused, Scene, Stay, Taken
from bot.engine.steps.written import button, check_buttons, misfit, picked, question, worded
from bot.messages import Ask, Button, Inbound

_ALL = frozenset(
    plain(words)
    for words in (
        "الكل",
        "كلها",
        "جميعها",
        "الجميع",
        "كلهم",
        "أي وقت",
        "أي شيء",
        "اي شي",
        "all",
        "everything",
        "any",
    )
)


class MultipleChoiceStep(AskingStep):
    """Several of several options: each press ticks or unticks one, until the person says that this is all.

    Typed answers may name several: "1 و 3", "food, rent", "الكل". `minimum` and `maximum` bound how many.

    ```yaml
    id: days
    type: multiple_choice
    ask: {ar: أي الأوقات تناسبك؟, en: "Which times suit you?"}
    options:
      - {value: morning, label: {ar: 🌅 الصباح, en: 🌅 Morning}}
      - {value: evening, label: {ar: 🌙 المساء, en: 🌙 Evening}}
      - {value: weekend, label: {ar: 📅 نهاية الأسبوع, en: 📅 Weekend}}
    ```

    `1 و ٣` ticks `["morning", "weekend"]`. `الكل` ticks `["morning", "evening", "weekend"]`.
    """

    type: Literal["multiple_choice"]
    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    minimum: int = Field(default=1, ge=0)
    maximum: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _buttons_fit(self) -> Self:
        check_buttons(self.id, (DONE, *(option.value for option in self.options)))
        return self

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        ticked = self._ticked(value)
        buttons = [self._tick_box(option, ticked, scene) for option in self.options]
        if len(ticked) >= self.minimum:
            buttons.append(button(self, DONE, scene.say("step.done")))
        asked = Ask(kind="multiple", step=self.id, selected=ticked)
        return Prompt(text=question(self, scene), ask=asked, buttons=tuple(buttons))

    def _tick_box(self, option: Option, ticked: tuple[str, ...], scene: Scene) -> Button:
        label = worded(option.label, scene)
        return button(self, option.value, f"✅ {label}" if option.value in ticked else label)

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        ticked = self._ticked(value)
        pressed = picked(self, inbound)
        if pressed == DONE or (pressed is None and self._says_done(inbound.text, ticked)):
            return self._finish(ticked, scene)
        if pressed is not None and any(option.value == pressed for option in self.options):
            return self._toggle(pressed, ticked, scene)
        return misfit(inbound, scene) or self._read(inbound.text, ticked, scene)

    def _says_done(self, text: str, ticked: tuple[str, ...]) -> bool:
        """Tell whether these words end the choosing: "done", or a yes or no after something is chosen."""
        agrees = bool(ticked) and yes_or_no(text) is not None
        return says_done(text) or (agrees and read_choices(text, self.options) is None)

    def _finish(self, ticked: tuple[str, ...], scene: Scene) -> Outcome:
        if len(ticked) < self.minimum:
            return Refused(text=scene.say("step.multiple_choice.few", count=self.minimum))
        return Taken(value=list(ticked))

    def _toggle(self, pressed: str, ticked: tuple[str, ...], scene: Scene) -> Outcome:
        if pressed in ticked:
            return Stay(value=[value for value in ticked if value != pressed])
        return self._bounded(self._ticked((*ticked, pressed)), scene)

    def _read(self, text: str, ticked: tuple[str, ...], scene: Scene) -> Outcome:
        everything = tuple(option.value for option in self.options)
        said = everything if plain(text) in _ALL else read_choices(text, self.options)
        if said is None:
            return Refused(
                text=scene.say(
                    "step.multiple_choice.unknown_more" if ticked else "step.multiple_choice.unknown"
                )
            )
        return self._bounded(self._ticked((*ticked, *said)), scene)

    def _bounded(self, ticked: tuple[str, ...], scene: Scene) -> Outcome:
        if self.maximum is not None and len(ticked) > self.maximum:
            return Refused(text=scene.say("step.multiple_choice.many", count=self.maximum))
        note = scene.say("step.multiple_choice.so_far", chosen=self.show(ticked, scene))
        return Stay(value=list(ticked), note=note)

    def _ticked(self, value: object) -> tuple[str, ...]:
        known = value if isinstance(value, list | tuple) else ()
        return tuple(option.value for option in self.options if option.value in known)

    @override
    def show(self, value: object, scene: Scene) -> str:
        ticked = self._ticked(value)
        labels = [worded(option.label, scene) for option in self.options if option.value in ticked]
        return scene.say("step.comma").join(labels) or scene.say("step.nothing")
