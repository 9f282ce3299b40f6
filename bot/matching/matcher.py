"""The matcher of one organisation: the port `bot.ports.Matcher`, over a fitted model."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

import numpy as np

from bot.matching.calibrate import Doubles, probability, signals
from bot.matching.decide import Ranked, Ruling, decide
from bot.matching.model import Model, phrase_code
from bot.matching.normalise import is_arabic, normalise
from bot.matching.parts import Piece, filled_in, follow_up, sentences, without_courtesy
from bot.matching.prepared import Prepared
from bot.matching.reader import Read, Reader
from bot.matching.several import apart, certain, joined
from bot.matching.understood import Understood, likelier
from bot.matching.vectors import Floats, Ints
from bot.messages import DangerKind, Language, Reading

_LONGEST = 500  # characters that are ranked: nobody's question is longer, and time is bounded
_SEVERAL = 2  # pieces
_RANKED = 50  # best classes that a decision looks at
_MORE_THAN_TALK = 5  # words beside the greeting: they ask something, even if it is not clear what
_LEANING = 0.75  # of the threshold, for a question that leans on the one before
_REMEMBERED = 8  # texts: a message is asked for danger, then for what it means
_AS_LIKELY = 0.05  # so much less likely a reading may be that fits what was said before


class TopicMatcher:
    """Understands one organisation's questions. Pure, thread-safe, immutable."""

    def __init__(self, model: Model, prepared: Prepared) -> None:
        self._model = model
        self._settings = prepared.settings
        self._reader = Reader(prepared, model.vocabulary, model.names)
        self._danger = prepared.danger
        self._row = lru_cache(_REMEMBERED)(self._read_row)
        self._courtesy = prepared.courtesy
        self._follow_ups = prepared.follow_ups
        self._referring = prepared.referring
        self._further = prepared.further
        self._asking = prepared.asking

    def danger(self, text: str) -> DangerKind | None:
        """Say whether a text speaks of danger to life."""
        alarm = self._alarm(text)
        return alarm[0] if alarm else None

    def danger_by_examples(self, text: str) -> tuple[DangerKind, float] | None:
        """Return the kind of danger that a text sounds like, and the margin; none for a phrasing."""
        read, columns, values = self._row(text[:_LONGEST])
        if self._model.alarm is None or read.language is None:
            return None
        known = phrase_code(read.normalised) in self._model.exact
        return None if known else self._model.alarm.heard(columns, values)

    def language(self, text: str) -> Language | None:
        """Tell the language of a text; None where there is no word to tell from."""
        told = self._reader.language(normalise(text[:_LONGEST]))
        return None if told is None else ("en" if told == "en" else "ar")

    def read(self, text: str, *, last_topic: str | None = None) -> Reading:
        """Say what a text means."""
        if (alarm := self._alarm(text)) is not None:
            danger, because = alarm
            ruling = Ruling(decision="urgent", topic=None, offers=(), because=because)
            read, _, _ = self._row(text[:_LONGEST])
            return Understood(read=read, ruling=ruling, chance=1.0, danger=danger).reading()
        understood = self._understood(text[:_LONGEST])
        if last_topic is not None and not understood.parts:
            understood = self._leaning(understood, last_topic)
        return understood.reading()

    def _alarm(self, text: str) -> tuple[DangerKind, str] | None:
        """Return the kind of danger that a text speaks of, and why it is thought so."""
        folded = normalise(text)
        by_rule = self._danger(folded) or self._danger_in_arabizi(folded)
        if by_rule is not None:
            return by_rule, f"danger: {by_rule}"
        learned = self.danger_by_examples(text)
        return learned and (learned[0], f"danger: {learned[0]}, by examples, {learned[1]:.2f} beyond doubt")

    def _read_row(self, text: str) -> tuple[Read, Ints, Floats]:
        read = self._reader(text)
        return read, *self._model.vectoriser.row(read)

    def _danger_in_arabizi(self, folded: str) -> DangerKind | None:
        if self._reader.language(folded) != "arabizi":
            return None
        return self._danger(self._reader.in_arabic(folded))

    def _understood(self, text: str) -> Understood:
        pieces = sentences(text, self._further, self._asking)
        whole = self._asked(text)
        return whole if len([*chain(*pieces)]) < _SEVERAL else joined(whole, self._parts(pieces))

    def _asked(self, text: str) -> Understood:
        """Read one question, with or without the greetings around it."""
        whole = self._ranked(text)
        if whole.asks:
            return whole
        asked = without_courtesy(whole.read.normalised, self._courtesy)
        bare = self._ranked(asked) if asked != whole.read.normalised else whole
        long = len(asked.split()) >= _MORE_THAN_TALK
        return bare if bare.asks or (bare.offers and (long or not whole.settled)) else whole

    def _parts(self, pieces: list[list[Piece]]) -> list[tuple[Piece, Understood]]:
        """Read the questions of a message; a sentence is taken apart only where each piece has its answer."""
        parts: list[tuple[Piece, Understood]] = []
        for sentence in pieces:
            found = self._read_in_turn(sentence, parts)
            if len(found) > 1 and not apart(found):
                whole = Piece(text=" ".join(each.text for each in sentence), asking=sentence[-1].asking)
                (one,) = self._read_in_turn([whole], parts)
                found = [one] if one[1].asks else found
            parts.extend(found)
        return parts

    def _read_in_turn(
        self, pieces: list[Piece], before: list[tuple[Piece, Understood]]
    ) -> list[tuple[Piece, Understood]]:
        """Read pieces one by one: each may lean on the last answer before it."""
        parts = list(before)
        for piece in pieces:
            part = self._asked(piece.text)
            last = next((each.ruling.topic for kept, each in reversed(parts) if certain(kept, each)), None)
            parts.append((piece, self._leaning(part, last, within=True) if last else part))
        return parts[len(before) :]

    def _leaning(self, understood: Understood, last_topic: str, *, within: bool = False) -> Understood:
        """Read a question that leans on what was said before: as it stands, or about what it leaves out.

        `within`: the topic before is that of the same message.
        """
        if understood.read.language is None:  # no word that could lean on anything
            return understood
        said = follow_up(understood.read.normalised, self._follow_ups, self._referring, self._asking)
        if said is None or (understood.clear and not said.leaves_out):
            return understood
        rest = self._ranked(said.rest)
        alone = max((each for each in (understood, rest) if each.asks), key=likelier, default=None)
        if not said.leaves_out and (alone is not None or within):
            return alone or understood
        filled = (self._ranked(text, ease=_LEANING) for text in self._filled(rest.read, last_topic))
        about = max((each for each in filled if each.asks), key=likelier, default=None)
        if about is None or (alone is not None and not _fits_better(about, alone, last_topic)):
            return alone or understood
        return about

    def _filled(self, read: Read, last_topic: str) -> Iterator[str]:
        """Yield a question with what it leaves out, by the topic before it."""
        words = (word for each in self._settings.about if last_topic in each.after for word in each.words)
        arabic = read.language != "en"
        fitting = (normalise(word) for word in words if is_arabic(normalise(word)) == arabic)
        yield from (filled_in(read.arabic, word, self._referring) for word in fitting)

    def _ranked(self, text: str, *, ease: float = 1.0) -> Understood:
        read, columns, values = self._row(text)
        model = self._model
        if read.language is None or not model.classes:
            ruling = Ruling(decision="none", topic=None, offers=(), because="no word to read")
            return Understood(read=read, ruling=ruling)
        ranking, chance = self._ranking(read, columns, values)
        least = model.calibration.threshold * ease
        ruling = decide(ranking, chance, least, self._settings, model.handoffs)
        return Understood(read=read, ruling=ruling, ranking=ranking, chance=chance)

    def _ranking(self, read: Read, columns: Ints, values: Floats) -> tuple[tuple[Ranked, ...], float]:
        model = self._model
        scores = model.scores(columns, values).astype(np.float64)
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


def _fits_better(about: Understood, alone: Understood, last_topic: str) -> bool:
    """Say whether a question is rather about the topic before it; no known gap is told again for nothing."""
    again = about.kind == "gap" and about.ruling.topic == last_topic and alone.clear
    return not again and about.chance >= alone.chance - _AS_LIKELY
