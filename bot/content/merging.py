"""One organisation's topics: the common ones and known gaps, with what the organisation says otherwise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.content.asked import PHRASE_LANGUAGES
from bot.content.reading import Document
from bot.content.shapes import (
    Asked,
    AuthorTest,
    Cited,
    OrganisationShape,
    OverrideShape,
    Patterns,
    TopicShape,
)
from bot.content.sources import OrganisationSources, Sources
from bot.content.validation import Written
from bot.engine.opening import OPENING_HOURS
from bot.messages import Source

NEEDED = ("title", "answer", "source")  # of a topic that only one organisation has


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """A topic as one organisation has it, and where its parts were written."""

    topic: TopicShape
    common: Written[TopicShape] | None
    override: Written[OverrideShape] | None
    by_hours: bool = False  # answered from the opening hours of the organisation's file

    def written(self, part: str) -> Document:
        """Return the file that a part (`answer`, `source`, …) comes from."""
        if self.override is not None and (
            self.common is None or getattr(self.override.value, part) is not None
        ):
            return self.override.document
        if self.common is None:
            message = "a topic comes from a common file or an organisation's own"
            raise ValueError(message)
        return self.common.document


def merged_topics(sources: Sources, organisation: OrganisationSources) -> dict[str, Merged]:
    """Return the organisation's topics by id; an own topic that lacks a needed part is left out."""
    overrides = {override.value.id: override for override in organisation.overrides}
    common = {topic.value.id: topic for topic in sources.topics}
    merged = {id_: _merge(topic, overrides.get(id_)) for id_, topic in common.items()}
    own = {id_: _own(override) for id_, override in overrides.items() if id_ not in common}
    merged |= {id_: topic for id_, topic in own.items() if topic is not None}
    if organisation.organisation.value.hours and OPENING_HOURS in merged:
        merged[OPENING_HOURS] = _by_hours(merged[OPENING_HOURS])
    return merged


def _by_hours(merged: Merged) -> Merged:
    """Return a known gap as a topic that the organisation's hours answer; its own answer stays."""
    if merged.topic.kind != "gap":
        return merged
    topic = merged.topic.model_copy(update={"kind": "topic", "referral": None})
    return replace(merged, topic=topic, by_hours=True)


def lacking(override: OverrideShape) -> list[str]:
    """Return the parts that an organisation's own topic must have and this one has not."""
    return [part for part in NEEDED if getattr(override, part) is None]


def source_of(cited: Cited, organisation: OrganisationShape) -> Source:
    """Return where an answer comes from; a channel is counted in the organisation's own list."""
    if isinstance(cited, str):
        return Source(organisation=organisation.id, document=None, section=None, clause=None)
    clause = cited.clause
    if cited.channel is not None and cited.channel in organisation.channels:
        clause = organisation.channels.index(cited.channel) + 1
    return Source(
        organisation=organisation.id,
        document=organisation.document["ar"],  # the document's own title; it has one in Arabic only
        section=cited.section,
        clause=None if clause is None else str(clause),
    )


def _merge(common: Written[TopicShape], override: Written[OverrideShape] | None) -> Merged:
    if override is None:
        return Merged(topic=common.value, common=common, override=None)
    own = override.value
    changes: dict[str, Any] = {
        part: value
        for part in ("kind", *NEEDED, "related", "starts", "document", "referral")
        if (value := getattr(own, part)) is not None
    }
    if common.value.kind == "gap" and own.answer is not None:
        changes.setdefault("kind", "topic")  # writing an answer fills the gap in
        if changes["kind"] == "topic":
            changes.setdefault("referral", None)  # and nobody else needs to be asked
    changes["ask"] = _added(common.value.ask, own.ask)
    changes["tests"] = common.value.tests + own.tests
    return Merged(topic=common.value.model_copy(update=changes), common=common, override=override)


def _added(common: Asked, own: Asked) -> Asked:
    patterns = {
        name: getattr(common.patterns, name) + getattr(own.patterns, name) for name in PHRASE_LANGUAGES
    }
    return Asked.model_construct(
        **{name: getattr(common, name) + getattr(own, name) for name in PHRASE_LANGUAGES},
        patterns=Patterns.model_construct(**patterns),
    )


def _own(override: Written[OverrideShape]) -> Merged | None:
    own = override.value
    if lacking(own):
        return None
    given = {name: value for name in TopicShape.model_fields if (value := getattr(own, name)) is not None}
    return Merged(topic=TopicShape.model_construct(**given), common=None, override=override)


def tests_of(merged: Mapping[str, Merged]) -> Iterator[tuple[str, AuthorTest]]:
    """Yield topic id and test of every topic."""
    for id_, each in merged.items():
        for test in each.topic.tests:
            yield id_, test
