"""What holds for every text there is."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.matching import TopicMatcher, normalise
from bot.matching.lexicon import Rewriter
from tests.matching.written import authors_resources

_REWRITE = Rewriter(authors_resources().lexicon)
_ARABIC = st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF) | st.sampled_from(" ؟،.123"))
_TEXTS = st.text() | _ARABIC | st.text(st.sampled_from("abdefhikmnrstwy23567 '?"))
_FEW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(_TEXTS)
@settings(max_examples=400, deadline=None)
def test_folding_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(_TEXTS | st.text(st.sampled_from("ءابةتثجحخدذرزسشصضطظعغفقكلمنهوىي abz019")))
@settings(max_examples=400, deadline=None)
def test_the_short_way_folds_as_the_long_one(text: str) -> None:
    assert normalise(text) == normalise(
        f"\u0640 {text}"
    )  # a tatweel is no plain letter, and folds to nothing


@given(_TEXTS)
@settings(max_examples=200, deadline=None)
def test_rewriting_keeps_words_apart(text: str) -> None:
    rewritten = _REWRITE(normalise(text))
    assert rewritten == " ".join(rewritten.split())


@given(text=_TEXTS)
@_FEW
def test_every_text_gets_a_decision(text: str, matcher: TopicMatcher) -> None:
    reading = matcher.read(text, last_topic="borrow")
    assert reading.decision in ("answer", "offer", "unknown", "none", "handoff", "urgent")
    assert 0 <= reading.confidence <= 1
    assert len(reading.offers) <= 3
    assert (reading.topic is None) == (reading.decision in ("offer", "none", "urgent"))
    assert matcher.language(text) in ("ar", "en", None)


def test_an_absurdly_long_text_is_read(matcher: TopicMatcher) -> None:
    assert matcher.read("كيف " * 100_000).decision in ("answer", "offer", "none")
