"""The authors' tests: what somebody says, and the topic that must be understood."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from bot.content.shapes import AuthorTest
from bot.engine.content import Content
from bot.matching import Prepared, Resources, normalise
from bot.matching.lexicon import Rewriter
from bot.matching.reader import Reader
from bot.matching.resources import Spoken
from bot.matching.vocabulary import Vocabulary
from bot.messages import Reading

_UNDERSTOOD = ("answer", "unknown", "handoff")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One test, and the topic in whose file it stands."""

    topic: str
    test: AuthorTest


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """How one test went for one organisation."""

    organisation: str
    topic: str  # in whose file it stands
    say: str
    expect: str
    got: str  # a topic id, or the decision where no topic was chosen
    passed: bool  # understood; or not, where a miss is known
    reading: Reading


def run(contents: Mapping[str, Content], tests: Mapping[str, tuple[Told, ...]]) -> Iterator[Outcome]:
    """Play every organisation's tests against its own matcher."""
    for organisation, told in tests.items():
        for each in told:
            yield _played(contents[organisation], each)


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """How one test of the lexicon or of Arabizi went; texts are folded as the matcher folds them."""

    file: str  # "lexicon" or "arabizi"
    say: str
    expect: str
    got: str

    @property
    def passed(self) -> bool:
        """Whether the text was read as expected."""
        return self.got == self.expect


def run_words(resources: Resources) -> Iterator[Heard]:
    """Play the tests that stand in knowledge/lexicon.yaml and knowledge/arabizi.yaml."""
    rewrite = Rewriter(resources.lexicon)
    tests = [block.tests for block in resources.lexicon.blocks.values()]
    tests += [rule.tests for rule in resources.lexicon.rules]
    for spoken in chain.from_iterable(tests):
        yield _heard("lexicon", spoken, rewrite(normalise(spoken.say)))
    reader = Reader(Prepared(resources), Vocabulary())
    for spoken in resources.arabizi.tests:
        yield _heard("arabizi", spoken, reader(spoken.say).arabic)


def _heard(file: str, spoken: Spoken, got: str) -> Heard:
    return Heard(file=file, say=spoken.say, expect=normalise(spoken.read), got=got)


def _played(content: Content, told: Told) -> Outcome:
    reading = content.matcher.read(told.test.say)
    chosen = reading.topic if reading.decision in _UNDERSTOOD else None
    got = chosen or reading.decision
    return Outcome(
        organisation=content.organisation.id,
        topic=told.topic,
        say=told.test.say,
        expect=told.test.expect,
        got=got,
        passed=(got == told.test.expect) is not told.test.known_miss,
        reading=reading,
    )
