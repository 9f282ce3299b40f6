"""Rule `unknown-word-list`."""

from collections.abc import Iterator

from typing_extensions import override

from bot.content.asked import lists_of, patterns
from bot.content.lint.rule import Rule
from bot.content.patterns import PatternError, names, parse
from bot.content.problems import Problem, nearest, worded
from bot.content.shapes import WordsShape
from bot.content.sources import Sources


class UnknownWordList(Rule):
    """A list that a pattern names has words in the pattern's language.

    ```yaml
    # knowledge/words.yaml               # a topic
    lists:                               ask:
      when: {en: [when, what day]}         patterns:
                                             ar: ["{when} تردون"]     # the list has no Arabic words
                                             en: ["{wen} do I hear"]  # did you mean when?
    ```
    """

    name = "unknown-word-list"
    message = worded(
        ar="لا توجد في words.yaml قائمة «{name}» فيها كلمات بلغة {language}.",
        en="There is no list “{name}” with words in {language} in words.yaml.",
    )

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        words = sources.words.value if sources.words else WordsShape()
        for written in sources.all_topics:
            for language, at, text in patterns(written.value.ask):
                valid = lists_of(words, language)
                for name in _named(text):
                    if name not in valid:
                        hint = nearest(name, valid)
                        yield self.blame(written.document, at, hint=hint, name=name, language=language)


def _named(text: str) -> list[str]:
    try:
        return list(dict.fromkeys(names(parse(text))))
    except PatternError:
        return []  # `pattern-syntax` says so
