"""Step type `submit`."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import override

from bot.engine.effects import OpenCase, Pledge
from bot.engine.steps.files import files_in
from bot.engine.steps.pledge import PledgeStep, pledge_of
from bot.engine.steps.review import ReviewStep
from bot.engine.steps.shown import ltr
from bot.engine.steps.step import Acted, ActingStep, ByLanguage, Scene
from bot.engine.steps.written import worded
from bot.messages import Event


class SubmitStep(ActingStep):
    """Opens a case of the flow's kind from the answers; then tells the reference and what happens next.

    `after` are the messages said then, in order; `{reference}` is the case's. Answers of steps that do not
    take part (any more) are left out.

    ```yaml
    id: send
    type: submit
    after:
      - {ar: "وصل طلبك، ورقمه {reference}.", en: "We have your request; its number is {reference}."}
    ```
    """

    type: Literal["submit"]
    after: Annotated[tuple[ByLanguage, ...], Field(min_length=1)]

    @override
    def act(self, scene: Scene) -> Acted:
        pledges = [step.id for step in scene.steps if isinstance(step, PledgeStep)]
        answers = _sent(scene)
        pledge = next((pledge_of(answers[step]) for step in pledges if answers.get(step)), None)
        effect = OpenCase(
            kind=scene.kind or scene.flow,
            flow=scene.flow,
            version=scene.version,
            answers={step: value for step, value in answers.items() if step not in pledges},
            attachments=_files(answers, pledge),
            pledge=pledge,
        )
        return Acted(effects=(effect,), waits=("case-opened",))

    @override
    def answered(self, event: Event, scene: Scene) -> Acted:
        reference = ltr(event.fields.get("reference", ""))
        return Acted(texts=tuple(worded(text, scene, reference=reference) for text in self.after))


def _sent(scene: Scene) -> Mapping[str, Any]:
    """Return the given answers of steps that take part; of the review nothing is kept."""
    left_out = {
        step.id
        for step in scene.steps
        if isinstance(step, ReviewStep) or (step.when and not step.when.holds(scene.answers))
    }
    given = {step: value for step, value in scene.answers.items() if value is not None}
    return {step: value for step, value in given.items() if step not in left_out}


def _files(answers: Mapping[str, Any], pledge: Pledge | None) -> tuple[Any, ...]:
    files = files_in(answers)
    voice = pledge.voice if pledge else None
    return (*files, voice) if voice and voice not in files else files
