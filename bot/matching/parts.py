"""Take a message apart: its questions, and the greetings and link words around them."""

import re
from collections.abc import Iterable

from bot.matching.normalise import normalise

_QUESTION = re.compile(r"[^؟?\n]*[؟?\n]+|[^؟?\n]+$")
_MARKS = ("؟", "?", "\n")
_SHORTEST_QUESTION = 2  # words
_MOST_QUESTIONS = 4
_AND = "و"  # written together with the next word
_SHORTEST_JOINED = 3  # letters
_LONGEST_FOLLOW_UP = 6  # words

Phrase = tuple[str, ...]


def phrases(texts: Iterable[str]) -> tuple[Phrase, ...]:
    """Return texts as tuples of normalised words, the longest first."""
    return tuple(sorted({tuple(normalise(text).split()) for text in texts} - {()}, key=len, reverse=True))


def questions(text: str) -> list[str]:
    """Return the questions of a message; empty if it asks only one."""
    marked = [part for part in _QUESTION.findall(text) if part.rstrip(" ").endswith(_MARKS)]
    parts = [part for part in marked if len(normalise(part).split()) >= _SHORTEST_QUESTION]
    return parts[:_MOST_QUESTIONS] if len(parts) > 1 else []


def joined_questions(text: str, further: Iterable[Phrase]) -> list[str]:
    """Return the questions that a normalised text joins by "and how", "وكم"; empty if it asks only one."""
    words = text.split()
    begun = [at for at in range(len(words)) if any(tuple(words[at : at + len(b)]) == b for b in further)]
    starts = [0, *(at for at in begun if at)]
    parts = [" ".join(words[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=True)]
    whole = all(len(part.split()) >= _SHORTEST_QUESTION for part in parts)
    return parts[:_MOST_QUESTIONS] if len(parts) > 1 and whole else []


def without_courtesy(text: str, courtesy: Iterable[Phrase]) -> str:
    """Return a normalised text without greetings; as it was where fewer than two words would be left."""
    words = text.split()
    kept = list(words)
    for phrase in courtesy:
        kept = _without(kept, phrase)
    return " ".join(kept if len(kept) >= _SHORTEST_QUESTION else words)


def follow_up(text: str, beginnings: Iterable[Phrase]) -> str | None:
    """Return a short normalised text without the link words that it begins with; None if it has none."""
    words = text.split()
    if len(words) > _LONGEST_FOLLOW_UP:
        return None
    kept = words
    for _ in range(_SHORTEST_QUESTION):
        phrase = next((b for b in beginnings if len(b) < len(kept) and tuple(kept[: len(b)]) == b), ())
        kept = kept[len(phrase) :]
    if kept and kept[0].startswith(_AND) and len(kept[0]) >= _SHORTEST_JOINED:
        kept = [kept[0].removeprefix(_AND), *kept[1:]]
    return " ".join(kept) if kept != words else None


def _without(words: list[str], phrase: Phrase) -> list[str]:
    size = len(phrase)
    for at in range(len(words) - size + 1):
        if tuple(words[at : at + size]) == phrase:
            return _without(words[:at] + words[at + size :], phrase)
    return words
