"""Decisions on a small library (decisions.yaml, corpus.yaml), and the model saved and loaded."""

import io
from typing import Any

import numpy as np
import pytest

from bot.matching import Corpus, Model, Phrase, Prepared, Resources, Settings, TopicMatcher
from bot.matching.decide import Ranked, decide
from bot.matching.fit import fit
from bot.ports.matcher import Matcher
from tests.matching.written import written


@pytest.mark.parametrize("row", written("decisions"), ids=lambda row: row["why"])
def test_a_text_is_decided(row: dict[str, Any], matcher: TopicMatcher) -> None:
    reading = matcher.read(row["say"], last_topic=row.get("after"))
    assert (reading.decision, reading.topic) == (row["decision"], row.get("topic"))
    assert "offers" not in row or list(reading.offers) == row["offers"]
    assert "parts" not in row or [part.topic or "" for part in reading.parts] == row["parts"]


def test_it_keeps_the_protocol(matcher: TopicMatcher) -> None:
    port: Matcher = matcher
    assert port.read("كيف").because


def test_the_model_survives_a_file(model: Model, resources: Resources, matcher: TopicMatcher) -> None:
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **model.to_arrays())
    file.seek(0)
    loaded = TopicMatcher(Model.from_arrays(np.load(file, allow_pickle=False)), Prepared(resources))
    for row in written("decisions"):
        assert loaded.read(row["say"]) == matcher.read(row["say"])


def test_an_older_model_is_refused(model: Model) -> None:
    with pytest.raises(ValueError, match="format"):
        Model.from_arrays({**model.to_arrays(), "format": np.array([0])})


@pytest.mark.parametrize("phrases", [(), (Phrase(topic="a", text="كيف"),)])
def test_a_corpus_of_next_to_nothing_fits(phrases: tuple[Phrase, ...]) -> None:
    matcher = TopicMatcher(fit(Corpus(phrases=phrases), Resources()), Prepared(Resources()))
    assert matcher.read("أين الكتاب").decision in ("none", "offer", "answer")


def test_names_are_offered_best_first_and_three_at_most() -> None:
    ranking = [Ranked(topic=name, kind="topic", share=0.9 - i / 10) for i, name in enumerate("abcde")]
    ruling = decide(ranking, 0.3, 0.7, Settings(), frozenset())
    assert (ruling.decision, ruling.offers) == ("offer", ("a", "b", "c"))


def test_a_gap_is_offered_only_where_it_is_likeliest() -> None:
    ranking = [
        Ranked(topic="t", kind="topic", share=0.5),
        Ranked(topic="g", kind="gap", share=0.4),
        Ranked(topic="u", kind="topic", share=0.1),
    ]
    assert decide(ranking, 0.3, 0.7, Settings(), frozenset()).offers == ("t", "u")
    assert decide(ranking[1::-1], 0.3, 0.7, Settings(unknown=0.8), frozenset()).offers == ("g", "t")
