"""From the authors' files to what the engine reads: one `Content` an organisation, or all that is wrong."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from pathlib import Path

from bot.content.authors import Told
from bot.content.cache import FitFailed, Models
from bot.content.filling import contact_of, fields_of, fill
from bot.content.folding import folded
from bot.content.hours import hours_of, with_hours
from bot.content.lint import lint
from bot.content.merging import Merged, merged_topics, source_of, tests_of
from bot.content.problems import Problem, errors, filled, in_order, worded
from bot.content.shapes import (
    EmergencyShape,
    OrganisationShape,
    OverrideShape,
    TopicKind,
    TopicShape,
    Wording,
)
from bot.content.signature import Signature, signature
from bot.content.sources import OrganisationSources, Sources, gather
from bot.content.validation import Written
from bot.engine.content import Content, EmergencyNumber, Organisation, Texts, Topic
from bot.engine.flow import Flow
from bot.engine.life import CaseSettings
from bot.engine.look import Logo, Look
from bot.engine.opening import OPENING_HOURS
from bot.matching import Corpus, Phrase, Resources, TopicMatcher
from bot.matching import TopicKind as MatcherKind
from bot.messages import LANGUAGES, Language

_NO_FIT = worded(
    ar="تعذر تدريب الفهم على هذا المحتوى: {reason}",
    en="Understanding could not be fitted to this content: {reason}",
)

_KINDS: Mapping[TopicKind, MatcherKind] = {
    "topic": "topic",
    "gap": "gap",
    "smalltalk": "smalltalk",
    "misconception": "belief",
}

_PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
Fields = Mapping[str, Mapping[Language, str]]
WrittenTopic = Written[TopicShape] | Written[OverrideShape]


@dataclass(frozen=True, kw_only=True, slots=True)
class Library:
    """Everything that is served: replaced as a whole when the files change."""

    contents: Mapping[str, Content]  # organisation id → content
    corpora: Mapping[str, Corpus]
    resources: Resources
    tests: Mapping[str, tuple[Told, ...]]  # organisation id → its authors' tests
    version: str  # hash of all files
    signature: Signature  # of the files, taken before they were read


def check(knowledge: Path, flows: Path) -> list[Problem]:
    """Return everything that is wrong, errors and warnings, in the order of the files."""
    sources = gather(knowledge, flows)
    found = in_order([*sources.problems, *lint(sources)])
    folded.cache_clear()
    return found


def load(knowledge: Path, flows: Path, *, cache: Path | None = None) -> Library | list[Problem]:
    """Read, check, merge and fit everything; every error at once if there is one.

    `cache` is the folder of fitted models (the user's cache if None). Content that was fitted before loads
    without scikit-learn.
    """
    before = signature(knowledge, flows)
    sources = gather(knowledge, flows)
    wrong = errors([*sources.problems, *lint(sources, loading=True)])
    folded.cache_clear()
    if wrong:
        return in_order(wrong)
    try:
        return build(sources, Models(cache), before)
    except (FitFailed, OSError) as error:
        message = filled(_NO_FIT, reason=error)
        return [Problem(file=knowledge.name, line=1, column=1, rule="fit", message=message)]


def build(sources: Sources, models: Models, before: Signature) -> Library:
    """Return the library of sources without errors. Raises FitFailed."""
    topics = {each.id: merged_topics(sources, each) for each in sources.organisations}
    phrases = lru_cache(maxsize=None)(partial(_phrases, sources))
    corpora = {
        each.id: _corpus(each.organisation.value, topics[each.id], phrases) for each in sources.organisations
    }
    fitted = models.fitted(corpora, sources.resources)
    version = _version(sources)
    flows = {flow.value.id: flow.value for flow in sources.flows}
    texts = _texts(sources)
    contents = {
        each.id: _content(
            sources,
            each,
            topics[each.id],
            flows,
            texts,
            TopicMatcher(fitted[each.id], sources.prepared),
            version,
        )
        for each in sources.organisations
    }
    tests = {
        id_: tuple(Told(topic=topic, test=test) for topic, test in tests_of(topics[id_])) for id_ in topics
    }
    return Library(
        contents=contents,
        corpora=corpora,
        resources=sources.resources,
        tests=tests,
        version=version,
        signature=before,
    )


def _content(
    sources: Sources,
    each: OrganisationSources,
    topics: Mapping[str, Merged],
    flows: Mapping[str, Flow],
    texts: Texts,
    matcher: TopicMatcher,
    version: str,
) -> Content:
    organisation = each.organisation.value
    words = sources.menu.value.channels if sources.menu else {}
    fields = fields_of(organisation, words)
    content = Content(
        organisation=_organisation(organisation, _look(each)),
        topics={id_: _topic(merged, fields, organisation) for id_, merged in topics.items()},
        flows=flows,
        archive={flow.version: flow for flow in flows.values()},
        texts=texts,
        matcher=matcher,
        menu=_menu(sources, organisation),
        version=version,
        lives={life.value.id: life.value for life in sources.lives},
        identity_by_link=organisation.identity_by_link,
        second_step_for=organisation.second_step_for,
        documents=sources.shelf.value.root if sources.shelf else {},
        case_settings=each.cases.value if each.cases else CaseSettings(),
        survey=organisation.survey,
        reopen_hours=organisation.reopen_hours,
        quiet=(organisation.quiet_hours.begins, organisation.quiet_hours.ends),
    )
    answers = OPENING_HOURS in topics and topics[OPENING_HOURS].by_hours
    return with_hours(content, hours_of(organisation), answers=answers)


def _organisation(shape: OrganisationShape, look: Look) -> Organisation:
    return Organisation(
        id=shape.id,
        name=shape.name,
        short_name=shape.short_name,
        people=shape.people,
        document=shape.document,
        channels=shape.channels,
        emergency=tuple(_emergency(each) for each in shape.emergency),
        contact=contact_of(shape),
        look=look,
    )


def _look(each: OrganisationSources) -> Look:
    shape = each.organisation.value.look
    path = each.organisation.document.path.parent / shape.logo if shape.logo else None
    logo = Logo(media_type=_PICTURES[path.suffix], data=path.read_bytes()) if path else None
    return Look(colours=shape.colours, logo=logo, sites=shape.sites)


def _emergency(shape: EmergencyShape) -> EmergencyNumber:
    if shape.checked_on is None:
        message = (
            f"{shape.number} has no checked_on"  # the rule `emergency-checked` keeps this from happening
        )
        raise ValueError(message)
    return EmergencyNumber(
        number=shape.number,
        purpose=shape.for_,
        kinds=shape.kinds,
        region=shape.region,
        checked_on=shape.checked_on,
        confirmed=shape.confirmed,
    )


def _topic(merged: Merged, fields: Fields, organisation: OrganisationShape) -> Topic:
    shape = merged.topic
    return Topic(
        id=shape.id,
        kind=shape.kind,
        title=_filled(shape.title, fields),
        answer=_filled({language: _answer(shape, language) for language in LANGUAGES}, fields),
        source=source_of(shape.source, organisation),
        related=shape.related,
        starts=shape.starts,
        document=shape.document,
    )


def _answer(shape: TopicShape, language: Language) -> str:
    """Return the answer; who else helps stands below it, each number and address in a line of its own."""
    referral = shape.referral
    if referral is None:
        return shape.answer[language]
    below = (referral.text[language], referral.phone, referral.url)
    return shape.answer[language] + "\n\n" + "\n".join(each for each in below if each)


def _filled(texts: Mapping[Language, str], fields: Fields) -> Mapping[Language, str]:
    return {language: fill(texts[language], fields, language) for language in LANGUAGES}


def _menu(sources: Sources, organisation: OrganisationShape) -> tuple[str, ...]:
    if organisation.menu is not None:
        return organisation.menu
    return sources.menu.value.buttons if sources.menu else ()


def _corpus(
    organisation: OrganisationShape,
    topics: Mapping[str, Merged],
    phrases: Callable[[str, WrittenTopic], tuple[Phrase, ...]],
) -> Corpus:
    files = ((id_, each) for id_, merged in topics.items() for each in (merged.common, merged.override))
    return Corpus(
        phrases=tuple(chain.from_iterable(phrases(id_, each) for id_, each in files if each)),
        kinds={id_: _KINDS[merged.topic.kind] for id_, merged in topics.items()},
        titles={id_: tuple(merged.topic.title.values()) for id_, merged in topics.items()},
        names=(*organisation.name.values(), *organisation.short_name.values()),
    )


def _phrases(sources: Sources, id_: str, written: WrittenTopic) -> tuple[Phrase, ...]:
    """Return what a file teaches; the organisations share the files, and so their phrases."""
    return tuple(
        Phrase.model_construct(
            topic=id_,
            text=text,
            language=language,
            pattern=f"{written.document.file}:{at}" if at[1] == "patterns" else "",
        )
        for language, at, text in sources.said(written)
    )


def _texts(sources: Sources) -> Texts:
    tables: dict[Language, dict[str, str | Mapping[str, str]]] = {language: {} for language in LANGUAGES}
    for language, files in sources.texts.items():
        for file in files:
            tables[language].update(_templates(file.value.root))
    return Texts(tables)


def _templates(table: Mapping[str, Wording]) -> Iterator[tuple[str, str | Mapping[str, str]]]:
    for id_, words in table.items():
        yield id_, words if isinstance(words, str) else {str(form): text for form, text in words.items()}


def _version(sources: Sources) -> str:
    parts = sorted(f"{document.file} {document.digest}" for document in sources.documents)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
