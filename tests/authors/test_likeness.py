"""Questions without an answer, grouped; topics, counted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.authors.likeness import grouped, left_open
from bot.authors.use import topic_use
from bot.messages import Decision
from bot.ports.records import Question
from bot.ports.store.authored import Asked, HandedOver, Pressed, Rated

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
CASES = yaml.safe_load((Path(__file__).parent / "likeness.yaml").read_text("utf-8"))


def asked(
    text: str, decision: Decision = "none", *, days: float = 1, channel: str = "web", conversation: str = "c",
    topic: str | None = None, offers: tuple[str, ...] = (),
) -> Asked:  # fmt: skip
    question = Question(
        organisation="aoun", conversation=conversation, inbound="i", text=text, decision=decision,
        topic=topic, offers=offers, language="ar", at=NOW - timedelta(days=days),
    )  # fmt: skip
    return Asked(question=question, channel=channel)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_like_questions_stand_together(case: dict[str, Any]) -> None:
    texts = [text for group in case["groups"] for text in group]
    found = grouped([asked(text) for text in texts], now=NOW)
    assert sorted(each.count for each in found) == sorted(len(group) for group in case["groups"])
    assert {frozenset(each.examples) for each in found} == {frozenset(group) for group in case["groups"]}


def test_a_group_tells_counts_channels_and_trend() -> None:
    many = [asked("كم راتب الموظف", days=days, channel=channel) for days, channel in
            ((1, "web"), (2, "web"), (3, "telegram"), (9, "web"), (40, "web"))]  # fmt: skip
    group = grouped(many, now=NOW)[0]
    assert (group.count, group.channels, group.weeks, group.trend) == (
        5,
        {"web": 4, "telegram": 1},
        (0, 0, 1, 3),
        2,
    )


def test_numbers_that_identify_are_masked() -> None:
    group = grouped([asked("هويتي 1012345672 وجوالي 0501234567 متى")], now=NOW)[0]
    assert "1012345672" not in group.examples[0]
    assert "0501234567" not in group.examples[0]


def test_an_offer_that_was_taken_is_no_open_question() -> None:
    offer = asked("المده", "offer", offers=("review-time",), days=1)
    taken = Pressed(conversation="c", topic="review-time", at=offer.question.at + timedelta(minutes=1))
    late = Pressed(conversation="c", topic="review-time", at=offer.question.at + timedelta(hours=2))
    other = Pressed(conversation="c", topic="sms", at=offer.question.at + timedelta(minutes=1))
    answered = asked("متى", "answer", topic="review-time")
    assert left_open([offer, answered], [taken]) == []
    assert left_open([offer, answered], [late, other]) == [offer]


def test_topics_are_counted_with_what_followed() -> None:
    first = asked("متى", "answer", topic="review-time", conversation="a", days=1)
    second = asked("متى", "answer", topic="review-time", conversation="b", days=1)
    soon = first.question.at + timedelta(minutes=5)
    rows = topic_use(
        ["sms", "review-time", "privacy"],
        [first, second],
        [Pressed(conversation="b", topic="sms", at=soon)],
        [Rated(conversation="a", stars=2, at=soon), Rated(conversation="b", stars=5, at=soon)],
        [
            HandedOver(conversation="a", reason="asked", at=soon),
            HandedOver(conversation="b", reason="danger", at=soon),
        ],
    )
    assert [(row.topic, row.used, row.stars, row.instead) for row in rows] == [
        ("review-time", 2, 2.0, 1),
        ("sms", 1, 5.0, 0),
        ("privacy", 0, None, 0),
    ]
