"""From a ranking to a decision: answer, say that the policy is silent, offer, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.matching.resources import Settings
from bot.messages import Decision

MOST_OFFERS = 3
_OFFERED = ("gap", "belief")  # besides topics, if nothing is likelier
_GAP_OFFERED = 0.3  # share of the ranking from which a known gap is worth offering
_FAR = 0.5
_GUESSED = 0.005  # certainty below which three topics would be drawn by lot: no word of it was understood
_TALK = 0.6  # of the threshold: a greeting that was none does no harm


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """One class of a ranking."""

    topic: str
    kind: str  # "topic", "gap", "smalltalk", "belief" or "far"
    share: float  # softmax share 0-1


@dataclass(frozen=True, kw_only=True, slots=True)
class Ruling:
    """What is decided, and why in one line."""

    decision: Decision
    topic: str | None
    offers: tuple[str, ...]
    because: str


def decide(
    ranking: Sequence[Ranked], chance: float, threshold: float, settings: Settings, handoffs: frozenset[str]
) -> Ruling:
    """Decide on a ranking, best first, whose winner is right with probability `chance`."""
    best = ranking[0]
    if best.kind == "far":
        return _far(ranking, chance, settings)
    if best.kind == "gap" and chance >= settings.unknown:
        return Ruling(decision="unknown", topic=best.topic, offers=(), because=f"a known gap at {chance:.2f}")
    least = threshold * _TALK if best.kind == "smalltalk" else threshold
    if best.kind != "gap" and chance >= least:
        decision: Decision = "handoff" if best.topic in handoffs else "answer"
        because = f"{chance:.2f} reaches {least:.2f}"
        return Ruling(decision=decision, topic=best.topic, offers=(), because=because)
    if chance < _GUESSED:
        return _none("no word of it is known")
    return _offer(ranking, f"{chance:.2f} is below {least:.2f}", settings)


def _far(ranking: Sequence[Ranked], chance: float, settings: Settings) -> Ruling:
    if chance >= _FAR or ranking[0].share >= _FAR:
        return _none("has nothing to do with us")
    return _offer(ranking, f"far from us, at {chance:.2f}", settings)


def _offer(ranking: Sequence[Ranked], because: str, settings: Settings) -> Ruling:
    likely = [ranked for ranked in ranking if ranked.kind != "far"]
    if not likely or likely[0].share < settings.nothing:
        return _none(f"{because}, and nothing is likely")
    gaps = [ranked.topic for ranked in likely[:1] if ranked.kind in _OFFERED and ranked.share >= _GAP_OFFERED]
    topics = [ranked.topic for ranked in likely if ranked.kind == "topic"]
    offers = tuple([*gaps, *topics][:MOST_OFFERS])
    if not offers:
        return _none(f"{because}, and no topic is there to offer")
    return Ruling(decision="offer", topic=None, offers=offers, because=because)


def _none(because: str) -> Ruling:
    return Ruling(decision="none", topic=None, offers=(), because=because)
