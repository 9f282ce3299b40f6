"""Hostile input against the engine with the real content: a decision, a reply, and nothing of it echoed."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content import Library
from bot.engine.reading import fold_digits, plain, squeeze
from bot.engine.state import State
from bot.matching import normalise
from bot.ports.typed import typed
from tests.conversations.world import World
from tests.hostile.said import ROWS, Row, echoes, text_of

pytestmark = [pytest.mark.timeout(600)]
SLOWEST = 5.0  # seconds of the processor for one message; usually a few milliseconds
ANY = st.characters()  # surrogates and control characters among them
NASTY = st.sampled_from("\u202e\u2066\u2069\u200b\u200d\u200f\0\x1b<>&\"'{}%\\\ud800\udc00؟?\n ")
SAID = st.sampled_from(
    [
        "كيف أقدم على طلب الدعم",
        "وكم ياخذ",
        "how much money",
        "and how long",
        "موافق",
        "رجوع",
        "2",
        "ابي اكلم موظف",
    ]
)
TEXTS = st.one_of(
    st.text(ANY, max_size=80),
    st.lists(SAID | NASTY | st.text(ANY, max_size=8), max_size=12).map("".join),
)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])


def world(library: Library) -> World:
    content = library.contents["aoun"]
    return World(content=content, state=State(greeted=True, consent=content.privacy_version))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_hostile_input_is_answered_and_not_echoed(row: Row, library: Library) -> None:
    here = world(library)
    begun = time.thread_time()
    here.hear(text=text_of(row))
    assert time.thread_time() - begun < SLOWEST
    assert here.said
    assert echoes(message.text for message in here.said) == []
    found = [kept.reading for kept in here.readings]
    if row.get("decision") == "kind":
        assert found == []
    elif row.get("decision") == "urgent":
        assert here.said[0].urgent
    elif "decision" in row:
        assert [reading.decision for reading in found] == [row["decision"]]
    if "topic" in row:
        assert row["topic"] in {topic for reading in found for topic in (reading.topic, *reading.offers)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_hostile_input_in_a_flow_breaks_nothing(row: Row, library: Library) -> None:
    here = world(library)
    for sent in ({"choice": "flow:complaint"}, {"text": text_of(row)}, {"text": text_of(row)}):
        here.hear(**sent)
        assert here.said
    here.hear(choice="menu")
    assert echoes(message.text for message in here.said) == []


@given(
    texts=st.lists(TEXTS, min_size=1, max_size=4), flow=st.sampled_from(["", "support-request", "complaint"])
)
@FEW
def test_any_unicode_gets_a_decision(texts: list[str], flow: str, library: Library) -> None:
    here = world(library)
    if flow:
        here.hear(choice=f"flow:{flow}")
    for text in texts:
        here.hear(text=typed(text))  # as every channel hands it on
        assert here.said, "somebody is left without a word"
        assert all(message.text.strip() for message in here.said)
        assert all(len(reading.reading.offers) <= 3 for reading in here.readings)


@given(text=TEXTS)
@settings(max_examples=400, deadline=None)
def test_every_folding_is_idempotent(text: str) -> None:
    for fold in (normalise, fold_digits, plain, squeeze):
        assert fold(fold(text)) == fold(text), fold.__name__


def test_a_sticker_is_answered_kindly(library: Library) -> None:
    here = world(library)
    here.hear(sticker=True)
    assert "حياك الله" in here.said[0].text
    assert not here.readings


def test_what_was_smuggled_in_says_nothing_more_than_usual(library: Library) -> None:
    """Nothing that is written changes who holds the chat, agrees to anything or begins a request."""
    for row in ROWS:
        here = world(library)
        here.state = State(greeted=True)
        here.hear(text=text_of(row))
        assert here.state.run is None, row["name"]
        assert here.state.consent is None, row["name"]
        assert not here.cases, row["name"]
        assert here.owner == ("waiting" if row.get("decision") == "urgent" else "bot"), row["name"]
        assert any(isinstance(message.text, str) for message in here.said)
