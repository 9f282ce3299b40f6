"""The matcher of one organisation: the port `bot.ports.Matcher`, over a fitted model."""

from dataclasses import dataclass, replace

import numpy as np

from bot.matching.calibrate import Doubles, probability, signals
from bot.matching.danger import DangerRules
from bot.matching.decide import MOST_OFFERS, Ranked, Ruling, decide
from bot.matching.model import Model, phrase_code
from bot.matching.normalise import normalise
from bot.matching.parts import follow_up, joined_questions, phrases, questions, without_courtesy
from bot.matching.reader import Read, Reader
from bot.matching.resources import Resources
from bot.messages import Candidate, DangerKind, Language, Reading

_LONGEST = 500  # characters that are ranked: nobody's question is longer, and time is bounded
_BARE = 2  # words: so short a question always leaves something out
_SEVERAL = 2  # questions
_TRACED = 5  # candidates kept for the trace
_RANKED = 50  # best classes that a decision looks at
_MORE_THAN_TALK = 5  # words beside the greeting: they ask something, even if it is not clear what
_LEANING = 0.75  # of the threshold, for a question that leans on the one before
_CLEAR = 0.8  # a text that is clear by itself leans on nothing
_SETTLED = ("answer", "unknown", "handoff")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Understood:
    """A text, its ranking (best first) and what was decided on it."""

    read: Read
    ruling: Ruling
    ranking: tuple[Ranked, ...] = ()
    chance: float = 0.0  # that the winner is right
    danger: DangerKind | None = None
    parts: tuple["_Understood", ...] = ()  # several questions, each settled

    @property
    def asks(self) -> bool:
        """Whether it is settled, and not small talk alone."""
        return _settled(self) and self.ranking[0].kind != "smalltalk"


class TopicMatcher:
    """Understands one organisation's questions. Pure, thread-safe, immutable."""

    def __init__(self, model: Model, resources: Resources) -> None:
        self._model = model
        self._settings = resources.settings
        self._reader = Reader(resources, model.vocabulary, model.names)
        self._danger = DangerRules(resources.danger)
        self._courtesy = phrases(resources.settings.courtesy)
        self._follow_ups = phrases(resources.settings.follow_ups)
        self._further = phrases(resources.settings.further)

    def danger(self, text: str) -> DangerKind | None:
        """Say whether a text speaks of danger to life."""
        folded = normalise(text)
        return self._danger(folded) or self._danger_in_arabizi(folded)

    def language(self, text: str) -> Language | None:
        """Tell the language of a text; None where there is no word to tell from."""
        told = self._reader.language(normalise(text[:_LONGEST]))
        return None if told is None else ("en" if told == "en" else "ar")

    def read(self, text: str, *, last_topic: str | None = None) -> Reading:
        """Say what a text means."""
        danger = self.danger(text)
        if danger is not None:
            ruling = Ruling(decision="urgent", topic=None, offers=(), because=f"danger: {danger}")
            urgent = _Understood(read=self._reader(text[:_LONGEST]), ruling=ruling, chance=1.0, danger=danger)
            return _reading(urgent)
        understood = self._understood(text[:_LONGEST])
        if last_topic is not None and not understood.parts:
            understood = self._leaning(understood, last_topic)
        return _reading(understood)

    def _danger_in_arabizi(self, folded: str) -> DangerKind | None:
        if self._reader.language(folded) != "arabizi":
            return None
        return self._danger(self._reader.in_arabic(folded))

    def _understood(self, text: str) -> _Understood:
        whole = self._ranked(text)
        if not whole.asks:
            asked = without_courtesy(whole.read.normalised, self._courtesy)
            bare = self._ranked(asked) if asked != whole.read.normalised else whole
            long = len(asked.split()) >= _MORE_THAN_TALK
            whole = bare if bare.asks or (_offers(bare) and (long or not _settled(whole))) else whole
        return self._joined(text) or self._marked(text, whole)

    def _marked(self, text: str, whole: _Understood) -> _Understood:
        parts = self._parts(questions(text))
        asking = {part.ruling.topic: part for part in parts if part.asks}
        if len(asking) > 1:
            return _several(whole, list(asking.values()), all_ask=len(parts) == sum(p.asks for p in parts))
        return next(iter(asking.values())) if asking and not whole.asks else whole

    def _joined(self, text: str) -> _Understood | None:
        """Take a sentence apart only where each part is clearly a question of its own."""
        parts = self._parts(joined_questions(normalise(text), self._further))
        topics = {part.ruling.topic for part in parts}
        if len(topics) < _SEVERAL or not all(_answers(part) for part in parts):
            return None
        return _several(parts[0], parts, all_ask=True)

    def _parts(self, texts: list[str]) -> list[_Understood]:
        """Rank the questions of one message: each may lean on the one before it."""
        parts: list[_Understood] = []
        for text in texts:
            part = self._ranked(text)
            before = parts[-1].ruling.topic if parts else None
            parts.append(self._leaning(part, before) if before else part)
        return parts

    def _leaning(self, understood: _Understood, last_topic: str) -> _Understood:
        """Read a question that leans on what was said before: as it stands, or about what it leaves out."""
        rest = follow_up(understood.read.normalised, self._follow_ups)
        if rest is None or (_clear(understood) and len(rest.split()) > _BARE):
            return understood
        about = (each.words for each in self._settings.about if last_topic in each.after)
        texts = (rest, *(f"{rest} {word}" for words in about for word in words))
        ranked = (self._ranked(text, ease=_LEANING) for text in texts)
        settled = [understood] if understood.asks else []
        return max((*settled, *(each for each in ranked if each.asks)), key=_chance, default=understood)

    def _ranked(self, text: str, *, ease: float = 1.0) -> _Understood:
        read = self._reader(text)
        model = self._model
        if read.language is None or not model.classes:
            ruling = Ruling(decision="none", topic=None, offers=(), because="no word to read")
            return _Understood(read=read, ruling=ruling)
        ranking, chance = self._ranking(read)
        least = model.calibration.threshold * ease
        ruling = decide(ranking, chance, least, self._settings, model.handoffs)
        return _Understood(read=read, ruling=ruling, ranking=ranking, chance=chance)

    def _ranking(self, read: Read) -> tuple[tuple[Ranked, ...], float]:
        model = self._model
        scores = model.scores(read).astype(np.float64)
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        known = model.exact.get(phrase_code(read.normalised))
        if known is not None:
            shares[known] = 1.0
        order = np.argsort(-shares, kind="stable")[:_RANKED]
        ranking = (Ranked(topic=model.classes[i], kind=model.kinds[i], share=float(shares[i])) for i in order)
        return tuple(ranking), 1.0 if known is not None else self._chance(read, scores)

    def _chance(self, read: Read, scores: Doubles) -> float:
        best = int(scores.argmax())
        heard = self._model.words.coverage(read, best)
        words = np.array([float(len(set(read.rewritten.split())))])
        signal = signals(scores[None, :], np.array([heard]), words)
        chance = float(probability(signal, self._model.calibration.coefficients)[0])
        return chance * min(1.0, heard / self._settings.heard)


def _settled(understood: _Understood) -> bool:
    return understood.ruling.decision in _SETTLED


def _offers(understood: _Understood) -> bool:
    talk = bool(understood.ranking) and understood.ranking[0].kind == "smalltalk"
    return understood.ruling.decision == "offer" and not talk


def _clear(understood: _Understood) -> bool:
    return understood.asks and understood.chance >= _CLEAR


def _chance(understood: _Understood) -> float:
    return understood.chance


def _answers(understood: _Understood) -> bool:
    return understood.asks and understood.ruling.decision == "answer"


def _several(whole: _Understood, parts: list[_Understood], *, all_ask: bool) -> _Understood:
    """Offer what several questions in one message ask, in their order; where all are settled, keep each."""
    topics = tuple(part.ruling.topic for part in parts if part.ruling.topic is not None)[:MOST_OFFERS]
    ruling = Ruling(decision="offer", topic=None, offers=topics, because="asks several things")
    each = tuple(parts[:MOST_OFFERS]) if all_ask and not any(map(_hands_over, parts)) else ()
    chance = min((part.chance for part in each), default=whole.chance)
    return replace(whole, ruling=ruling, parts=each, chance=chance)


def _hands_over(understood: _Understood) -> bool:
    return understood.ruling.decision == "handoff"


def _reading(understood: _Understood) -> Reading:
    read, ruling, chance = understood.read, understood.ruling, understood.chance
    return Reading(
        decision=ruling.decision,
        topic=ruling.topic,
        offers=ruling.offers,
        confidence=round(chance, 4),
        language="en" if read.language == "en" else "ar",
        danger=understood.danger,
        candidates=_candidates(understood),
        normalised=read.normalised,
        rewritten=read.rewritten,
        corrections=read.corrections,
        because=ruling.because,
        parts=tuple(map(_reading, understood.parts)),
    )


def _candidates(understood: _Understood) -> tuple[Candidate, ...]:
    chance = understood.chance
    return tuple(
        Candidate(topic=ranked.topic, score=round(chance if at == 0 else min(ranked.share, chance), 4))
        for at, ranked in enumerate(understood.ranking[:_TRACED])
        if ranked.kind != "far"
    )
