"""Topics that are taken for one another: found by holding phrasings out."""

import dataclasses

import pytest

from bot.content import Library, confusions
from bot.matching import Phrase


def test_topics_that_share_their_words_are_told(library: Library) -> None:
    """Two topics of the same words are confused with each other, and a topic of other words with neither."""
    said = [
        "how do I send my papers",
        "where do the papers go",
        "papers by post or by hand",
        "my papers again",
    ]
    words = {
        "one": said,
        "two": [*said[1:], said[0]],
        "far": ["blue snow", "blue lake", "blue trip", "blue bus"],
    }
    phrases = [Phrase(topic=name, text=text) for name, texts in words.items() for text in texts]
    corpus = library.corpora["aoun"].model_copy(
        update={"phrases": tuple(phrases), "kinds": {"one": "topic", "two": "topic", "far": "topic"}}
    )
    found = confusions(dataclasses.replace(library, corpora={"aoun": corpus}), "aoun")
    assert found
    assert {topic for pair in found for topic in pair.topics} == {"one", "two"}
    assert [pair.times for pair in found] == sorted((pair.times for pair in found), reverse=True)
    assert {text for pair in found for text in pair.examples} <= {phrase.text for phrase in phrases}


def test_an_organisation_that_is_not_served(library: Library) -> None:
    with pytest.raises(KeyError):
        confusions(library, "nobody")
