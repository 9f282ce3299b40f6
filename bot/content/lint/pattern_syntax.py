"""Rule `pattern-syntax`."""

from collections.abc import Iterator, Mapping

from typing_extensions import override

from bot.content.asked import PHRASE_LANGUAGES, patterns
from bot.content.lint.rule import Rule
from bot.content.patterns import MOST_DEEP, SIGNS, PatternError, parse
from bot.content.problems import ByLanguage, Problem, filled, worded
from bot.content.reading import Document, Place
from bot.content.sources import Sources

_REASONS: Mapping[str, ByLanguage] = {
    "unclosed": worded(ar="«{sign}» بلا إغلاق", en="“{sign}” is not closed"),
    "unopened": worded(ar="«{sign}» بلا فتح", en="“{sign}” closes nothing"),
    "bar": worded(ar="«|» خارج الأقواس", en="“|” stands outside of brackets"),
    "empty": worded(
        ar="بديل فارغ؛ ما يمكن تركه يوضع بين [ ]",
        en="an alternative is empty; what may be left out stands in [ ]",
    ),
    "list": worded(ar="بين {{ }} اسم قائمة واحدة", en="the name of one list belongs between {{ and }}"),
    "deep": worded(
        ar=f"التداخل أعمق من {MOST_DEEP} مستويات", en=f"this is nested deeper than {MOST_DEEP} levels"
    ),
    "nothing": worded(ar="قد لا يبقى من النمط كلمة", en="every word may be left out"),
    "word": worded(ar="كلمات القوائم بلا علامات أنماط", en="words of a list hold no signs of patterns"),
}


class PatternSyntax(Rule):
    """A pattern can be read.

    `(a|b)` is one of them, `[x]` may be left out, `{list}` is a word of that list in knowledge/words.yaml.
    Something is always left to say. The place counts characters of the pattern.

    ```yaml
    ask:
      patterns:
        ar:
          - (متى|امتى تردون          # “(” is not closed
          - "[متى] [تردون]"          # every word may be left out
    ```
    """

    name = "pattern-syntax"
    message = worded(ar="عند الحرف {letter}: {ar}.", en="At character {letter}: {en}.")

    @override
    def find(self, sources: Sources) -> Iterator[Problem]:
        for written in sources.all_topics:
            for _, at, text in patterns(written.value.ask):
                try:
                    parse(text)
                except PatternError as error:
                    reason = filled(_REASONS[error.what], sign=error.sign)
                    yield self._at(written.document, at, error.at, reason)
        yield from self._words(sources)

    def _words(self, sources: Sources) -> Iterator[Problem]:
        if sources.words is None:
            return
        for name, each in sources.words.value.lists.items():
            for language in PHRASE_LANGUAGES:
                for number, word in enumerate(getattr(each, language)):
                    first = next((at for at, letter in enumerate(word, 1) if letter in SIGNS), None)
                    if first is not None:
                        at = ("lists", name, language, number)
                        yield self._at(sources.words.document, at, first, filled(_REASONS["word"]))

    def _at(self, document: Document, at: Place, letter: int, reason: ByLanguage) -> Problem:
        return self.blame(document, at, letter=letter, ar=reason["ar"], en=reason["en"])
