"""A text with its ranking and the ruling on it, on the way to a `Reading`."""

from dataclasses import dataclass

from bot.matching.decide import Ranked, Ruling
from bot.matching.reader import Read
from bot.messages import Candidate, DangerKind, Reading

_TRACED = 5  # candidates kept for the trace
_CLEAR = 0.8  # from here on a text needs nothing else to be understood
_SETTLED = ("answer", "unknown", "handoff")


@dataclass(frozen=True, kw_only=True, slots=True)
class Understood:
    """A text, its ranking (best first) and what was decided on it."""

    read: Read
    ruling: Ruling
    ranking: tuple[Ranked, ...] = ()
    chance: float = 0.0  # that the winner is right
    danger: DangerKind | None = None
    parts: tuple["Understood", ...] = ()  # several questions: those that are settled, then one offer
    left: tuple[str, ...] = ()  # topics that were asked for too, beyond what one message answers

    @property
    def settled(self) -> bool:
        """Whether it has a topic."""
        return self.ruling.decision in _SETTLED

    @property
    def kind(self) -> str:
        """Kind of the likeliest class; empty where there is none."""
        return self.ranking[0].kind if self.ranking else ""

    @property
    def asks(self) -> bool:
        """Whether it is settled, and not small talk alone."""
        return self.settled and self.kind != "smalltalk"

    @property
    def offers(self) -> bool:
        """Whether there is something to offer, and it was no small talk."""
        return self.ruling.decision == "offer" and self.kind != "smalltalk"

    @property
    def clear(self) -> bool:
        """Whether it is understood without what was said before."""
        return self.asks and self.chance >= _CLEAR

    def reading(self) -> Reading:
        """Return it as the engine knows it."""
        return Reading(
            decision=self.ruling.decision,
            topic=self.ruling.topic,
            offers=self.ruling.offers,
            confidence=round(self.chance, 4),
            language="en" if self.read.language == "en" else "ar",
            danger=self.danger,
            candidates=self._candidates(),
            normalised=self.read.normalised,
            rewritten=self.read.rewritten,
            corrections=self.read.corrections,
            because=self.ruling.because,
            parts=tuple(part.reading() for part in self.parts),
            left=self.left,
        )

    def _candidates(self) -> tuple[Candidate, ...]:
        chance = self.chance
        return tuple(
            Candidate(topic=ranked.topic, score=round(chance if at == 0 else min(ranked.share, chance), 4))
            for at, ranked in enumerate(self.ranking[:_TRACED])
            if ranked.kind != "far"
        )


def likelier(one: Understood) -> float:
    """Return what to compare by where several readings are possible."""
    return one.chance
