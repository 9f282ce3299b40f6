"""The engine alone, and whole answers at 30 topics, at the shipped number and at 1,000.

Without matching: a flow's choice step answered by its button, again and again. With it: questions of a set
that the content was not written from (tests/questions/validation.tsv), asked as fresh conversations.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.corpora import PER_TOPIC, grown
from bot.content import Library, load
from bot.content.cache import name_of, read, save, usual_folder
from bot.engine.content import Content
from bot.engine.respond import respond
from bot.engine.state import State
from bot.matching import Prepared, TopicMatcher
from bot.matching.fit import fit
from bot.messages import Address, Inbound
from bot.settings import Settings

ORG = "aoun"
STEPS = 3000
Times = Sequence[tuple[float, float]]
FEW, MANY = 30, 1000  # topics
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "questions" / "validation.tsv"


def rows() -> Sequence[dict[str, Any]]:
    """Return one row a measurement: milliseconds at p50 and p99."""
    settings = Settings()
    library = load(settings.knowledge, settings.flows)
    if not isinstance(library, Library):
        raise SystemExit("the content has errors: run `wasl check`")
    content = library.contents[ORG]
    asked = [line.split("\t")[2] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()[1:]]
    few, _ = grown_to(library, FEW)
    big, megabytes = grown_to(library, MANY)
    return [
        row("engine step without matching", 0, timed(steps(content))),
        row(f"whole answer, {FEW} topics", FEW * PER_TOPIC,
            timed([lambda q=q: say(few, q) for q in asked])),  # type: ignore[misc]
        row(f"whole answer, {len(content.topics)} topics", len(library.corpora[ORG].phrases),
            timed([lambda q=q: say(content, q) for q in asked])),  # type: ignore[misc]
        row(f"whole answer, {MANY:,} topics, weights of {megabytes:.0f} MB", MANY * PER_TOPIC,
            timed([lambda q=q: say(big, q) for q in asked])),  # type: ignore[misc]
    ]  # fmt: skip


def row(what: str, phrasings: int, times: Times) -> dict[str, Any]:
    """Return the quantiles of many measurements."""
    wall, cpu = (quantiles(column, n=100) for column in zip(*times, strict=True))
    return {
        "what": what,
        "phrasings": phrasings,
        "runs": len(times),
        "p50_ms": wall[49],
        "p99_ms": wall[98],
        "cpu_p50_ms": cpu[49],
        "cpu_p99_ms": cpu[98],
    }


def timed(work: Sequence[Callable[[], object]]) -> Times:
    """Run each once after a warm-up and return milliseconds: by the clock, and of this thread's processor."""
    for each in work[:20]:
        each()
    times = []
    for each in work:
        began, worked = time.perf_counter(), time.thread_time()
        each()
        times.append((1000 * (time.perf_counter() - began), 1000 * (time.thread_time() - worked)))
    return times


def say(content: Content, text: str) -> object:
    """Ask one question as a fresh conversation."""
    return respond(content, State(greeted=True), inbound(text=text), NOW)


def inbound(*, text: str = "", choice: str | None = None) -> Inbound:
    """Return a person's message."""
    address = Address(organisation=ORG, channel="web", user="bench")
    return Inbound(id="1", external_id="1", address=address, received_at=NOW, text=text, choice=choice)


def steps(content: Content) -> list[Callable[[], object]]:
    """Return the first choice of the support request, answered again and again from the same state."""
    state = State(greeted=True, consent=content.privacy_version)
    for choice in ("flow:support-request", "do:agree"):
        state = respond(content, state, inbound(choice=choice), NOW).state
    if state.run is None:
        raise SystemExit("the support request did not start")
    press = inbound(choice=f"pick:{state.run.step}:self")
    return [lambda: respond(content, state, press, NOW)] * STEPS


def grown_to(library: Library, count: int) -> tuple[Content, float]:
    """Return content of so many topics with 20 phrasings each, and megabytes of its weights.

    The phrasings are real ones with an invented name behind. Fitted once, which takes minutes for a thousand
    topics, and kept in the cache of models.
    """
    corpus, content = grown(library.corpora[ORG].phrases, count), library.contents[ORG]
    folder = usual_folder().parent / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / name_of(corpus, library.resources)
    model = read(kept)
    if model is None:
        model = fit(corpus, library.resources)
        save(model, kept)
    sample = next(topic for topic in content.topics.values() if topic.kind == "topic")
    topics = {f"t{number}": replace(sample, id=f"t{number}", related=()) for number in range(count)}
    matcher = TopicMatcher(model, Prepared(library.resources))
    big = replace(content, matcher=matcher, topics={**content.topics, **topics})
    return big, model.weights.nbytes / 1e6
