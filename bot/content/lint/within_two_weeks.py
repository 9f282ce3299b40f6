"""Rule `within-two-weeks`."""

import re
from collections.abc import Iterator, Mapping

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources
from bot.messages import Language

_WEEKS_AR = r"(?:أسبوعين|اسبوعين|الأسبوعين|١٤ يوم|14 يوم|أربعة عشر يوم)"
_WEEKS_EN = r"(?:two weeks|2 weeks|a fortnight|14 days|fourteen days)"
_MAXIMUM: Mapping[Language, re.Pattern[str]] = {
    "ar": re.compile(
        r"(?:خلال|في غضون|أقصاها|أقصاه|لا تتجاوز|لا يتجاوز|لا تتعدى|لا تزيد على|لا تزيد عن|قبل"
        rf"|بحد أقصى|كحد أقصى)\s+(?:مدة\s+|فترة\s+)?{_WEEKS_AR}"
    ),
    "en": re.compile(
        r"\b(?:within|in under|at most|up to|no more than|no later than|not more than|inside|maximum of"
        rf"|before)\s+(?:the\s+)?{_WEEKS_EN}",
        re.IGNORECASE,
    ),
}


class WithinTwoWeeks(Rule):
    """The policy's two weeks are a minimum; no answer turns them into a maximum.

    “A period of not less than two weeks” promises nobody a reply by then. Who waits for a promise that was
    never made is let down.

    ```yaml
    answer:
      en: You will hear back within two weeks.   # after no less than two weeks
    ```
    """

    name = "within-two-weeks"
    message = worded(
        ar="«{text}»: الأسبوعان في السياسة أقل مدة، لا أقصاها. اكتب «بعد مدة لا تقل عن أسبوعين».",
        en="“{text}”: two weeks are the least, not the most. Write “after no less than two weeks”.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for document in sources.documents:
            for at, language, text in _said(document.data, ()):
                found = _MAXIMUM[language].search(text)
                if found:
                    yield self.blame(document, at, text=found[0])


def _said(data: object, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Language, str]]:
    """Yield every text that Wasl says; what people ask and tests say is theirs."""
    if isinstance(data, list):
        for number, item in enumerate(data):
            yield from _said(item, (*at, number))
    elif isinstance(data, dict):
        for key, item in data.items():
            if isinstance(item, str) and key in _MAXIMUM:
                yield (*at, key), key, item
            elif key != "tests":
                yield from _said(item, (*at, key))
