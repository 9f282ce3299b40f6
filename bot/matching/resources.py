"""What administrators write for the matcher (knowledge/*.yaml), as frozen values.

Every scalar may arrive as a string: YAML is loaded without guessing types.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from bot.messages import DangerKind

# in one order wherever it is written: a set's own order differs from process to process
Names = Annotated[frozenset[str], PlainSerializer(sorted, return_type=list[str])]


class Shape(BaseModel):
    """A frozen value that refuses unknown keys, so that a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Spoken(Shape):
    """A test of an author: what is said, and what it should be read as."""

    say: str
    read: str


class Tested(Shape):
    """Something that authors write with tests of its own."""

    tests: tuple[Spoken, ...] = ()


class LexiconBlock(Tested):
    """Words of one subject: canonical word → the forms that people write for it."""

    note: str = ""  # for the next author
    entries: Mapping[str, tuple[str, ...]]


class TokenRule(Tested):
    """A word that starts and ends so loses both and gets `put` before what is left."""

    starts: str = ""
    ends: str = ""
    put: str = ""
    least: int = Field(default=5, ge=2)  # letters that the word has at least
    unless: tuple[str, ...] = ()  # beginnings that are ordinary words


class NextRule(Shape):
    """A word that is read otherwise before a word that begins so: ما الخطوات is a question."""

    word: str
    next: tuple[str, ...]  # beginnings of the next word, normalised
    read: str


class Lexicon(Shape):
    """knowledge/lexicon.yaml: dialect and synonyms, rewritten to one canonical word."""

    blocks: Mapping[str, LexiconBlock] = Field(default_factory=dict)
    rules: tuple[TokenRule, ...] = ()
    before: tuple[NextRule, ...] = ()
    prefixes: tuple[str, ...] = ()  # may stand before a form, longest first: وال, ال, و …
    suffixes: tuple[str, ...] = ()  # may stand behind a form: possessives


class Arabizi(Tested):
    """knowledge/arabizi.yaml: Arabic in Latin letters."""

    letters: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # "kh" → خ, "g" → ق, ج, غ
    prefixes: Mapping[str, str] = Field(default_factory=dict)  # "el" → ال, "bel" → بال
    suffixes: Mapping[str, str] = Field(default_factory=dict)  # "kom" → كم
    words: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # Arabic word → its spellings
    english: tuple[str, ...] = ()  # common English words: evidence that a text is English


class DangerKindRules(Shape):
    """Patterns of one kind of danger. See bot/matching/danger.py for how a pattern is written."""

    note: str = ""
    patterns: tuple[str, ...]


class Danger(Shape):
    """knowledge/danger.yaml: which messages speak of danger to life."""

    groups: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # name → alternatives
    innocent: tuple[str, ...] = ()  # figures of speech, blanked before the patterns are tried
    kinds: Mapping[DangerKind, DangerKindRules] = Field(default_factory=dict)  # first match wins
    misspelt: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)  # word → misspellings


class DangerExamples(Shape):
    """knowledge/danger-examples.yaml: what danger sounds like where no pattern words it."""

    least: float = 0.0  # margin from which a text is taken for danger: higher means fewer
    kinds: Mapping[DangerKind, tuple[str, ...]] = Field(default_factory=dict)  # sentences
    harmless: tuple[str, ...] = ()  # sentences that are near in words


class LeftOut(Shape):
    """What a question leaves out that follows one about certain topics: "and how long does that take?"."""

    words: tuple[str, ...]  # one for each language
    after: Names  # topics


class Settings(Shape):
    """knowledge/matching.yaml: how sure is sure enough."""

    budget: float = Field(default=0.02, gt=0, lt=1)  # wrong answers allowed, as a share of answers
    harder: float = Field(default=4.0, ge=1)  # held-out phrasings err so many times more
    floor: float = Field(default=0.5, ge=0, le=1)  # never answer below this probability
    ceiling: float = Field(default=0.9, ge=0, le=1)  # always answer above this probability
    unknown: float = Field(default=0.4, ge=0, le=1)  # a known gap is said to be one above this
    nothing: float = Field(default=0.08, ge=0, le=1)  # below this not even an offer is made
    heard: float = Field(default=0.4, gt=0, le=1)  # share of a text's words, by weight, to be sure at all
    courtesy: tuple[str, ...] = ()  # greetings that may stand before a question
    follow_ups: tuple[str, ...] = ()  # beginnings that lean on what was said before
    referring: tuple[str, ...] = ()  # words that point back; `*ها` is an ending
    further: tuple[str, ...] = ()  # beginnings of one more question in the same sentence
    asking: tuple[str, ...] = ()  # words that ask, anywhere in a question
    about: tuple[LeftOut, ...] = ()  # what a question that leans on the one before leaves out
    far: tuple[str, ...] = ()  # texts that have nothing to do with any organisation


class Resources(Shape):
    """Everything that the matcher reads besides the topics."""

    lexicon: Lexicon = Lexicon()
    arabizi: Arabizi = Arabizi()
    danger: Danger = Danger()
    examples: DangerExamples = DangerExamples()
    settings: Settings = Settings()
