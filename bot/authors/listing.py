"""Which topics there are: everybody's, and what organisations say otherwise."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.authors.places import COMMON, Folders
from bot.content.shapes import OverrideShape, TopicShape
from bot.content.signature import Signature, signature
from bot.content.sources import Sources, gather
from bot.content.validation import Written
from bot.matching import normalise
from bot.messages import LANGUAGES, Language

AnyTopic = Written[TopicShape] | Written[OverrideShape]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A topic's file in the list."""

    file: str
    scope: str  # organisation's id, or COMMON
    id: str
    kind: str
    title: str
    answer: str
    phrasings: int
    tests: int
    missing: tuple[str, ...]  # languages without phrasings or an answer
    elsewhere: tuple[str, ...]  # organisations that say something else about it
    search: str  # everything in it, folded


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """A file that cannot be read as what it should be."""

    file: str
    problem: str


@dataclass(kw_only=True)
class Index:
    """Reads the files when they have changed. Call it from a thread."""

    folders: Folders
    _kept: tuple[Signature, Sources] | None = None

    def sources(self) -> Sources:
        """Return what the files say now."""
        now = signature(self.folders.knowledge, self.folders.flows)
        kept = self._kept
        if kept is None or kept[0] != now:
            kept = (now, gather(self.folders.knowledge, self.folders.flows))
            self._kept = kept
        return kept[1]

    def topics(self, language: Language) -> list[Listed]:
        """Return all topics in the language's titles: everybody's first, then each organisation's."""
        sources = self.sources()
        titles = {each.value.id: each.value for each in sources.topics}
        others: dict[str, list[str]] = defaultdict(list)
        for organisation in sources.organisations:
            for override in organisation.overrides:
                others[override.value.id].append(organisation.id)
        shared = [
            self._listed(COMMON, each, None, language, others[each.value.id]) for each in sources.topics
        ]
        own = [
            self._listed(organisation.id, each, titles.get(each.value.id), language, ())
            for organisation in sources.organisations
            for each in organisation.overrides
        ]
        return [*shared, *own]

    def broken(self, language: Language) -> list[Broken]:
        """Return the files of topics and flows that cannot be read, with their first mistake."""
        sources = self.sources()
        read = {document.file for document in sources.documents}
        first: dict[str, Broken] = {}
        for problem in sources.problems:
            path = self.folders.knowledge.parent / problem.file
            if path.is_file():
                first.setdefault(
                    problem.file, Broken(file=self.folders.name(path), problem=problem.text(language))
                )
        valid = {each.document.file for each in (*sources.all_topics, *sources.flows)} & read
        return [each for file, each in first.items() if file not in valid]

    def titles(self, language: Language) -> dict[str, str]:
        """Return the ids of all topics with their titles."""
        return {each.id: each.title for each in reversed(self.topics(language))}

    def file_of(self, scope: str, id_: str) -> str | None:
        """Return the file in which a topic stands."""
        return next((each.file for each in self.topics("ar") if (each.scope, each.id) == (scope, id_)), None)

    def _listed(
        self,
        scope: str,
        written: AnyTopic,
        common: TopicShape | None,
        language: Language,
        elsewhere: Iterable[str],
    ) -> Listed:
        value = written.value
        title = value.title or (common.title if common else None) or {}
        answer = value.answer or {}
        asked = value.ask
        every = (*asked.ar, *asked.arabizi, *asked.en)
        return Listed(
            file=self.folders.name(written.document.path),
            scope=scope,
            id=value.id,
            kind=value.kind or (common.kind if common else "topic"),
            title=title.get(language) or value.id,
            answer=answer.get(language, ""),
            phrasings=len(every),
            tests=len(value.tests),
            missing=_missing(value) if scope == COMMON else (),
            elsewhere=tuple(elsewhere),
            search=_folded([value.id, *title.values(), *answer.values(), *every]),
        )


def chosen(topics: Sequence[Listed], *, scope: str = "", kind: str = "", search: str = "") -> list[Listed]:
    """Return the topics that fit: every word that is looked for stands somewhere in the topic."""
    words = normalise(search).split()
    return [
        each
        for each in topics
        if scope in ("", each.scope)
        and kind in ("", each.kind)
        and all(word in each.search for word in words)
    ]


def kinds(topics: Iterable[Listed]) -> Counter[str]:
    """Count topics by kind."""
    return Counter(each.kind for each in topics)


def _missing(value: TopicShape | OverrideShape) -> tuple[str, ...]:
    return tuple(
        language
        for language in LANGUAGES
        if not getattr(value.ask, language) or not (value.answer or {}).get(language)
    )


def _folded(texts: Iterable[str]) -> str:
    return " ".join(normalise(text) for text in texts)
