"""Answers that are suggested to staff."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest

from bot.desk.suggesting import suggest
from bot.engine.content import Content, TopicKind
from bot.messages import Candidate, Reading
from bot.ports.records import Direction, Line
from tests.worker.world import START, Matcher, content

KINDS = {"a": "topic", "b": "topic", "c": "misconception", "d": "topic", "gap": "gap", "hello": "smalltalk"}


class Known(Matcher):
    """Reads `a .4 b .2` as two topics with their chances."""

    def read(self, text: str, *, last_topic: str | None = None) -> Reading:
        words = text.split()
        found = [
            Candidate(topic=id_, score=float(at)) for id_, at in zip(words[::2], words[1::2], strict=True)
        ]
        return replace(super().read(text, last_topic=last_topic), candidates=tuple(found))


def knowing() -> Content:
    plain = content()
    pattern = plain.topics["review-time"]
    topics = {
        id_: replace(pattern, id=id_, kind=cast(TopicKind, kind), title={"ar": f"ع{id_}", "en": id_})
        for id_, kind in KINDS.items()
    }
    return replace(plain, topics=topics, matcher=Known())


def lines(*said: str, direction: Direction = "in") -> list[Line]:
    return [
        Line(id=1, organisation="aoun", conversation="c", direction=direction, at=START, text=text)
        for text in said
    ]


@pytest.mark.parametrize(
    ("newest", "topics"),
    [
        (lines(), []),
        (lines("a .4 b .2"), ["a", "b"]),
        (lines("a .2", "b .5"), ["b", "a"]),
        (lines("a .2", "a .6 b .3"), ["a", "b"]),
        (lines("a .2", "b .3", "c .9"), ["b", "a"]),
        (lines("a .09 b .1"), ["b"]),
        (lines("gap .9 hello .8 c .3 gone .3"), ["c"]),
        (lines("a .5 b .4 c .3 d .2"), ["a", "b", "c"]),
        ([*lines("a .5", direction="staff"), *lines("b .5")], ["b"]),
    ],
)
def test_the_closest_answers_to_the_last_messages(newest: Sequence[Line], topics: list[str]) -> None:
    found = suggest(knowing(), newest, to="ar", by="en")
    assert [each.topic for each in found] == topics


def test_the_answer_is_in_the_persons_language_and_the_rest_in_the_readers() -> None:
    (found,) = suggest(knowing(), lines("a .5"), to="ar", by="en")
    assert (found.title, found.text) == ("a", "مدة لا تقل عن أسبوعين.")
    assert "5" in found.source
    assert found.source.isascii()
