"""Which wrong beliefs people bring, and how often: what the organisation should explain better."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.ports.records import Question
from bot.ports.store import Reads


@dataclass(frozen=True, kw_only=True, slots=True)
class Believed:
    """Questions of a span of time that brought a wrong belief and were told otherwise."""

    asked: int  # all questions
    by_topic: Mapping[str, int]  # misconception's topic id → questions; most brought first

    @property
    def total(self) -> int:
        """How many brought one."""
        return sum(self.by_topic.values())


async def believed(
    reads: Reads, organisation: str, misconceptions: Collection[str], *, since: datetime
) -> Believed:
    """Count the wrong beliefs since a time; `misconceptions` are the ids of topics of that kind."""
    return count_believed(await reads.questions(organisation, since=since), misconceptions)


def count_believed(questions: Sequence[Question], misconceptions: Collection[str]) -> Believed:
    """Count the questions that were answered with a correction."""
    brought = Counter(
        question.topic
        for question in questions
        if question.decision == "answer" and question.topic in misconceptions
    )
    return Believed(
        asked=len(questions),
        by_topic={topic: times for topic, times in brought.most_common() if topic is not None},
    )
