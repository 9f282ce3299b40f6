"""What an author's patterns write: shown before people are understood by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.content.asked import everything, lists_of, patterns
from bot.content.lint.pattern_elsewhere import PatternElsewhere
from bot.content.lint.pattern_explosion import PatternExplosion
from bot.content.lint.pattern_syntax import PatternSyntax
from bot.content.lint.rule import Rule
from bot.content.lint.unknown_word_list import UnknownWordList
from bot.content.nodes import place
from bot.content.problems import ByLanguage, Problem, in_order, nearest
from bot.content.shapes import OverrideShape, TopicShape, WordsShape
from bot.content.sources import Sources, gather
from bot.content.validation import Written
from bot.matching import PhraseLanguage

_RULES: tuple[Rule, ...] = (PatternSyntax(), UnknownWordList(), PatternExplosion(), PatternElsewhere())


class UnknownTopic(LookupError):
    """No file that can be read has this topic; `hint` names the nearest one, if any is like it."""

    def __init__(self, topic: str, hint: ByLanguage | None) -> None:
        super().__init__(topic)
        self.hint = hint


@dataclass(frozen=True, kw_only=True, slots=True)
class Preview:
    """One pattern, and what it writes."""

    file: str
    line: int  # of the pattern, from 1
    language: PhraseLanguage
    pattern: str
    all: tuple[str, ...]  # every phrasing; none where a rule refuses the pattern
    taught: tuple[str, ...]  # those that the matcher is taught: the sample


@dataclass(frozen=True, kw_only=True, slots=True)
class Expanded:
    """A topic's patterns in all files that have it, and what is wrong with them."""

    previews: tuple[Preview, ...]
    problems: tuple[Problem, ...]


def expand(knowledge: Path, flows: Path, topic: str) -> Expanded:
    """Return what the patterns of one topic write. Raises UnknownTopic."""
    sources = gather(knowledge, flows)
    files = [written for written in sources.all_topics if written.value.id == topic]
    if not files:
        ids = {written.value.id for written in sources.all_topics}
        raise UnknownTopic(topic, nearest(topic, ids))
    names = {written.document.file for written in files}
    problems = [*sources.problems, *(each for rule in _RULES for each in rule.find(sources))]
    return Expanded(
        previews=tuple(preview for written in files for preview in _previews(sources, written)),
        problems=tuple(in_order(problem for problem in problems if problem.file in names)),
    )


def _previews(sources: Sources, written: Written[TopicShape] | Written[OverrideShape]) -> Iterator[Preview]:
    words = sources.words.value if sources.words else WordsShape()
    sample = sources.expansions[written.document.file]
    for language, at, text in patterns(written.value.ask):
        line, _ = place(written.document.root, at)
        yield Preview(
            file=written.document.file,
            line=line,
            language=language,
            pattern=text,
            all=tuple(everything(text, lists_of(words, language))),
            taught=tuple(each.text for each in sample if each.at == at),
        )
