"""Step type `stars`."""

import re
from typing import Literal

from typing_extensions import override

from bot.engine.reading import fold_digits, plain
from bot.engine.steps.numerals import read_numbers
from bot.engine.steps.step import AskingStep, Outcome, Prompt, Refused, Scene, Taken
from bot.engine.steps.written import button, misfit, picked, question
from bot.messages import Ask, Inbound

_MOST = 5
_STARS = re.compile(r"\s*(?:[⭐★🌟]\ufe0f?\s*){1,5}")
_NAMED = {"نجمه": 1, "نجمتين": 2, "نجمتان": 2, "star": 1, "a star": 1}
_OUT_OF = re.compile(r"(?:/|من|out of|of)\s*5\b")


class StarsStep(AskingStep):
    """A rating of one to five stars, pressed, typed as a number or a word, or as the stars themselves.

    ```yaml
    id: stars
    type: stars
    ask: {ar: كم نجمة تعطي خدمتنا؟, en: "How many stars for our service?"}
    label: {ar: التقييم, en: Rating}
    ```

    `٤` gives `4`. `⭐⭐⭐` gives `3`. `خمس نجوم` gives `5`.
    """

    type: Literal["stars"]

    @override
    def prompt(self, scene: Scene, value: object = None) -> Prompt:
        buttons = tuple(button(self, str(count), "⭐" * count) for count in range(1, _MOST + 1))
        ask = Ask(kind="stars", step=self.id, minimum="1", maximum=str(_MOST))
        return Prompt(text=question(self, scene), ask=ask, buttons=buttons)

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        pressed = picked(self, inbound)
        if pressed is None and (refused := misfit(inbound, scene)):
            return refused
        stars = _count(pressed if pressed is not None else inbound.text)
        return Taken(value=stars) if stars else Refused(text=scene.say("step.stars.range"))

    @override
    def show(self, value: object, scene: Scene) -> str:
        return "⭐" * value if isinstance(value, int) else str(value)


def _count(text: str) -> int | None:
    """Return the stars that a text gives; None if it gives none or no whole number of them."""
    if _STARS.fullmatch(text):
        return sum(text.count(star) for star in "⭐★🌟")
    if plain(text) in _NAMED:
        return _NAMED[plain(text)]
    numbers = read_numbers(_OUT_OF.sub(" ", fold_digits(text)))
    fits = len(numbers) == 1 and numbers[0].is_integer() and 1 <= numbers[0] <= _MOST
    return int(numbers[0]) if fits else None
