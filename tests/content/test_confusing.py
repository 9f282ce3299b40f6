"""Topics that are taken for one another: found by holding phrasings out."""

import dataclasses

import pytest

from bot.content import Library, confusions
from bot.matching import Phrase, units_of


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


def test_phrasings_of_one_pattern_are_held_out_together(library: Library) -> None:
    """Its near copies would find it: a pattern that reads like another topic is told as confused."""
    near = [f"where do the {word} go" for word in ("papers", "files", "forms", "letters")]
    other = [f"where do the {word} come from" for word in ("papers", "files", "forms", "letters")]
    apart = ["send by post", "post office hours", "a stamp for it", "who carries the post"]
    phrases = [
        *(Phrase(topic="one", text=text) for text in apart),
        *(Phrase(topic="one", text=text, pattern="a.yaml:4") for text in near),
        *(Phrase(topic="two", text=text) for text in other),
    ]
    corpus = library.corpora["aoun"]

    def confused(said: list[Phrase]) -> set[str]:
        update = {"phrases": tuple(said), "kinds": {"one": "topic", "two": "topic"}}
        changed = dataclasses.replace(library, corpora={"aoun": corpus.model_copy(update=update)})
        pairs = confusions(changed, "aoun")
        return {text for pair in pairs if pair.topics[0] == "one" for text in pair.examples}

    assert set(near) <= confused(phrases)
    lone = [phrase.model_copy(update={"pattern": ""}) for phrase in phrases]
    assert not set(near) <= confused(lone)


def test_units_follow_the_phrasings() -> None:
    said = [
        Phrase(topic="one", text="a"),
        Phrase(topic="two", text="b", pattern="p"),
        Phrase(topic="one", text="c", pattern="p"),
        Phrase(topic="two", text="d", pattern="p"),
        Phrase(topic="one", text="e"),
        Phrase(topic="one", text="f", pattern="p"),
    ]
    assert units_of(said) == [0, 0, 1, 0, 2, 1]
