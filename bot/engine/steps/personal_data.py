"""Step type `personal_data`."""

from typing import Literal, Self

from pydantic import model_validator
from typing_extensions import override

from bot.engine.effects import PersonalData, RevokeGrants
from bot.engine.steps.files import files_of
from bot.engine.steps.step import Acted, ActingStep, ByLanguage, Scene
from bot.engine.steps.written import worded
from bot.messages import Event, EventKind

_ANSWERS: dict[str, EventKind] = {
    "show": "data-shown",
    "export": "data-exported",
    "correct": "data-corrected",
    "erase": "data-erased",
    "revoke": "grants-revoked",
}


class PersonalDataStep(ActingStep):
    """Shows, exports, corrects or erases what is kept of this person, or ends that others act for them.

    `text` is the step whose answer holds the correction. `after` is said when it is done; it may hold any
    field of the event, such as `{text}` (what is kept) or `{link}` (the export). Where it has no place for
    these two, they are said after it.

    ```yaml
    id: see
    type: personal_data
    action: show
    after: {ar: هذا ما نحفظه عنك., en: This is what we keep about you.}
    ```
    """

    type: Literal["personal_data"]
    action: Literal["show", "export", "correct", "erase", "revoke"]
    text: str | None = None
    after: ByLanguage

    @model_validator(mode="after")
    def _has_a_correction(self) -> Self:
        if (self.action == "correct") != (self.text is not None):
            raise ValueError("`text` names the step with the correction: for `action: correct` alone")
        return self

    @override
    def act(self, scene: Scene) -> Acted:
        if self.action == "revoke":
            return Acted(effects=(RevokeGrants(),), waits=(_ANSWERS[self.action],))
        value = scene.answers.get(self.text or "", "")
        voice = files_of(value)
        said = f"voice:{voice[0].key}" if voice else str(value)
        return Acted(effects=(PersonalData(action=self.action, text=said),), waits=(_ANSWERS[self.action],))

    @override
    def answered(self, event: Event, scene: Scene) -> Acted:
        fields = dict(event.fields)
        texts = [worded(self.after, scene, **fields)]
        placed = " ".join(self.after.values())
        unplaced = [name for name in ("text", "link") if fields.get(name) and f"{{{name}}}" not in placed]
        texts += [fields[name] for name in unplaced]
        return Acted(texts=tuple(texts))
