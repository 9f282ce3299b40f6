"""Step type `iban`."""

import re
from typing import ClassVar, Literal

from stdnum import iban
from typing_extensions import override

from bot.engine.reading import fold_digits
from bot.engine.steps.shown import mask
from bot.engine.steps.step import Outcome, Refused, Scene, Taken
from bot.engine.steps.written import WrittenStep
from bot.messages import AskKind

_LENGTH = 24
_FORM = re.compile(r"[A-Z]{2}\d[A-Z0-9]*")


class IbanStep(WrittenStep):
    """A Saudi bank account number (IBAN): SA and 22 digits; spaces do no harm, SA may be left out.

    The value is without spaces. It is a secret: masked in the review and wherever the conversation is kept.

    ```yaml
    id: iban
    type: iban
    ask: {ar: ما رقم الآيبان؟, en: "What is your IBAN?"}
    why: {ar: ليصلك التحويل إن قُبل الطلب., en: So that a transfer can reach you if accepted.}
    optional: yes
    ```

    `sa03 8000 0000 6080 1016 7519` gives `"SA0380000000608010167519"`.
    """

    type: Literal["iban"]

    asks: ClassVar[AskKind] = "iban"
    secret: ClassVar[bool] = True

    @override
    def read(self, text: str, scene: Scene) -> Outcome:
        number = _compact(text)
        if not _FORM.fullmatch(number):
            return Refused(text=scene.say("step.iban.unreadable"))
        if not number.startswith("SA"):
            return Refused(text=scene.say("step.iban.country", country=number[:2]))
        if len(number) != _LENGTH:
            return Refused(text=scene.say("step.iban.length", count=len(number)))
        return Taken(value=number) if iban.is_valid(number) else Refused(text=scene.say("step.iban.check"))

    @override
    def show(self, value: object, scene: Scene) -> str:
        return mask(str(value))


def _compact(text: str) -> str:
    """Return the number without what people write around it."""
    folded = re.sub(r"(?i)\biban\b|[^A-Za-z0-9]", "", fold_digits(text)).upper()
    return f"SA{folded}" if folded.isdigit() and len(folded) == _LENGTH - 2 else folded
