"""Step type `date`."""

from collections.abc import Mapping
from datetime import date, timedelta, timezone
from typing import Any, ClassVar, Literal

from pydantic import field_validator
from typing_extensions import override

from bot.engine.steps.calendars import Day, Parts, build
from bot.engine.steps.shown import gregorian_words, hijri_of, hijri_words
from bot.engine.steps.step import Outcome, Prompt, Refused, Scene, Stay, Taken
from bot.engine.steps.typed_date import read_days
from bot.engine.steps.written import WrittenStep, button, picked, question
from bot.messages import Ask, AskKind, Inbound

_RIYADH = timezone(timedelta(hours=3))  # no summer time, so no zone table is needed


class DateStep(WrittenStep):
    """A date in the Hijri or the Gregorian calendar, in any digits or with the month's name.

    The day stands before the month. A year that is missing or has two digits and could mean several is asked
    about with buttons, and each date is read back in both calendars. `minimum` and `maximum` are ISO dates or
    `today`; `rough: yes` also takes a month or a year alone, and "two years ago". The value holds both.

    ```yaml
    id: since
    type: date
    ask: {ar: منذ أي تاريخ؟, en: "Since which date?"}
    maximum: today
    rough: yes
    ```

    `٢٨/٦/١٤٤٦` gives `{"gregorian": "2024-12-29", "hijri": "1446-06-28"}`.
    `29 December 2024` gives `{"gregorian": "2024-12-29", "hijri": "1446-06-28"}`.
    `محرم 1446` gives `{"gregorian": "2024-07-07", "hijri": "1446-01-01", "parts": "month"}`.
    """

    type: Literal["date"]
    minimum: str | None = None
    maximum: str | None = None
    rough: bool = False

    asks: ClassVar[AskKind] = "date"

    @field_validator("minimum", "maximum")
    @classmethod
    def _is_a_day(cls, bound: str | None) -> str | None:
        if bound not in (None, "today"):
            day = date.fromisoformat(str(bound))
            if build("gregorian", day.year, day.month, day.day) is None:
                raise ValueError("the calendars reach from 1924-08-01 to 2077-11-16")
        return bound

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        least, most = self._bound(self.minimum, scene), self._bound(self.maximum, scene)
        ask = Ask(
            kind="date",
            step=self.id,
            minimum=least.isoformat() if least else None,
            maximum=most.isoformat() if most else None,
        )
        days = [Day(date.fromisoformat(day), _parts(value)) for day in _candidates(value)]
        buttons = tuple(
            button(self, day.gregorian.isoformat(), self.show(_value(day), scene)) for day in days
        )
        text = scene.say("step.date.which") if days else question(self, scene)
        return Prompt(text=text, ask=ask, buttons=buttons)

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        pressed = picked(self, inbound)
        if pressed in _candidates(value):
            return self._keep(Day(date.fromisoformat(str(pressed)), _parts(value)), scene)
        return super().take(inbound, scene, value)

    @override
    def read(self, text: str, scene: Scene) -> Outcome:
        days = read_days(text, _today(scene), rough=self.rough)
        if isinstance(days, str):
            rough = self.rough and days == "unreadable"
            return Refused(text=scene.say("step.date.unreadable_rough" if rough else f"step.date.{days}"))
        allowed = [day for day in days if not self._outside(day, scene)]
        if len(allowed) > 1:
            iso = [day.gregorian.isoformat() for day in allowed]
            return Stay(value={"candidates": iso, "parts": allowed[0].parts})
        return self._keep(allowed[0], scene) if allowed else Refused(text=self._outside(days[0], scene) or "")

    def _keep(self, day: Day, scene: Scene) -> Taken:
        value = _value(day)
        return Taken(value=value, note=scene.say("step.date.kept", date=self.show(value, scene)))

    def _outside(self, day: Day, scene: Scene) -> str | None:
        """Say that the day is out of bounds, if it is."""
        least, most = self._bound(self.minimum, scene), self._bound(self.maximum, scene)
        if least and day.gregorian < least:
            return self._refusal("early", self.minimum, least, scene)
        if most and day.gregorian > most:
            return self._refusal("late", self.maximum, most, scene)
        return None

    def _refusal(self, how: str, bound: str | None, limit: date, scene: Scene) -> str:
        if bound == "today":
            return scene.say(f"step.date.{how}_today")
        return scene.say(f"step.date.{how}", limit=self.show(_value(Day(limit)), scene))

    def _bound(self, bound: str | None, scene: Scene) -> date | None:
        if bound == "today":
            return _today(scene)
        return date.fromisoformat(bound) if bound else None

    @override
    def show(self, value: Any, scene: Scene) -> str:
        if "gregorian" not in value:  # a date that still may mean several
            return scene.say("step.nothing")
        parts = _parts(value)
        solar = gregorian_words(date.fromisoformat(value["gregorian"]), scene.language, parts)
        lunar = hijri_words(hijri_of(value), scene.language, parts)
        return scene.say("step.date.both", gregorian=solar, hijri=lunar)


def _today(scene: Scene) -> date:
    return scene.now.astimezone(_RIYADH).date()


def _value(day: Day) -> dict[str, str]:
    value = {"gregorian": day.gregorian.isoformat(), "hijri": day.hijri.isoformat()}
    return value if day.parts == "day" else {**value, "parts": day.parts}


def _candidates(value: object) -> tuple[str, ...]:
    return tuple(value.get("candidates", ())) if isinstance(value, Mapping) else ()


def _parts(value: object) -> Parts:
    return value.get("parts", "day") if isinstance(value, Mapping) else "day"
