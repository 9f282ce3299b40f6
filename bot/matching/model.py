"""The fitted model that serves: arrays only, so that it is saved and loaded without pickle.

Sizes: F features, C classes, W distinct words, E phrasings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.alarm import Alarm
from bot.matching.reader import Read
from bot.matching.vectors import Floats, Ints, Vectoriser
from bot.matching.views import known_words
from bot.matching.vocabulary import Vocabulary, pack_lines, unpack_lines
from bot.matching.weights import Weights

Arrays = dict[str, NDArray[np.generic]]

FAR = "~far"  # the class of texts that have nothing to do with the organisation
FORMAT = 5  # raised whenever an old file would be read wrongly


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """Which class knows which word, and how much a word tells: for coverage."""

    codes: NDArray[np.uint32]  # (W,) sorted
    idf: Floats  # (W,)
    unknown: float  # what an unknown word weighs
    known: NDArray[np.uint8]  # (W, ceil(C / 8)): bits, classes that use the word

    def coverage(self, read: Read, class_at: int) -> float:
        """Return the share (0-1) of a text's weight that the phrasings of a class know."""
        words = np.array(sorted(known_words(read)), np.uint32)
        if not len(words) or not len(self.codes):
            return 0.0
        at = np.minimum(np.searchsorted(self.codes, words), len(self.codes) - 1)
        hit = self.codes[at] == words
        weights = np.where(hit, self.idf[at], self.unknown)
        bits = (self.known[at, class_at // 8] >> (7 - class_at % 8)) & 1
        return float(weights[hit & (bits == 1)].sum() / weights.sum())


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration:
    """From ranking to probability, and the probability from which a topic is answered."""

    coefficients: Floats  # (6,): see `bot.matching.calibrate.signals`
    threshold: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """What `fit` returns: everything that the phrasings taught."""

    classes: tuple[str, ...]  # topic ids; the far class is FAR
    kinds: tuple[str, ...]  # "topic", "gap", "smalltalk", "belief" or "far", one for each class
    vectoriser: Vectoriser
    weights: Weights  # (F, C)
    bias: Floats  # (C,)
    words: Words
    calibration: Calibration
    exact: Mapping[int, int]  # code of a whole normalised phrasing → class
    vocabulary: Vocabulary
    names: tuple[str, ...]
    handoffs: frozenset[str]
    alarm: Alarm | None = None  # None where there are no examples of danger

    def scores(self, columns: Ints, values: Floats) -> Floats:
        """Return the logits (C,) of one row of the vectoriser."""
        return self.weights.scores(columns, values, len(self.classes)) + self.bias

    def to_arrays(self) -> Arrays:
        """Return the model as arrays for `numpy.savez`; no object arrays among them."""
        return {
            "format": np.array([FORMAT]),
            "classes": pack_lines(self.classes),
            "kinds": pack_lines(self.kinds),
            "codes": self.vectoriser.codes,
            "idf": self.vectoriser.idf,
            "starts": self.vectoriser.starts,
            **self.weights.to_arrays("weight"),
            "bias": self.bias,
            "word_codes": self.words.codes,
            "word_idf": self.words.idf,
            "word_unknown": np.array([self.words.unknown]),
            "word_known": self.words.known,
            "coefficients": self.calibration.coefficients,
            "threshold": np.array([self.calibration.threshold]),
            "exact_codes": np.fromiter(self.exact.keys(), np.uint64, len(self.exact)),
            "exact_classes": np.fromiter(self.exact.values(), np.int32, len(self.exact)),
            "names": pack_lines(self.names),
            "handoffs": pack_lines(sorted(self.handoffs)),
            **self.vocabulary.to_arrays(),
            **(self.alarm.to_arrays() if self.alarm else {}),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Model":
        """Read what `to_arrays` returned. Raises ValueError if another version wrote it."""
        if int(arrays["format"][0]) != FORMAT:
            message = f"a model of format {arrays['format'][0]}; this version reads {FORMAT}"
            raise ValueError(message)
        exact = zip(arrays["exact_codes"].tolist(), arrays["exact_classes"].tolist(), strict=True)
        return cls(
            classes=tuple(unpack_lines(arrays["classes"])),
            kinds=tuple(unpack_lines(arrays["kinds"])),
            vectoriser=Vectoriser(
                codes=arrays["codes"].astype(np.uint32, copy=False),
                idf=arrays["idf"].astype(np.float32, copy=False),
                starts=arrays["starts"].astype(np.int64, copy=False),
            ),
            weights=Weights.from_arrays(arrays, "weight"),
            bias=arrays["bias"].astype(np.float32, copy=False),
            words=Words(
                codes=arrays["word_codes"].astype(np.uint32, copy=False),
                idf=arrays["word_idf"].astype(np.float32, copy=False),
                unknown=float(arrays["word_unknown"].item()),
                known=arrays["word_known"].astype(np.uint8, copy=False),
            ),
            calibration=Calibration(
                coefficients=arrays["coefficients"].astype(np.float32, copy=False),
                threshold=float(arrays["threshold"].item()),
            ),
            exact=dict(exact),
            vocabulary=Vocabulary.from_arrays(arrays),
            names=tuple(unpack_lines(arrays["names"])),
            handoffs=frozenset(unpack_lines(arrays["handoffs"])),
            alarm=Alarm.from_arrays(arrays),
        )


def phrase_code(normalised: str) -> int:
    """Return the 64-bit code of a whole normalised text."""
    raw = normalised.encode()
    return (crc32(raw) << 32) | crc32(raw[::-1], 1)
