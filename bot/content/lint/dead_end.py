"""Rule `dead-end`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.sources import Sources


class DeadEnd(Rule):
    """After an answer there is somewhere to go: a related topic or a flow.

    ```yaml
    answer: {ar: …, en: …}
    source: product
    # neither `related` nor `starts`
    ```
    """

    name = "dead-end"
    severity = "warning"
    message = worded(
        ar="لا شيء بعد هذا الجواب: أضف related أو starts.",
        en="Nothing follows this answer: add `related` or `starts`.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for topic in sources.topics:
            if not topic.value.related and topic.value.starts is None:
                yield self.blame(topic.document)
