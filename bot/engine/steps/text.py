"""Step type `text`."""

import re
from typing import ClassVar, Literal

from pydantic import Field, field_validator
from typing_extensions import override

from bot.engine.reading import fold_digits
from bot.engine.reference import fault
from bot.engine.steps.find_case import FindCaseStep
from bot.engine.steps.step import ByLanguage, Outcome, Refused, Scene, Taken
from bot.engine.steps.written import WrittenStep, worded
from bot.messages import AskKind


class TextStep(WrittenStep):
    """An answer in the person's own words, written or spoken.

    `minimum` and `maximum` bound its length in characters. With `pattern`, a regular expression, the whole
    answer must fit it: digits are folded to Western ones first and spaces at the ends are dropped.
    `otherwise` is what is said when it does not fit, and then a voice note is no answer.

    ```yaml
    id: need
    type: text
    ask: {ar: ما الذي تحتاجه؟, en: "What do you need?"}
    label: {ar: الحاجة, en: The need}
    maximum: 500
    ```

    `أحتاج كرسيًا متحركًا` gives `"أحتاج كرسيًا متحركًا"`.
    """

    type: Literal["text"]
    minimum: int = Field(default=1, ge=1)
    maximum: int = Field(default=2000, ge=1)
    pattern: str | None = None
    otherwise: ByLanguage | None = None

    asks: ClassVar[AskKind] = "text"

    @property
    @override
    def takes_voice(self) -> bool:
        return self.pattern is None

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return pattern

    @override
    def read(self, text: str, scene: Scene) -> Outcome:
        if len(text) < self.minimum:
            return Refused(text=scene.say("step.text.short", count=self.minimum))
        if len(text) > self.maximum:
            return Refused(text=scene.say("step.text.long", count=self.maximum))
        outcome = self._fit(fold_digits(text).strip(), scene) if self.pattern else Taken(value=text)
        return (self._no_reference(text, scene) if isinstance(outcome, Taken) else None) or outcome

    def _fit(self, text: str, scene: Scene) -> Outcome:
        if re.fullmatch(self.pattern or "", text, re.IGNORECASE):
            return Taken(value=text)
        return self._misfit(scene)

    def _misfit(self, scene: Scene) -> Refused:
        said = worded(self.otherwise, scene) if self.otherwise else scene.say("step.text.pattern")
        return Refused(text=said)

    def _no_reference(self, text: str, scene: Scene) -> Refused | None:
        """Refuse what is no reference of ours where a `find_case` step looks it up: no try is used up."""
        if not any(isinstance(step, FindCaseStep) and step.reference == self.id for step in scene.steps):
            return None
        wrong = fault(text, organisation=scene.organisation.id)
        if wrong == "digit":
            return Refused(text=scene.say("step.find_case.digit"))
        return self._misfit(scene) if wrong else None
