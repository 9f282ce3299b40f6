"""Understanding beside its peers in one run: rapidfuzz, and TF-IDF with a linear support vector machine.

`rows` is what `wasl bench matching` runs. `quality`, `speed` and `labelled` take paths and sizes, so that
other questions and corpora (ArBanking77 lies outside the tree) are measured with the same code.
"""

import csv
import random
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from bot.content import Library, load
from bot.matching import Corpus, Phrase, Resources, TopicMatcher, fit, fit_classifier
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = ROOT / "tests" / "matching" / "validation.tsv"
ORG = "aoun"
SIZES = (200, 1_000, 6_000, 10_000)
WRONG_ALLOWED = 0.05  # among answers, for peers whose threshold is set with hindsight
SEED = 7

Guess = tuple[str | None, float]  # (topic answered, certainty)
Peer = Callable[[str], Guess]


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One row of a questions file."""

    kind: str
    topic: str  # expected; "oos" and "urgent" are not topics
    text: str


def rows() -> Sequence[dict[str, Any]]:
    """Return quality on the project's own questions, then speed at several sizes."""
    settings = Settings()
    library = load(settings.knowledge, settings.flows)
    if not isinstance(library, Library):
        raise SystemExit("the content has errors: run `wasl check`")
    corpus = library.corpora[ORG]
    return [
        *quality(QUESTIONS, corpus, library.resources),
        *speed(SIZES, corpus, library.resources),
    ]


def quality(questions: Path, corpus: Corpus, resources: Resources) -> list[dict[str, Any]]:
    """Return one row a system: answers right, wrong among answers, out-of-scope answered."""
    asked = [each for each in read_questions(questions) if each.topic != "urgent"]
    peers = built(corpus, resources)
    return [
        {"what": "quality", "system": name, **judged(asked, peer, name)} for name, (peer, _) in peers.items()
    ]


def speed(sizes: Iterable[int], corpus: Corpus, resources: Resources) -> list[dict[str, Any]]:
    """Return one row a system and size: seconds to build, milliseconds a question, memory."""
    texts = [phrase.text for phrase in corpus.phrases]
    found = []
    for size in sizes:
        for name, (peer, seconds) in built(grown(corpus, size), resources).items():
            found.append(
                {"what": "speed", "system": name, "phrasings": size, "build_s": round(seconds, 2)}
                | timed(peer, texts[:: max(1, len(texts) // 300)])
            )
    return found


def labelled(
    train: Path, test: Path, resources: Resources, per_label: int | None = None, draws: int = 1
) -> float:
    """Return the mean accuracy on a corpus with columns label,text over random draws of the training rows."""
    asked = read_labelled(test)
    scores = []
    for draw in range(draws):
        known = sampled(read_labelled(train), per_label, draw)
        model = fit_classifier([text for _, text in known], [label for label, _ in known], resources)
        scores.append(fmean(model.predict(text) == label for label, text in asked))
    return fmean(scores)


def built(corpus: Corpus, resources: Resources) -> dict[str, tuple[Peer, float]]:
    """Return every system, fitted to the same phrasings, with the seconds that it took."""
    makers: dict[str, Callable[[], Peer]] = {
        "wasl": lambda: wasl(corpus, resources),
        "tf-idf + linear svm": lambda: tfidf(corpus),
        "rapidfuzz WRatio": lambda: nearest(corpus, fuzz.WRatio),
        "rapidfuzz token_set_ratio": lambda: nearest(corpus, fuzz.token_set_ratio),
    }
    peers = {}
    for name, make in makers.items():
        began = time.perf_counter()
        peer = make()
        peers[name] = (silent_on_gaps(peer, corpus), time.perf_counter() - began)
    return peers


def silent_on_gaps(peer: Peer, corpus: Corpus) -> Peer:
    """Return a peer for which a known gap is no answer: it says that the policy is silent."""

    def ask(text: str) -> Guess:
        topic, sure = peer(text)
        return (None, -1.0) if topic is not None and corpus.kinds.get(topic) == "gap" else (topic, sure)

    return ask


def wasl(corpus: Corpus, resources: Resources) -> Peer:
    """Return the project's matcher: certainty 1 where it answers, 0 where it offers or declines."""
    matcher = TopicMatcher(fit(corpus, resources), resources)

    def ask(text: str) -> Guess:
        reading = matcher.read(text)
        return reading.topic, float(reading.decision in ("answer", "handoff"))

    return ask


def tfidf(corpus: Corpus) -> Peer:
    """Return words and letters by TF-IDF with a linear support vector machine."""
    views = make_union(
        TfidfVectorizer(sublinear_tf=True), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5))
    )
    model = make_pipeline(views, LinearSVC(C=0.5))
    model.fit([phrase.text for phrase in corpus.phrases], [phrase.topic for phrase in corpus.phrases])

    def ask(text: str) -> Guess:
        scores = np.sort(model.decision_function([text])[0])
        return str(model.predict([text])[0]), float(scores[-1] - scores[-2])

    return ask


def nearest(corpus: Corpus, scorer: Callable[..., float]) -> Peer:
    """Return the topic of the phrasing that is most alike."""
    texts = [phrase.text for phrase in corpus.phrases]

    def ask(text: str) -> Guess:
        found = process.extractOne(text, texts, scorer=scorer)
        return (corpus.phrases[found[2]].topic, float(found[1])) if found else (None, 0.0)

    return ask


def judged(asked: Sequence[Question], peer: Peer, name: str) -> dict[str, Any]:
    """Return the shares; a peer's threshold is the one that serves it best at 5 % wrong."""
    guesses = [(each, *peer(each.text)) for each in asked]
    inside = sum(each.topic != "oos" for each in asked)
    least = 0.5 if name == "wasl" else best_threshold(guesses)
    answers = [(each, topic) for each, topic, sure in guesses if sure >= least]
    right = sum(each.topic == topic for each, topic in answers)
    outside = sum(each.topic == "oos" for each, _ in answers if each.topic == "oos")
    return {
        "questions": len(asked),
        "right": round(right / inside, 3),
        "wrong_among_answers": round(1 - right / max(len(answers), 1), 3),
        "out_of_scope_answered": round(outside / max(len(asked) - inside, 1), 3),
        "top_1": round(sum(each.topic == topic for each, topic, _ in guesses) / inside, 3),
    }


def best_threshold(guesses: Sequence[tuple[Question, str | None, float]]) -> float:
    """Return the least certainty from which at most 5 % of answers are wrong."""
    ordered = sorted(guesses, key=lambda guess: -guess[2])
    right, least = 0, float("inf")
    for count, (each, topic, sure) in enumerate(ordered, 1):
        right += each.topic == topic
        if sure >= 0 and 1 - right / count <= WRONG_ALLOWED:
            least = sure
    return least


def timed(peer: Peer, texts: Sequence[str]) -> dict[str, Any]:
    """Return milliseconds a question and the memory of this process."""
    taken = []
    for text in texts:
        began = time.perf_counter()
        peer(text)
        taken.append(1000 * (time.perf_counter() - began))
    cuts = quantiles(taken, n=100)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"p50_ms": round(cuts[49], 2), "p99_ms": round(cuts[98], 2), "peak_rss_mb": round(memory)}


def grown(corpus: Corpus, size: int) -> Corpus:
    """Return a corpus of exactly `size` phrasings: a sample, or topics repeated in other words."""
    chooser = random.Random(SEED)
    phrases = list(corpus.phrases)
    chooser.shuffle(phrases)
    words = sorted({word for phrase in phrases for word in phrase.text.split()})
    copies = range(1, 1 + size // len(phrases))
    extra = (mixed(phrase, copy, chooser.sample(words, 2)) for copy in copies for phrase in phrases)
    chosen = [*phrases, *extra][:size]
    return Corpus(phrases=tuple(chosen), kinds=corpus.kinds, names=corpus.names, handoffs=corpus.handoffs)


def mixed(phrase: Phrase, copy: int, words: Sequence[str]) -> Phrase:
    """Return a phrasing of another topic, made of this one and two words of others."""
    return Phrase(
        topic=f"{phrase.topic}-{copy}", text=f"{phrase.text} {' '.join(words)}", language=phrase.language
    )


def read_questions(path: Path) -> list[Question]:
    """Read `kind<TAB>topic<TAB>question`; a first line with # is a header."""
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")
    ]
    return [
        Question(kind=kind, topic=topic, text=text)
        for kind, topic, text in (row.split("\t") for row in lines)
    ]


def read_labelled(path: Path) -> list[tuple[str, str]]:
    """Read (label, text) of a CSV file with these columns."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["label"], row["text"]) for row in csv.DictReader(file)]


def sampled(known: Sequence[tuple[str, str]], per_label: int | None, seed: int) -> list[tuple[str, str]]:
    """Return a random draw of at most `per_label` rows a label, or all rows."""
    if per_label is None:
        return list(known)
    mixed_up = random.Random(seed).sample(list(known), len(known))
    counts: dict[str, int] = {}
    drawn = []
    for label, text in mixed_up:
        counts[label] = counts.get(label, 0) + 1
        if counts[label] <= per_label:
            drawn.append((label, text))
    return drawn
