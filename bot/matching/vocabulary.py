"""The words of the phrasings: what spelling and Arabizi are resolved against."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from sys import intern

import numpy as np
from numpy.typing import NDArray

from bot.matching.corpus import Phrase
from bot.matching.normalise import is_arabic, is_latin, normalise

_KINDS = ("arabic", "english", "arabizi")


@dataclass(frozen=True, kw_only=True, slots=True)
class Vocabulary:
    """Normalised words → how many phrasings use them."""

    arabic: Mapping[str, int] = field(default_factory=dict)
    english: Mapping[str, int] = field(default_factory=dict)
    arabizi: Mapping[str, int] = field(default_factory=dict)  # as typed, in Latin letters

    @classmethod
    def of(cls, phrases: Iterable[Phrase]) -> "Vocabulary":
        """Collect the words of phrasings by their language."""
        counts: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
        for phrase in phrases:
            latin = "arabizi" if phrase.language == "arabizi" else "english"
            for word in set(normalise(phrase.text).split()):
                if is_arabic(word):
                    counts["arabic"][word] += 1
                elif is_latin(word):
                    counts[latin][word] += 1
        return cls(**{kind: dict(count) for kind, count in counts.items()})

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the words as UTF-8 bytes, one a line, and their counts."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for kind in _KINDS:
            words: Mapping[str, int] = getattr(self, kind)
            arrays[f"vocabulary_{kind}"] = pack_lines(words)
            arrays[f"vocabulary_{kind}_counts"] = np.fromiter(words.values(), np.int32, len(words))
        return arrays

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Vocabulary":
        """Read what `to_arrays` returned."""
        kinds = {}
        for kind in _KINDS:
            counts = arrays[f"vocabulary_{kind}_counts"].tolist()
            words = unpack_lines(arrays[f"vocabulary_{kind}"])
            kinds[kind] = dict(zip(words, counts, strict=True))
        return cls(**kinds)


def pack_lines(lines: Iterable[str]) -> NDArray[np.generic]:
    """Return strings without newlines as one array of UTF-8 bytes."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def unpack_lines(packed: NDArray[np.generic]) -> list[str]:
    """Read what `pack_lines` returned; organisations share most words, and equal ones are kept once."""
    text = packed.tobytes().decode()
    return list(map(intern, text.split("\n"))) if text else []
