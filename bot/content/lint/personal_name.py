"""Rule `personal-name`."""

import re
from collections.abc import Iterator, Mapping

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.lint.told import texts
from bot.content.problems import Problem, worded
from bot.content.sources import Sources
from bot.messages import Language

_TITLED: Mapping[Language, re.Pattern[str]] = {
    "ar": re.compile(
        r"(?<!\w)(?:الأستاذ|الأستاذة|الدكتور|الدكتورة|السيد|السيدة|المهندس|المهندسة|الشيخ|الشيخة|سعادة|معالي)\s+\w+"
    ),
    "en": re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Eng|Sheikh|Sheikha)\.?\s+[A-Z]\w+"),
}


class PersonalName(Rule):
    """No answer names a person.

    Members of the board and staff are known to people by their role; their names stay out of the product.

    ```yaml
    answer:
      en: Ask Mr Salem.   # ask the social researcher
    ```
    """

    name = "personal-name"
    message = worded(
        ar="«{text}» اسم شخص. اذكر عمله لا اسمه.",
        en="“{text}” names a person. Give the role, not the name.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.all_topics:
            for at, language, text in texts(written.value):
                found = _TITLED[language].search(text)
                if found:
                    yield self.blame(written.document, at, text=found[0])
