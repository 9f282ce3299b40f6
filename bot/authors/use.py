"""How each topic serves: asked how often, rated how, and how often a person answered instead."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports.store.authored import Asked, HandedOver, Pressed, Rated

ANSWERED = ("answer", "unknown")
BELONGS = timedelta(minutes=30)  # a rating or a hand-off this long after an answer is about it


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicUse:
    """One topic in numbers."""

    topic: str
    asked: int  # times it answered a question
    picked: int  # times its button was pressed
    stars: float | None  # mean of the ratings that followed
    ratings: int
    instead: int  # times a person was brought in soon after
    last_at: datetime | None

    @property
    def used(self) -> int:
        """How often it was shown."""
        return self.asked + self.picked


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shown:
    topic: str
    conversation: str
    at: datetime


def topic_use(
    topics: Iterable[str],
    asked: Sequence[Asked],
    pressed: Sequence[Pressed],
    rated: Sequence[Rated],
    handed: Sequence[HandedOver],
) -> list[TopicUse]:
    """Return every topic's use, most used first; those that nobody needed have zeros."""
    answers = [
        _Shown(topic=each.question.topic, conversation=each.question.conversation, at=each.question.at)
        for each in asked
        if each.question.decision in ANSWERED and each.question.topic
    ]
    picks = [_Shown(topic=each.topic, conversation=each.conversation, at=each.at) for each in pressed]
    shown = sorted([*answers, *picks], key=lambda each: each.at)
    stars: dict[str, list[int]] = defaultdict(list)
    for rating in rated:
        if before := _before(shown, rating.conversation, rating.at):
            stars[before.topic].append(rating.stars)
    instead = Counter(
        before.topic
        for each in handed
        if each.reason != "danger" and (before := _before(shown, each.conversation, each.at))
    )
    times, picked = Counter(each.topic for each in answers), Counter(each.topic for each in picks)
    last = {each.topic: each.at for each in shown}
    made = [
        TopicUse(
            topic=topic,
            asked=times[topic],
            picked=picked[topic],
            stars=sum(stars[topic]) / len(stars[topic]) if stars[topic] else None,
            ratings=len(stars[topic]),
            instead=instead[topic],
            last_at=last.get(topic),
        )
        for topic in dict.fromkeys([*topics, *times, *picked])
    ]
    return sorted(made, key=lambda each: (-each.used, each.topic))


def _before(shown: Sequence[_Shown], conversation: str, at: datetime) -> _Shown | None:
    """Return the last topic that a conversation was shown before a time."""
    fitting = (
        each
        for each in reversed(shown)
        if each.conversation == conversation and timedelta() <= at - each.at <= BELONGS
    )
    return next(fitting, None)
