"""Rule `two-sentences`."""

import re
from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources

MOST = 3
_END = re.compile(r"[.!?؟]+(?=[\s»”)]|$)")


class TwoSentences(Rule):
    """An answer has two short sentences; a third is the exception, and a fourth is too many.

    Long answers are not read, least of all by somebody who is worried.

    ```yaml
    answer:
      en: We got it. We study it. We decide. We write to you.
    ```
    """

    name = "two-sentences"
    severity = "warning"
    message = worded(
        ar="في الجواب {count} جمل. اثنتان تكفيان، والثالثة استثناء.",
        en="The answer has {count} sentences. Two are enough, a third is the exception.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.all_topics:
            for language, text in (written.value.answer or {}).items():
                count = sentences(text)
                if count > MOST:
                    yield self.blame(written.document, ("answer", language), count=count)


def sentences(text: str) -> int:
    """Count the sentences of a text."""
    return len([part for part in _END.split(text) if part.strip()])
