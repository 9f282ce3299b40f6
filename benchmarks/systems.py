"""The systems that stand beside each other: ours and its peers, each fitted to one corpus."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz, process

from bot.content import Library, load
from bot.matching import Corpus, Resources
from bot.messages import Reading
from bot.settings import Settings

ORG = "aoun"
SEED = 7

Guess = tuple[str | None, float]  # (topic, certainty); (None, -1) where a system has no answer
Ask = Callable[[str], Guess]
NO_ANSWER: Guess = (None, -1.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class System:
    """A fitted system. Memory is that of the process it runs in, None where that is this one."""

    ask: Ask
    build_s: float
    ms: list[float] = field(default_factory=list)  # of each question, where the system measures it itself
    memory: Callable[[], tuple[float, float]] | None = None  # MB: now, at most


def knowledge() -> Library:
    """Return the shipped content. Raises SystemExit where it has errors."""
    settings = Settings()
    library = load(settings.knowledge, settings.flows)
    if not isinstance(library, Library):
        raise SystemExit("the content has errors: run `wasl check`")
    return library


@contextmanager
def system(name: str, corpus: Corpus, resources: Resources) -> Iterator[System]:
    """Fit one system of `SYSTEMS`. Raises `nlpjs.Missing` where it cannot run here."""
    if name == NLPJS:
        from benchmarks.nlpjs import NlpJs, installed

        with NlpJs(corpus, installed()) as peer:
            yield System(ask=peer, build_s=peer.build_s, ms=peer.ms, memory=peer.memory)
    else:
        began = time.perf_counter()
        ask = _MAKERS[name](corpus, resources)
        yield System(ask=ask, build_s=time.perf_counter() - began)


def silent_on_gaps(ask: Ask, corpus: Corpus) -> Ask:
    """Return a system for which a known gap is no answer: there it says that the policy is silent."""

    def asked(text: str) -> Guess:
        topic, sure = ask(text)
        return NO_ANSWER if topic is None or corpus.kinds.get(topic) == "gap" else (topic, sure)

    return asked


def wasl(corpus: Corpus, resources: Resources) -> Ask:
    """Return the project's matcher with its own decisions: certainty 1 where it answers."""
    read = _reader(corpus, resources)

    def ask(text: str) -> Guess:
        reading = read(text)
        return (reading.topic, 1.0) if reading.decision in ("answer", "handoff") else NO_ANSWER

    return ask


def ranked(corpus: Corpus, resources: Resources) -> Ask:
    """Return the project's matcher as its peers are taken: the best topic and how sure it is."""
    read = _reader(corpus, resources)

    def ask(text: str) -> Guess:
        reading = read(text)
        return (reading.candidates[0].topic, reading.confidence) if reading.candidates else NO_ANSWER

    return ask


def tfidf(corpus: Corpus, _: Resources) -> Ask:
    """Return words and letters by TF-IDF with a linear support vector machine; certainty is the margin."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(
        make_union(TfidfVectorizer(sublinear_tf=True), letters), LinearSVC(C=0.5, random_state=SEED)
    )
    model.fit([phrase.text for phrase in corpus.phrases], [phrase.topic for phrase in corpus.phrases])

    def ask(text: str) -> Guess:
        scores = model.decision_function([text])[0]
        second, best = np.partition(scores, -2)[-2:]
        return str(model.classes_[int(scores.argmax())]), float(best - second)

    return ask


def nearest(scorer: Callable[..., float]) -> Callable[[Corpus, Resources], Ask]:
    """Return a maker of systems that take the topic of the phrasing most alike."""

    def made(corpus: Corpus, _: Resources) -> Ask:
        texts = [phrase.text for phrase in corpus.phrases]

        def ask(text: str) -> Guess:
            found = process.extractOne(text, texts, scorer=scorer)
            return (corpus.phrases[found[2]].topic, float(found[1])) if found else NO_ANSWER

        return ask

    return made


def _reader(corpus: Corpus, resources: Resources) -> Callable[[str], Reading]:
    from bot.matching import Prepared, TopicMatcher
    from bot.matching.fit import fit

    return TopicMatcher(fit(corpus, resources), Prepared(resources)).read


WASL, RANKED, NLPJS = "wasl", "wasl, its ranking alone", "nlp.js"
_MAKERS: Mapping[str, Callable[[Corpus, Resources], Ask]] = {
    WASL: wasl,
    RANKED: ranked,
    "TF-IDF, LinearSVC": tfidf,
    "rapidfuzz WRatio": nearest(fuzz.WRatio),
    "rapidfuzz token_set_ratio": nearest(fuzz.token_set_ratio),
}
SYSTEMS = (*_MAKERS, NLPJS)
PEERS = tuple(name for name in SYSTEMS if name not in (WASL, RANKED))
