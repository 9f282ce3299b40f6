"""Step type `location`."""

import re
from collections.abc import Mapping
from typing import ClassVar, Literal

from typing_extensions import override

from bot.engine.reading import fold_digits, nothing_but_yes_or_no
from bot.engine.steps.shown import ltr
from bot.engine.steps.step import Outcome, Refused, Scene, Taken
from bot.engine.steps.written import WrittenStep, is_voice
from bot.messages import AskKind, Inbound, Location

_SHORT_ADDRESS = re.compile(r"(?<![A-Za-z])([A-Za-z]{4})[\s-]?(\d{4})(?!\d)")
_LEAST, _MOST = 2, 500  # characters of a description


class LocationStep(WrittenStep):
    """A place: a shared point, a national short address (RRRD2929), or a description, written or spoken.

    The value is `{latitude, longitude, label}`, `{short_address}` or `{text}`.

    ```yaml
    id: city
    type: location
    ask: {ar: في أي مدينة أو قرية أنت؟, en: "Which town or village are you in?"}
    label: {ar: المكان, en: Place}
    ```

    `أبها، حي ذهر` gives `{"text": "أبها، حي ذهر"}`. `rrrd ٢٩٢٩` gives `{"short_address": "RRRD2929"}`.
    """

    type: Literal["location"]

    asks: ClassVar[AskKind] = "location"

    @property
    @override
    def takes_voice(self) -> bool:
        return True

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        if inbound.location:
            return self._point(inbound.location, scene)
        return super().take(inbound, scene, value)

    def _point(self, point: Location, scene: Scene) -> Outcome:
        if not (-90 <= point.latitude <= 90 and -180 <= point.longitude <= 180):
            return Refused(text=scene.say("step.location.point"))
        return Taken(value={"latitude": point.latitude, "longitude": point.longitude, "label": point.label})

    @override
    def read(self, text: str, scene: Scene) -> Outcome:
        folded = fold_digits(text).strip()
        if short := _SHORT_ADDRESS.fullmatch(folded):
            return Taken(value={"short_address": "".join(short.groups()).upper()})
        if len(text) > _MOST:
            return Refused(text=scene.say("step.location.long", count=_MOST))
        if sum(map(str.isalpha, text)) < _LEAST or nothing_but_yes_or_no(text) is not None:
            return Refused(text=scene.say("step.location.short"))
        return Taken(value={"text": text})

    @override
    def show(self, value: object, scene: Scene) -> str:
        if not isinstance(value, Mapping) or is_voice(value):
            return super().show(value, scene)
        if "latitude" in value:
            point = ltr(f"{value['latitude']:.5f}, {value['longitude']:.5f}")
            return f"{value['label']} {point}" if value.get("label") else point
        return ltr(value["short_address"]) if "short_address" in value else str(value.get("text", ""))
