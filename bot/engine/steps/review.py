"""Step type `review`."""

from typing import ClassVar, Literal

from typing_extensions import override

from bot.engine.reading import nearest, place, plain, yes_or_no
from bot.engine.steps.done import says_done
from bot.engine.steps.step import AskingStep, Edit, Outcome, Prompt, Refused, Scene, Taken
from bot.engine.steps.written import button, misfit, picked, question, worded
from bot.messages import Ask, AskKind, Button, Inbound

SEND = "send"  # value of the button
_SEND_WORDS = frozenset(plain("ارسل ارسال ارسله ارسلها send submit").split())


class ReviewStep(AskingStep):
    """All answers that have a label, to read once more; any of them can be changed before sending.

    Secrets are masked. Typing an answer's number or its label changes it; yes, or the button, goes on.

    ```yaml
    id: review
    type: review
    ask: {ar: هل كل شيء صحيح؟, en: "Is everything right?"}
    ```

    `تمام` gives `"send"`.
    """

    type: Literal["review"]

    asks: ClassVar[AskKind] = "review"

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        shown = _reviewed(scene)
        lines = [f"{index}. {_line(step, scene)}" for index, step in enumerate(shown, start=1)]
        text = "\n".join((question(self, scene), *lines))
        send = button(self, SEND, scene.say("step.review.send"))
        buttons = (send, *(_edit(step, scene) for step in shown))
        return Prompt(text=text, ask=Ask(kind="review", step=self.id), buttons=buttons)

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        shown = _reviewed(scene)
        if picked(self, inbound) == SEND:
            return Taken(value=SEND)
        if inbound.choice and inbound.choice in {f"edit:{step.id}" for step in shown}:
            return Edit(step=inbound.choice.removeprefix("edit:"))
        return misfit(inbound, scene) or self._read(inbound.text, shown, scene)

    def _read(self, text: str, shown: tuple[AskingStep, ...], scene: Scene) -> Outcome:
        said = yes_or_no(text)
        if said or plain(text) in _SEND_WORDS or says_done(text):
            return Taken(value=SEND)
        index = place(text, len(shown)) if said is None else None
        step = shown[index].id if index is not None else self._named(plain(text), shown)
        return Edit(step=step) if step else Refused(text=scene.say("step.review.which"))

    def _named(self, said: str, shown: tuple[AskingStep, ...]) -> str | None:
        """Return the step whose label stands in, or is close to, what was said."""
        names = {plain(label): step.id for step in shown for label in (step.label or {}).values()}
        within = {step for name, step in names.items() if name and f" {name} " in f" {said} "}
        return within.pop() if len(within) == 1 else nearest(said, names)

    @override
    def show(self, value: object, scene: Scene) -> str:
        return str(value)


def _reviewed(scene: Scene) -> tuple[AskingStep, ...]:
    """Return the steps to show: labelled, taking part, and not the review itself."""
    return tuple(
        step
        for step in scene.steps
        if isinstance(step, AskingStep) and step.label and not isinstance(step, ReviewStep)
        if (step.when is None or step.when.holds(scene.answers)) and (step.id in scene.answers)
    )


def _line(step: AskingStep, scene: Scene) -> str:
    value = scene.answers[step.id]
    shown = scene.say("step.nothing") if value is None else step.show(value, scene)
    return f"{worded(step.label or {}, scene)}: {shown}"


def _edit(step: AskingStep, scene: Scene) -> Button:
    return Button(id=f"edit:{step.id}", label=f"✏️ {worded(step.label or {}, scene)}")
