"""Step type `rate`."""

from typing import Literal

from typing_extensions import override

from bot.engine.effects import Rate
from bot.engine.steps.files import files_of
from bot.engine.steps.step import Acted, ActingStep, ByLanguage, Scene
from bot.engine.steps.written import worded


class RateStep(ActingStep):
    """Keeps a rating: the stars of one step and, if it was given, the reason of another.

    A spoken reason is kept as `voice:` and the file's key.

    ```yaml
    id: keep
    type: rate
    stars: stars
    reason: reason
    after: {ar: شكرًا على تقييمك., en: Thank you for your rating.}
    ```
    """

    type: Literal["rate"]
    stars: str
    reason: str | None = None
    after: ByLanguage | None = None

    @override
    def act(self, scene: Scene) -> Acted:
        value = scene.answers.get(self.reason or "") or ""
        voice = files_of(value)
        effect = Rate(
            stars=int(scene.answers[self.stars]), reason=f"voice:{voice[0].key}" if voice else str(value)
        )
        return Acted(texts=(worded(self.after, scene),) if self.after else (), effects=(effect,))
