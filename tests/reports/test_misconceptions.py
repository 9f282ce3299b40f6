"""Wrong beliefs are counted where they were answered, most brought first."""

from datetime import UTC, datetime

from bot.ports.records import Question
from bot.reports.misconceptions import count_believed


def question(decision: str, topic: str | None) -> Question:
    return Question(
        organisation="aoun",
        conversation="c",
        inbound="i",
        text="t",
        decision=decision,
        topic=topic,
        offers=("fee",),
        language="ar",
        at=datetime(2026, 11, 21, tzinfo=UTC),
    )


def test_what_was_corrected_is_counted() -> None:
    asked = [
        question("answer", "wasta"),
        question("answer", "fee"),
        question("answer", "fee"),
        question("answer", "review-time"),  # no belief
        question("offer", None),  # offered, not told
        question("unknown", "gap-food"),
    ]
    believed = count_believed(asked, {"fee", "wasta", "must-visit"})
    assert list(believed.by_topic.items()) == [("fee", 2), ("wasta", 1)]
    assert (believed.total, believed.asked) == (3, 6)
    assert count_believed([], {"fee"}).by_topic == {}
