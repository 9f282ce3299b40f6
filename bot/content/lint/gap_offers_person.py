"""Rule `gap-offers-person`."""

import re
from collections.abc import Iterator, Mapping

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources
from bot.messages import Language

_PERSON: Mapping[Language, re.Pattern[str]] = {
    "ar": re.compile(r"باحث|شخص|موظف|فريق|أوصلك|نوصلك|أحد من"),
    "en": re.compile(r"\b(?:person|researchers?|staff|someone|somebody|team|connect)\b", re.IGNORECASE),
}


class GapOffersPerson(Rule):
    """The answer to a known gap offers a person.

    “The policy does not say” ends a conversation; somebody who can say goes on with it.

    ```yaml
    kind: gap
    answer:
      en: The policy gives no amounts.   # and who does?
    ```
    """

    name = "gap-offers-person"
    message = worded(
        ar="الجواب لا يعرض على السائل أن يكلّم شخصًا، والسياسة لا تجيبه.",
        en="The answer offers no person, and the policy does not answer.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for topic in sources.topics:
            if topic.value.kind != "gap":
                continue
            for language, text in topic.value.answer.items():
                if not _PERSON[language].search(text):
                    yield self.blame(topic.document, ("answer", language))
