"""Step type `survey`."""

from typing import Literal

from typing_extensions import override

from bot.engine.effects import KeepSurvey
from bot.engine.steps.files import files_of
from bot.engine.steps.step import Acted, ActingStep, ByLanguage, Scene
from bot.engine.steps.written import worded


class SurveyStep(ActingStep):
    """Keeps what was answered so far of a survey that the person was invited to; each answer may be left out.

    It stands after every question, so that what was answered is kept if the person stops; `last: yes` ends
    the survey. Without an invitation the stars are kept as a rating. Spoken words are kept as `voice:` and
    the file's key.

    ```yaml
    id: keep
    type: survey
    stars: stars
    reasons: reasons
    words: words
    last: yes
    after: {ar: شكرًا لك., en: Thank you.}
    ```
    """

    type: Literal["survey"]
    stars: str
    reasons: str | None = None
    words: str | None = None
    last: bool = False
    after: ByLanguage | None = None

    @override
    def act(self, scene: Scene) -> Acted:
        stars = scene.answers.get(self.stars)
        said = scene.answers.get(self.words or "") or ""
        voice = files_of(said)
        effect = KeepSurvey(
            stars=int(stars) if stars is not None else None,
            reasons=tuple(scene.answers.get(self.reasons or "") or ()),
            words=f"voice:{voice[0].key}" if voice else str(said),
            last=self.last,
        )
        return Acted(texts=(worded(self.after, scene),) if self.after else (), effects=(effect,))
