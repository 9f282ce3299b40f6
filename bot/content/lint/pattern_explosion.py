"""Rule `pattern-explosion`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.asked import MOST_OF_ONE, lists_of, patterns
from bot.content.lint.rule import Rule
from bot.content.patterns import PatternError, count, parse
from bot.content.problems import Problem, worded
from bot.content.shapes import WordsShape
from bot.content.sources import Sources


class PatternExplosion(Rule):
    """One pattern writes at most 1,000 phrasings.

    Only a sample is taught, so that a pattern of thousands is taught by chance; and nobody has read them.
    Two patterns, each with fewer brackets, say the same and better.

    ```yaml
    patterns:
      en: ["{please} {please} {please} (a|b|c|d|e) (f|g|h|i|j)"]   # with ten words in the list: 25,000
    ```
    """

    name = "pattern-explosion"
    message = worded(
        ar="يكتب هذا النمط {count} عبارة، والحد {most}. قسّمه إلى أنماط أصغر.",
        en="This pattern writes {count} phrasings and {most} are the limit. Split it into smaller ones.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        words = sources.words.value if sources.words else WordsShape()
        for written in sources.all_topics:
            for language, at, text in patterns(written.value.ask):
                try:
                    ways = count(parse(text), lists_of(words, language))
                except (PatternError, KeyError):
                    continue  # `pattern-syntax` and `unknown-word-list` say so
                if ways > MOST_OF_ONE:
                    yield self.blame(written.document, at, count=ways, most=MOST_OF_ONE)
