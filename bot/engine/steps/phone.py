"""Step type `phone`."""

import re
from typing import ClassVar, Literal

import phonenumbers
from typing_extensions import override

from bot.engine.reading import fold_digits
from bot.engine.steps.shown import ltr
from bot.engine.steps.step import Outcome, Refused, Scene, Taken
from bot.engine.steps.written import WrittenStep
from bot.messages import AskKind, Inbound

_RUN = re.compile(r"[+\d][\d\s().\-–/]*\d")
_SAUDI, _SAUDI_LENGTH = 966, 9  # country code; digits after it
_LOCAL_LENGTH = 10  # digits of a mobile as it is written at home: 05…


class PhoneStep(WrittenStep):
    """A phone number: typed in any Saudi form, with another country's code, or shared as a contact.

    The value is in E.164 form.

    ```yaml
    id: phone
    type: phone
    ask: {ar: ما رقم جوالك؟, en: "What is your phone number?"}
    why: {ar: لنخبرك بالرد., en: So that we can tell you the reply.}
    label: {ar: الجوال, en: Phone}
    ```

    `٠٥٠ ١٢٣ ٤٥٦٧` gives `"+966501234567"`. `00966501234567` gives `"+966501234567"`.
    """

    type: Literal["phone"]

    asks: ClassVar[AskKind] = "phone"

    @override
    def take(self, inbound: Inbound, scene: Scene, value: object = None) -> Outcome:
        if inbound.phone:  # platforms share a contact's number without the plus
            number = fold_digits(inbound.phone).strip()
            return self._parse(number if number.startswith(("+", "0")) else f"+{number}", scene)
        return super().take(inbound, scene, value)

    @override
    def read(self, text: str, scene: Scene) -> Outcome:
        runs = [run for run in _RUN.findall(fold_digits(text)) if sum(map(str.isdigit, run)) >= 5]
        if len(runs) != 1:
            return Refused(text=scene.say("step.phone.several" if runs else "step.phone.unreadable"))
        return self._parse(runs[0], scene)

    def _parse(self, run: str, scene: Scene) -> Outcome:
        try:
            number = phonenumbers.parse(run, "SA")
        except phonenumbers.NumberParseException:
            return Refused(text=scene.say("step.phone.unreadable"))
        if phonenumbers.is_valid_number(number):
            return Taken(value=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
        trouble = "start" if _starts_wrong(run) else _trouble(number)
        return Refused(text=scene.say(f"step.phone.{trouble}"))

    @override
    def show(self, value: object, scene: Scene) -> str:
        try:
            number = phonenumbers.parse(str(value))
        except phonenumbers.NumberParseException:
            return ltr(str(value))
        return ltr(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def e164(text: str) -> str | None:
    """Return what staff typed (Saudi forms, or with a country code) in E.164 form; None if it is none."""
    try:
        number = phonenumbers.parse(fold_digits(text), "SA")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _starts_wrong(run: str) -> bool:
    """Tell whether a number has the ten digits of a Saudi mobile but not its beginning."""
    digits = "".join(filter(str.isdigit, run))
    local = not run.startswith(("+", "00"))
    return local and len(digits) == _LOCAL_LENGTH and not digits.startswith("05")


def _trouble(number: phonenumbers.PhoneNumber) -> str:
    """Say what is wrong; the length of Saudi numbers is sure, that of others is not."""
    digits = len(str(number.national_number))  # without a leading nought
    if number.country_code != _SAUDI or digits == _SAUDI_LENGTH:
        return "wrong"
    return "short" if digits < _SAUDI_LENGTH else "long"
