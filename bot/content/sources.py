"""Everything that authors wrote, read and checked file by file: for the rules and for building content."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from bot.content.asked import Expansion, Phrasing, expanded, said
from bot.content.problems import ByLanguage, Problem, filled, shown_path
from bot.content.reading import Document, read
from bot.content.shapes import (
    DocumentsShape,
    MenuShape,
    OrganisationShape,
    OverrideShape,
    TextsShape,
    TopicShape,
    WordsShape,
)
from bot.content.validation import Written, validate
from bot.engine.flow import Flow
from bot.engine.life import CaseSettings, Life
from bot.matching import Prepared
from bot.matching.resources import Arabizi, Danger, DangerExamples, Lexicon, Resources, Settings
from bot.messages import LANGUAGES, Language

B = TypeVar("B", bound=BaseModel)

MENU = "menu.yaml"
ORGANISATION = "organisation.yaml"
WORDS = "words.yaml"
DOCUMENTS = "documents.yaml"
CASES = "cases"  # folder of the lives of cases, and an organisation's own file about them
RESOURCES: Mapping[str, type[BaseModel]] = {
    "lexicon": Lexicon,
    "arabizi": Arabizi,
    "danger": Danger,
    "danger-examples": DangerExamples,
    "matching": Settings,
}
_LEFT_OUT_AT_WILL = frozenset({"danger-examples"})  # the others are needed

_NO_FILE: ByLanguage = {"ar": "هذا الملف مطلوب ولا يوجد.", "en": "This file is needed and is not there."}
_NO_FOLDER: ByLanguage = {
    "ar": "لا يوجد مجلد بهذا الاسم: {folder}",
    "en": "There is no such folder: {folder}",
}
_WHICH_LANGUAGE: ByLanguage = {
    "ar": "ينتهي اسم ملف النصوص بلغته: steps.ar.yaml أو steps.en.yaml.",
    "en": "A texts file is named for its language at the end: steps.ar.yaml or steps.en.yaml.",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class OrganisationSources:
    """The files of one organisation."""

    organisation: Written[OrganisationShape]
    overrides: tuple[Written[OverrideShape], ...]
    cases: Written[CaseSettings] | None = None

    @property
    def id(self) -> str:
        """Id of the organisation."""
        return self.organisation.value.id


@dataclass(frozen=True, kw_only=True)
class Sources:
    """All files that could be read, and what was wrong with the others."""

    topics: tuple[Written[TopicShape], ...]  # common ones, known gaps and misconceptions
    organisations: tuple[OrganisationSources, ...]
    flows: tuple[Written[Flow], ...]
    texts: Mapping[Language, tuple[Written[TextsShape], ...]]
    menu: Written[MenuShape] | None
    resources: Resources
    resource_documents: Mapping[str, Document]  # by the names of `RESOURCES`
    words: Written[WordsShape] | None  # word lists of patterns
    expansions: Mapping[str, tuple[Expansion, ...]]  # file → what its patterns write
    documents: tuple[Document, ...]
    broken: frozenset[str]  # ids of files with mistakes: whoever refers to them is not to blame
    strays: tuple[str, ...]  # YAML files that nothing reads
    problems: tuple[Problem, ...]
    lives: tuple[Written[Life], ...] = ()  # of cases, one a kind
    shelf: Written[DocumentsShape] | None = None  # documents that answers may name

    @cached_property
    def prepared(self) -> Prepared:
        """The matchers' resources, made ready. Raises ValueError or KeyError for a rule of danger."""
        return Prepared(self.resources)

    @property
    def all_topics(self) -> tuple[Written[TopicShape] | Written[OverrideShape], ...]:
        """Common topics, known gaps, misconceptions, and what organisations say otherwise."""
        overrides = (each for organisation in self.organisations for each in organisation.overrides)
        return (*self.topics, *overrides)

    def said(self, written: Written[TopicShape] | Written[OverrideShape]) -> Iterator[Phrasing]:
        """Yield everything that a file teaches the matcher: language, place in the file, text."""
        return said(written.value.ask, self.expansions[written.document.file])

    @property
    def topic_ids(self) -> frozenset[str]:
        """Ids of the topics that every organisation has."""
        return frozenset(topic.value.id for topic in self.topics)

    @property
    def flow_ids(self) -> frozenset[str]:
        """Ids of all flows."""
        return frozenset(flow.value.id for flow in self.flows)


def gather(knowledge: Path, flows: Path) -> Sources:
    """Read and check every file under the two folders. Never raises for what it finds there."""
    gathering = _Gathering(knowledge)
    resources = {name: gathering.resource(name, shape) for name, shape in RESOURCES.items()}
    words = gathering.maybe(knowledge / WORDS, WordsShape)
    topics = gathering.topics()
    organisations = tuple(gathering.organisations())
    overrides = [each for organisation in organisations for each in organisation.overrides]
    asked = {each.document.file: each.value.ask for each in topics}
    asked |= {each.document.file: each.value.ask for each in overrides}
    return Sources(
        topics=topics,
        organisations=organisations,
        words=words,
        expansions=expanded(asked, words.value if words else WordsShape()),
        flows=gathering.folder(flows, Flow),
        lives=gathering.lives(),
        shelf=gathering.maybe(knowledge / DOCUMENTS, DocumentsShape),
        texts=gathering.texts(),
        menu=gathering.one(knowledge / MENU, MenuShape),
        resources=_resources(resources),
        resource_documents={name: written.document for name, written in resources.items() if written},
        documents=tuple(gathering.documents),
        broken=frozenset(gathering.broken),
        strays=gathering.strays(knowledge),
        problems=tuple(gathering.problems),
    )


def _resources(files: Mapping[str, Written[BaseModel] | None]) -> Resources:
    names = {"matching": "settings", "danger-examples": "examples"}
    return Resources(**{names.get(name, name): file.value for name, file in files.items() if file})


class _Gathering:
    """Reads files and collects what is wrong on the way."""

    def __init__(self, knowledge: Path) -> None:
        self.knowledge = knowledge
        self.documents: list[Document] = []
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        self._seen: set[Path] = set()

    def topics(self) -> tuple[Written[TopicShape], ...]:
        beliefs = self.knowledge / "misconceptions"
        return (
            *self.folder(self.knowledge / "common", TopicShape),
            *self.folder(self.knowledge / "gaps", TopicShape),
            *(self.folder(beliefs, TopicShape) if beliefs.is_dir() else ()),
        )

    def organisations(self) -> Iterator[OrganisationSources]:
        for folder in _folders(self._there(self.knowledge / "organisations")):
            organisation = self.one(folder / ORGANISATION, OrganisationShape)
            topics = folder / "topics"
            overrides = self.folder(topics, OverrideShape) if topics.is_dir() else ()
            cases = self.maybe(folder / f"{CASES}.yaml", CaseSettings)
            if organisation is not None:
                yield OrganisationSources(organisation=organisation, overrides=overrides, cases=cases)

    def lives(self) -> tuple[Written[Life], ...]:
        folder = self.knowledge / CASES
        return self.folder(folder, Life) if folder.is_dir() else ()

    def texts(self) -> Mapping[Language, tuple[Written[TextsShape], ...]]:
        tables: dict[Language, list[Written[TextsShape]]] = {language: [] for language in LANGUAGES}
        for path in _yaml(self._there(self.knowledge / "texts")):
            language = _language(path)
            written = self.one(path, TextsShape)
            if language is None:
                self._blame(path, "texts-language", _WHICH_LANGUAGE)
            elif written is not None:
                tables[language].append(written)
        return {language: tuple(tables[language]) for language in LANGUAGES}

    def folder(self, folder: Path, shape: type[B]) -> tuple[Written[B], ...]:
        written = [self.one(path, shape) for path in _yaml(self._there(folder))]
        return tuple(each for each in written if each is not None)

    def maybe(self, path: Path, shape: type[B]) -> Written[B] | None:
        return self.one(path, shape) if path.exists() else None

    def resource(self, name: str, shape: type[B]) -> Written[B] | None:
        path = self.knowledge / f"{name}.yaml"
        return self.maybe(path, shape) if name in _LEFT_OUT_AT_WILL else self.one(path, shape)

    def one(self, path: Path, shape: type[B]) -> Written[B] | None:
        self._seen.add(path)
        if not path.exists():
            self._blame(path, "missing-file", _NO_FILE)
            return None
        document = read(path, self.knowledge)
        if isinstance(document, Problem):
            self.problems.append(document)
            self.broken.add(path.stem)
            return None
        self.documents.append(document)
        written = validate(document, shape)
        if isinstance(written, Written):
            return written
        self.problems.extend(written)
        self.broken.update(_ids(document))
        return None

    def strays(self, knowledge: Path) -> tuple[str, ...]:
        found = [path for pattern in ("*.yaml", "*.yml") for path in knowledge.rglob(pattern)]
        return tuple(sorted(shown_path(path, knowledge) for path in found if path not in self._seen))

    def _there(self, folder: Path) -> Path:
        if not folder.is_dir():
            self._blame(folder, "missing-folder", filled(_NO_FOLDER, folder=folder.name))
        return folder

    def _blame(self, path: Path, rule: str, message: ByLanguage) -> None:
        file = shown_path(path, self.knowledge)
        self.problems.append(Problem(file=file, line=1, column=1, rule=rule, message=message))


def _ids(document: Document) -> Iterable[str]:
    yield document.path.stem
    if isinstance(document.data, dict) and isinstance(document.data.get("id"), str):
        yield document.data["id"]


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.yaml"))


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []


def _language(path: Path) -> Language | None:
    last = path.stem.rsplit(".", 1)[-1]
    return next((language for language in LANGUAGES if language == last), None)
