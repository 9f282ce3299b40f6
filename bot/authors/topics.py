"""Topics as a form sees them: plain values in, YAML out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from bot.authors.change import FileChange, digest_of
from bot.authors.editing import changed, composed, read
from bot.authors.places import COMMON, Folders, scope_of, topic_file
from bot.content.shapes import ChannelId, Section, TopicKind, TopicShape
from bot.messages import LANGUAGES, Language

ORDER = tuple(TopicShape.model_fields)
PHRASES = ("ar", "arabizi", "en")
SECTIONS: tuple[str, ...] = get_args(Section)
CHANNELS: tuple[str, ...] = get_args(ChannelId)
KINDS: tuple[TopicKind, ...] = get_args(TopicKind)
PRODUCT = "product"


@dataclass(frozen=True, kw_only=True, slots=True)
class TestRow:
    """One of the author's tests."""

    __test__ = False  # no test of ours

    say: str
    expect: str
    known_miss: str = ""  # as written, e.g. yes


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicValues:
    """What a topic's form holds. Empty = not written."""

    id: str
    kind: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    ask: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # ar, arabizi, en
    patterns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answer: Mapping[str, str] = field(default_factory=dict)
    section: str = ""  # or PRODUCT
    clause: str = ""
    channel: str = ""
    related: tuple[str, ...] = ()
    starts: str = ""
    document: str = ""
    tests: tuple[TestRow, ...] = ()


def values_of(text: str) -> TopicValues:
    """Return what a file says. Raises Unreadable; what has another shape than a topic's is left out."""
    data = read(text)
    data = data if isinstance(data, dict) else {}
    ask = data.get("ask")
    source = data.get("source")
    cited = source if isinstance(source, dict) else {}
    return TopicValues(
        id=_word(data.get("id")),
        kind=_word(data.get("kind")),
        title=_by_language(data.get("title")),
        ask=_lists(ask),
        patterns=_lists(ask.get("patterns") if isinstance(ask, dict) else None),
        answer=_by_language(data.get("answer")),
        section=PRODUCT if source == PRODUCT else _word(cited.get("section")),
        clause=_word(cited.get("clause")),
        channel=_word(cited.get("channel")),
        related=_words(data.get("related")),
        starts=_word(data.get("starts")),
        document=_word(data.get("document")),
        tests=tuple(_tests(data.get("tests"))),
    )


def written(values: TopicValues, before: str | None) -> str:
    """Return the file's text with these values; everything else in it stays. Raises Unreadable."""
    wanted = _wanted(values)
    if before is None:
        return composed({key: value for key, value in wanted.items() if value is not None}, ORDER)
    return changed(before, _as_it_was(wanted, read(before)), ORDER)


def topic_change(folders: Folders, file: str, values: TopicValues, base: str) -> FileChange:
    """Return the change of a topic's file; `base` is the token that the form was drawn with."""
    return FileChange(file=file, text=written(values, folders.text(file)), base=base)


def begun(folders: Folders, file: str) -> tuple[TopicValues, str]:
    """Return a topic's values and version token. Raises Unreadable, or KeyError if there is no such file."""
    text = folders.text(file)
    if text is None:
        raise KeyError(file)
    return values_of(text), digest_of(text)


def new_file(scope: str, values: TopicValues) -> str:
    """Return the name of a new topic's file. Raises NotForAuthors for a bad id."""
    kind = next((each for each in KINDS if each == values.kind), KINDS[0])
    return topic_file(scope, values.id, kind)


def with_phrasings(values: TopicValues, phrasings: Sequence[str], language: Language | str) -> TopicValues:
    """Return the values with phrasings that are not there yet."""
    asked = values.ask.get(language, ())
    known = {text for texts in values.ask.values() for text in texts}
    fresh = tuple(dict.fromkeys(text for text in phrasings if text not in known))
    return replace(values, ask={**values.ask, language: (*asked, *fresh)})


def is_own(file: str) -> bool:
    """Tell whether a file says what one organisation says otherwise."""
    return scope_of(file) != COMMON


def _wanted(values: TopicValues) -> dict[str, Any]:
    ask: dict[str, Any] = {name: list(values.ask[name]) for name in PHRASES if values.ask.get(name)}
    patterns = {name: list(values.patterns[name]) for name in PHRASES if values.patterns.get(name)}
    if patterns:
        ask["patterns"] = patterns
    return {
        "id": values.id,
        "kind": values.kind or None,
        "title": _filled(values.title),
        "ask": ask or None,
        "answer": _filled(values.answer),
        "source": _source(values),
        "related": list(values.related) or None,
        "starts": values.starts or None,
        "document": values.document or None,
        "tests": [_test(row) for row in values.tests] or None,
    }


def _as_it_was(wanted: dict[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what a form cannot tell apart: an empty value and none, the usual kind written out or not."""
    for key, value in before.items():
        if key in wanted and wanted[key] is None and value in ([], {}, ""):
            wanted[key] = value
    if wanted["kind"] == "topic" and "kind" not in before:
        wanted["kind"] = None
    return wanted


def _source(values: TopicValues) -> str | dict[str, str] | None:
    if values.section in ("", PRODUCT):
        return values.section or None
    cited = {"section": values.section, "clause": values.clause, "channel": values.channel}
    return {key: value for key, value in cited.items() if value}


def _test(row: TestRow) -> dict[str, str]:
    test = {"say": row.say, "expect": row.expect}
    return {**test, "known_miss": row.known_miss} if row.known_miss else test


def _filled(texts: Mapping[str, str]) -> dict[str, str] | None:
    return {language: texts[language] for language in LANGUAGES if texts.get(language)} or None


def _tests(data: Any) -> Iterator[TestRow]:  # noqa: ANN401 - YAML
    for each in data if isinstance(data, list) else ():
        if isinstance(each, dict):
            yield TestRow(
                say=_word(each.get("say")),
                expect=_word(each.get("expect")),
                known_miss=_word(each.get("known_miss")),
            )


def _by_language(data: Any) -> dict[str, str]:  # noqa: ANN401 - YAML
    return (
        {str(key): value for key, value in data.items() if isinstance(value, str)}
        if isinstance(data, dict)
        else {}
    )


def _lists(data: Any) -> dict[str, tuple[str, ...]]:  # noqa: ANN401 - YAML
    if not isinstance(data, dict):
        return {}
    return {name: _words(data[name]) for name in PHRASES if isinstance(data.get(name), list)}


def _words(data: Any) -> tuple[str, ...]:  # noqa: ANN401 - YAML
    return tuple(each for each in data if isinstance(each, str)) if isinstance(data, list) else ()


def _word(data: Any) -> str:  # noqa: ANN401 - YAML
    return data if isinstance(data, str) else ""
