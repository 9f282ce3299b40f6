"""How things stand: who waits, and which questions found no answer."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.messages import Priority
from bot.ports.records import Conversation, Question
from bot.ports.store import Reads

UNANSWERED = ("none", "unknown", "offer")  # decisions that left a question open; `offer` until one is picked


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """The waiting list in numbers."""

    by_priority: Mapping[Priority, int]
    longest: timedelta  # of those who wait now; zero if nobody does

    @property
    def total(self) -> int:
        """How many people wait."""
        return sum(self.by_priority.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Unanswered:
    """Questions of a span of time that found no answer."""

    asked: int  # all questions
    by_decision: Mapping[str, int]
    by_topic: Mapping[str, int]  # known gaps, most asked first
    examples: tuple[str, ...]  # masked texts of what fitted nothing, newest first

    @property
    def total(self) -> int:
        """How many found none."""
        return sum(self.by_decision.values())


async def waiting(reads: Reads, organisations: Sequence[str], *, now: datetime) -> Waiting:
    """Count who waits for staff."""
    return count_waiting(await reads.waiting(organisations), now=now)


async def unanswered(reads: Reads, organisation: str, *, since: datetime, examples: int = 20) -> Unanswered:
    """Count the questions since a time that found no answer."""
    return count_unanswered(await reads.questions(organisation, since=since), examples=examples)


def count_waiting(chats: Sequence[Conversation], *, now: datetime) -> Waiting:
    """Count the chats of a waiting list."""
    since = [chat.waiting_since for chat in chats if chat.waiting_since is not None]
    return Waiting(
        by_priority=dict(Counter(chat.priority for chat in chats)),
        longest=now - min(since) if since else timedelta(),
    )


def count_unanswered(questions: Sequence[Question], *, examples: int) -> Unanswered:
    """Count the questions that found no answer."""
    left = [question for question in questions if question.decision in UNANSWERED]
    gaps = Counter(question.topic for question in left if question.topic is not None)
    unfitting = sorted((one for one in left if one.decision == "none"), key=lambda one: one.at, reverse=True)
    return Unanswered(
        asked=len(questions),
        by_decision=dict(Counter(question.decision for question in left)),
        by_topic=dict(gaps.most_common()),
        examples=tuple(question.text for question in unfitting[:examples]),
    )
