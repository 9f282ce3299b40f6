"""Step type `reach`."""

from typing import Literal, Self

from pydantic import model_validator
from typing_extensions import override

from bot.engine.effects import Reach
from bot.engine.steps.shown import ltr
from bot.engine.steps.step import Acted, ActingStep, ByLanguage, Scene
from bot.engine.steps.written import worded
from bot.messages import Event

_NEEDS = {
    "keep": {"way"},
    "link": set(),
    "tie": {"code", "otherwise"},
    "untie": set(),
    "hear": {"way", "otherwise"},
}


class ReachStep(ActingStep):
    """Keeps how the person hears of their cases: where, at which hours, in which other chats.

    `action: keep` takes the answers of the steps `way` (`here`, `call`, `look`) and `hours` (`day`,
    `morning`, `afternoon`, `evening`); without `hours` it is the day. `link` makes a one-time code, for
    `{code}` and `{minutes}` in `after`; `tie` takes the code that was typed at the step `code` in another
    chat of the same person, and says `otherwise` if it is wrong or over; `untie` takes this chat out again.
    `hear` takes `yes` or `no` of the step `way` as the person's wish to hear from the association unasked:
    `after` is said to who agreed, `otherwise` to who did not.

    ```yaml
    id: keep
    type: reach
    action: keep
    way: notices
    hours: hours
    after: {ar: حفظنا ما اخترته., en: We have kept your choice.}
    ```
    """

    type: Literal["reach"]
    action: Literal["keep", "link", "tie", "untie", "hear"]
    way: str | None = None
    hours: str | None = None
    code: str | None = None
    after: ByLanguage
    otherwise: ByLanguage | None = None

    @model_validator(mode="after")
    def _has_what_it_takes(self) -> Self:
        missing = {name for name in _NEEDS[self.action] if getattr(self, name) is None}
        if missing:
            raise ValueError(f"`action: {self.action}` needs {sorted(missing)}")
        return self

    @override
    def act(self, scene: Scene) -> Acted:
        given = {
            name: str(scene.answers.get(step) or "")
            for name, step in (("way", self.way), ("hours", self.hours), ("code", self.code))
            if step is not None
        }
        method = {"method": "form"} if self.action == "hear" else {}
        reach = Reach(action=self.action, **given, **method)
        return Acted(effects=(reach,), waits=("reach-kept", "reach-refused"))

    @override
    def answered(self, event: Event, scene: Scene) -> Acted:
        if event.kind == "reach-refused" or event.fields.get("hears") == "no":
            return Acted(texts=(worded(self.otherwise or self.after, scene),))
        shown = {name: ltr(text) if name == "code" else text for name, text in event.fields.items()}
        return Acted(texts=(worded(self.after, scene, **shown),))
