"""Answers from the knowledge for staff to begin a reply with. Pure: what fits is what the matcher finds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.engine.content import Content
from bot.engine.sources import citation
from bot.messages import Language, Reading
from bot.ports.records import Line

RECENT = 2  # newest messages of the person that are read
MOST = 3  # suggestions
LEAST = 0.1  # probability below which a topic is no help
SPOKEN = ("topic", "misconception")  # kinds of topics that say something; a gap's answer is "nobody knows"


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """An answer that may fit."""

    topic: str
    title: str  # in the language of who reads it
    text: str  # in the language of the person
    source: str  # document, section and clause in one line; empty if it is the product's own
    share: float  # probability 0-1 that it is what was asked


def suggest(
    content: Content, newest: Sequence[Line], *, to: Language, by: Language
) -> tuple[Suggestion, ...]:
    """Return answers for what the person said last, best first.

    `newest` are transcript lines, newest first; `to` is the person's language, `by` that of staff.
    """
    said = [line.text for line in newest if line.direction == "in" and line.text.strip()][:RECENT]
    chances: dict[str, float] = {}
    for text in said:
        for topic, chance in _fitting(content.matcher.read(text)):
            chances[topic] = max(chance, chances.get(topic, 0.0))
    best = sorted(chances.items(), key=lambda found: -found[1])
    topics = [(content.topics[id_], chance) for id_, chance in best if id_ in content.topics]
    return tuple(
        Suggestion(
            topic=topic.id,
            title=topic.title[by],
            text=topic.answer[to],
            source=citation(topic.source, content, by),
            share=chance,
        )
        for topic, chance in topics
        if topic.kind in SPOKEN and chance >= LEAST
    )[:MOST]


def _fitting(reading: Reading) -> Iterator[tuple[str, float]]:
    """Yield topics with their chances, of each question in the message."""
    for one in _questions(reading):
        if one.topic is not None:
            yield one.topic, one.confidence
        for candidate in one.candidates:
            yield candidate.topic, candidate.score


def _questions(reading: Reading) -> Iterable[Reading]:
    return reading.parts or (reading,)
