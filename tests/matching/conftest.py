"""The authors' resources and a small fitted library, once for the whole run."""

import pytest

from bot.matching import Corpus, Model, Phrase, PhraseLanguage, Prepared, Resources, TopicMatcher
from bot.matching.fit import fit
from bot.matching.normalise import is_arabic
from tests.matching.written import authors_resources, written

_ARABIZI = ("kef", "abi", "kam", "meta", "salam")


def language_of(text: str) -> PhraseLanguage:
    if is_arabic(text):
        return "ar"
    return "arabizi" if text.startswith(_ARABIZI) else "en"


@pytest.fixture(scope="session")
def resources() -> Resources:
    return authors_resources()


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    small = written("corpus")
    return Corpus(
        phrases=tuple(
            Phrase(topic=topic, text=text, language=language_of(text))
            for topic, texts in small["phrases"].items()
            for text in texts
        ),
        kinds=small["kinds"],
        titles={topic: (title,) for topic, title in small["titles"].items()},
        names=tuple(small["names"]),
        handoffs=frozenset(small["handoffs"]),
    )


@pytest.fixture(scope="session")
def model(corpus: Corpus, resources: Resources) -> Model:
    return fit(corpus, resources)


@pytest.fixture(scope="session")
def matcher(model: Model, resources: Resources) -> TopicMatcher:
    return TopicMatcher(model, Prepared(resources))
