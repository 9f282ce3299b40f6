"""Step type `national_id`."""

import re
from typing import ClassVar, Literal

from stdnum import luhn
from typing_extensions import override

from bot.engine.reading import fold_digits
from bot.engine.steps.shown import mask
from bot.engine.steps.step import Outcome, Refused, Scene, Taken
from bot.engine.steps.written import WrittenStep
from bot.messages import AskKind

_LENGTH = 10


class NationalIdStep(WrittenStep):
    """A Saudi national ID (begins with 1) or a residence number (begins with 2), with its check digit.

    The value is its ten digits. It is a secret: masked in the review and wherever the conversation is kept.

    ```yaml
    id: national_id
    type: national_id
    ask: {ar: ما رقم هويتك أو إقامتك؟, en: "What is your ID or residence number?"}
    why: {ar: ليُسجَّل الطلب باسمك., en: So that the request is registered as yours.}
    label: {ar: رقم الهوية, en: ID number}
    ```

    `١٠٠٠٠٠٠٠٠٨` gives `"1000000008"`.
    """

    type: Literal["national_id"]

    asks: ClassVar[AskKind] = "national_id"
    secret: ClassVar[bool] = True

    @override
    def read(self, text: str, scene: Scene) -> Outcome:
        runs = _runs(text)
        number = next(filter(_is_valid, runs), max(runs, key=len, default=""))
        if not number:
            return Refused(text=scene.say("step.national_id.unreadable"))
        if len(number) != _LENGTH:
            return Refused(text=scene.say("step.national_id.length", count=len(number)))
        if number[0] not in "12":
            return Refused(text=scene.say("step.national_id.start"))
        if not _is_valid(number):
            return Refused(text=scene.say("step.national_id.check"))
        return Taken(value=number)

    @override
    def show(self, value: object, scene: Scene) -> str:
        return mask(str(value))


def id_number(text: str) -> str | None:
    """Return the ID or residence number that staff typed, its ten digits; None if it is none."""
    return next(filter(_is_valid, _runs(text)), None)


def _runs(text: str) -> list[str]:
    return re.findall(r"\d+", re.sub(r"[\s\-–_./]", "", fold_digits(text)))


def _is_valid(number: str) -> bool:
    return len(number) == _LENGTH and number[0] in "12" and luhn.is_valid(number)
