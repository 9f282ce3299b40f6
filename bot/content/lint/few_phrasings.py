"""Rule `few-phrasings`."""

from collections import Counter
from collections.abc import Iterator, Mapping

from typing_extensions import override

from bot.content.lint.rule import Rule
from bot.content.problems import Problem, worded
from bot.content.shapes import TopicKind
from bot.content.sources import Sources
from bot.matching import PhraseLanguage

LEAST: Mapping[TopicKind, Mapping[PhraseLanguage, int]] = {
    "topic": {"ar": 20, "en": 8},
    "gap": {"ar": 12, "en": 5},
    "misconception": {"ar": 12, "en": 5},
    "smalltalk": {"ar": 20, "en": 8},
}


class FewPhrasings(Rule):
    """A topic has at least 20 Arabic and 8 English phrasings, a known gap or misconception 12 and 5.

    What patterns write counts as well, as far as it is taught. The matcher knows only what it was
    shown; a topic with few phrasings is missed by those who ask in other words.

    ```yaml
    ask:
      ar: [متى يصلني الرد؟, كم مدة الدراسة؟]
    ```
    """

    name = "few-phrasings"
    severity = "warning"
    message = worded(
        ar="للموضوع {count} من العبارات بلغة {language}، والأفضل {least} على الأقل.",
        en="The topic has {count} phrasings in {language}; {least} or more are better.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for topic in sources.topics:
            counts = Counter(language for language, _, _ in sources.said(topic))
            for language, least in LEAST[topic.value.kind].items():
                if (count := counts[language]) < least:
                    at = ("ask", language)
                    yield self.blame(
                        topic.document, at, of_key=True, count=count, language=language, least=least
                    )
