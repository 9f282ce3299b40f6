"""What is wrong with a change, before it is published."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.authors.change import Change, digest_of
from bot.authors.overlay import overlaid
from bot.authors.places import Folders
from bot.content.lint import RULES, lint
from bot.content.problems import Problem, in_order
from bot.content.signature import Signature, signature
from bot.content.sources import Sources, gather
from bot.engine.content import Content

_MOST_KEPT = 8  # reviews that are remembered
_PROGRAMS = frozenset(rule.name for rule in RULES if not rule.at_load)  # content is served all the same


@dataclass(frozen=True, kw_only=True, slots=True)
class Confused:
    """A new phrasing that is understood as another topic today."""

    organisation: str
    say: str
    topic: str  # whose phrasing it shall be
    taken_for: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """Everything that an author should know before publishing."""

    errors: tuple[Problem, ...]  # publishing is refused
    warnings: tuple[Problem, ...]  # of the files that change
    confused: tuple[Confused, ...] = ()


@dataclass(kw_only=True)
class Reviewer:
    """Checks changes against the files as they are. Any thread may ask; it takes a second or two."""

    folders: Folders
    _standing: tuple[Signature, frozenset[tuple[str, str, str]]] | None = None
    _kept: dict[tuple[str, Signature], Review] = field(default_factory=dict)
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def review(self, change: Change, contents: Mapping[str, Content]) -> Review:
        """Return what is wrong with a change; remembered while the files stay as they are."""
        now = signature(self.folders.knowledge, self.folders.flows)
        with self._alone:
            key = (change.digest, now)
            if key not in self._kept:
                while len(self._kept) >= _MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = self._review(change, contents, now)
            return self._kept[key]

    def _review(self, change: Change, contents: Mapping[str, Content], now: Signature) -> Review:
        with overlaid(self.folders, change) as copy:
            sources = gather(copy.knowledge, copy.flows)
            problems = in_order([*sources.problems, *lint(sources)])
        before, touched = self._before(now), {self.folders.shown(each.file) for each in change.files}
        return Review(
            errors=tuple(
                each for each in problems
                if each.severity == "error" and (each.rule not in _PROGRAMS or _key(each) not in before)
            ),
            warnings=tuple(
                each for each in problems
                if each.severity == "warning" and (each.file in touched or _key(each) not in before)
            ),
            confused=tuple(confused(sources, change, contents)),
        )  # fmt: skip

    def _before(self, now: Signature) -> frozenset[tuple[str, str, str]]:
        """Return what was wrong before: no reason to refuse a change unless it keeps content from loading."""
        if self._standing is None or self._standing[0] != now:
            sources = gather(self.folders.knowledge, self.folders.flows)
            found = frozenset(_key(each) for each in [*sources.problems, *lint(sources)])
            self._standing = (now, found)
        return self._standing[1]


def _key(problem: Problem) -> tuple[str, str, str]:
    return problem.file, problem.rule, problem.message["en"]


def confused(sources: Sources, change: Change, contents: Mapping[str, Content]) -> list[Confused]:
    """Return the phrasings of changed files that the content in force clearly takes for other topics."""
    texts = {digest_of(each.text) for each in change.files if each.text is not None}
    first = next(iter(contents), "")
    whose = {each.document.file: one.id for one in sources.organisations for each in one.overrides}
    found: list[Confused] = []
    for written in sources.all_topics:
        organisation = whose.get(written.document.file, first)
        if written.document.digest in texts and organisation in contents:
            phrasings = [text for _, _, text in sources.said(written)]
            found += _taken(written.value.id, phrasings, contents[organisation])
    return found


def _taken(topic: str, phrasings: list[str], content: Content) -> Iterator[Confused]:
    for text in phrasings:
        reading = content.matcher.read(text)
        if reading.decision in ("answer", "unknown") and reading.topic not in (None, topic):
            yield Confused(
                organisation=content.organisation.id, say=text, topic=topic, taken_for=reading.topic or ""
            )
