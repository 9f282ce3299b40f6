"""Take a message apart: its questions, and the greetings and link words around them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.matching.normalise import normalise

_SENTENCE = re.compile(r"[^؟?\n]*[؟?]+|[^؟?\n]+")
_MARKS = ("؟", "?")
_PAUSES = (",", "،", ".", ";", "؛", ":", "!", "…")
_SHORTEST_QUESTION = 2  # words
_MOST_PIECES = 8
_AND = "و"  # written together with the next word
_ANY_END = "*"  # of the last word of a phrase: whatever follows
_SHORTEST_JOINED = 3  # letters
_SHORTEST_REFERRING = 4  # letters of a word that refers back by its ending
_LONGEST_FOLLOW_UP = 6  # words
_MORE_IF_REFERRING = 4  # words
_MOST_LINKS = 2  # phrases
_BARE = 2  # words: so short a question always leaves something out

Phrase = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """What may be one question of a message."""

    text: str
    asking: bool  # whether it has the form of a question: its mark, or a question word
    followed: bool = False  # whether one more question is joined to it: "I want to volunteer, and how ..."


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUp:
    """A text that may lean on what was said before."""

    rest: str  # without its link words
    leaves_out: bool  # whether it refers back, or is a question too short to stand alone


def forms(texts: Iterable[str]) -> tuple[Phrase, ...]:
    """Return single normalised words, `*` kept where it stands for any letters at the start or the end."""
    split = (text.partition(_ANY_END) for text in texts)
    return tuple((normalise(head) + star + normalise(tail),) for head, star, tail in split)


def phrases(texts: Iterable[str]) -> tuple[Phrase, ...]:
    """Return texts as tuples of normalised words, the longest first; `*` stays at the end of a last word."""
    found = {(*normalise(text).split(),) for text in texts if not text.endswith(_ANY_END)}
    open_ = {tuple(normalise(text).split()) for text in texts if text.endswith(_ANY_END)} - {()}
    found |= {(*words[:-1], words[-1] + _ANY_END) for words in open_}
    return tuple(sorted(found - {()}, key=len, reverse=True))


class Beginnings:
    """Phrases by their first word, for a message is searched for them at each of its words. Immutable."""

    def __init__(self, beginnings: Iterable[Phrase]) -> None:
        """Take phrases as `phrases` returns them."""
        self._open: tuple[str, ...] = ()
        self._by_first: dict[str, tuple[Phrase, ...]] = {}
        for phrase in beginnings:
            if len(phrase) == 1 and phrase[0].endswith(_ANY_END):
                self._open += (phrase[0].removesuffix(_ANY_END),)
            else:
                self._by_first[phrase[0]] = (*self._by_first.get(phrase[0], ()), phrase)

    def begin(self, words: Sequence[str]) -> bool:
        """Say whether normalised words begin with one of the phrases."""
        if not words:
            return False
        return words[0].startswith(self._open) or any(
            _fits(words, phrase) for phrase in self._by_first.get(words[0], ())
        )


def sentences(text: str, further: Beginnings, asking: Beginnings) -> list[list[Piece]]:
    """Return the sentences of a message, each in the pieces that may be questions of their own.

    A sentence ends at a question mark or a line; within it a piece begins at one of `further` ("and how"), or
    at a question word (one of `asking`) behind a question that ends in a comma or a full stop.
    """
    found = [part for part in _SENTENCE.findall(text) if len(normalise(part).split()) >= _SHORTEST_QUESTION]
    return [_pieces(part, further, asking) for part in found[:_MOST_PIECES]]


def _pieces(sentence: str, further: Beginnings, asking: Beginnings) -> list[Piece]:
    marked = sentence.rstrip().endswith(_MARKS)
    texts = _cut(sentence.split(), further, asking)
    joined = [further.begin(normalise(text).split()) for text in texts]
    return [
        Piece(
            text=text,
            asking=(marked and at == len(texts) - 1) or joined[at] or _asks(text, asking),
            followed=any(joined[at + 1 : at + 2]),
        )
        for at, text in enumerate(texts)
    ]


def _cut(tokens: list[str], further: Beginnings, asking: Beginnings) -> list[str]:
    """Return the parts of a sentence; left whole if one of them would be a single word."""
    words = [normalise(token) for token in tokens]
    starts = [0]
    for at in range(1, len(tokens)):
        rest = [word for word in words[at:] if word]
        after_question = tokens[at - 1].endswith(_PAUSES) and _asks(" ".join(tokens[starts[-1] : at]), asking)
        asked = asking.begin(rest) or asking.begin(_parted(rest))
        if further.begin(rest) or (after_question and asked):
            starts.append(at)
    parts = [" ".join(tokens[start:end]) for start, end in zip(starts, [*starts[1:], None], strict=True)]
    if len(parts) > _MOST_PIECES or any(len(normalise(p).split()) < _SHORTEST_QUESTION for p in parts):
        return [" ".join(tokens)]
    return parts


def _asks(text: str, asking: Beginnings) -> bool:
    words = normalise(text).split()
    return any(asking.begin(words[at:]) for at in range(len(words)))


def _parted(words: Sequence[str]) -> list[str]:
    """Return words without the "and" that the first of them begins with."""
    return [word.removeprefix(_AND) for word in words[:1]] + [*words[1:]]


def _fits(words: Sequence[str], phrase: Phrase) -> bool:
    if len(words) < len(phrase):
        return False
    *whole, last = phrase
    ends = words[len(whole)]
    fits = ends.startswith(last[:-1]) if last.endswith(_ANY_END) else ends == last
    return fits and all(word == said for word, said in zip(whole, words, strict=False))


def without_courtesy(text: str, courtesy: Iterable[Phrase]) -> str:
    """Return a normalised text without greetings; as it was where fewer than two words would be left."""
    words = text.split()
    kept = list(words)
    for phrase in courtesy:
        kept = _without(kept, phrase)
    return " ".join(kept if len(kept) >= _SHORTEST_QUESTION else words)


def follow_up(
    text: str, beginnings: Sequence[Phrase], referring: Sequence[Phrase], asking: Beginnings
) -> FollowUp | None:
    """Read a short normalised text as one that may lean on what was said before; None if it cannot.

    It leans if it begins with a link word ("and", "طيب", a joined و), refers back ("it", "عليها") or asks
    in so few words that it leaves something out.
    """
    words = text.split()
    kept = words
    for _ in range(_MOST_LINKS):
        phrase = next((b for b in beginnings if len(b) < len(kept) and tuple(kept[: len(b)]) == b), ())
        kept = kept[len(phrase) :]
    if kept and kept[0].startswith(_AND) and len(kept[0]) >= _SHORTEST_JOINED:
        kept = [kept[0].removeprefix(_AND), *kept[1:]]
    asks = _asks(text, asking) or any(asking.begin(_parted(words[at:])) for at in range(len(words)))
    alone = len(words) == 1 and not asks  # "her daughter", one word in Arabic, is a name or an answer
    refers, bare = any(_refers(word, referring) for word in kept) and not alone, len(kept) <= _BARE
    longest = _LONGEST_FOLLOW_UP + _MORE_IF_REFERRING * refers
    if len(words) > longest or not (kept != words or refers or (bare and asks)):
        return None
    return FollowUp(rest=" ".join(kept), leaves_out=refers or (bare and asks))


def filled_in(text: str, subject: str, referring: Sequence[Phrase]) -> str:
    """Return a normalised question with its subject: in place of an English "it", else behind the rest."""
    words = text.split()
    places = [at for at, word in enumerate(words) if word.isascii() and _refers(word, referring)]
    if not places:
        return f"{text} {subject}"
    return " ".join([*words[: places[-1]], subject, *words[places[-1] + 1 :]])


def _refers(word: str, referring: Iterable[Phrase]) -> bool:
    return any(_matches(word, each) for (each, *_) in referring)


def _matches(word: str, form: str) -> bool:
    begins_, star, ends = form.partition(_ANY_END)
    if not star:
        return word == form
    return len(word) >= _SHORTEST_REFERRING and word.startswith(begins_) and word.endswith(ends)


def _without(words: list[str], phrase: Phrase) -> list[str]:
    size = len(phrase)
    for at in range(len(words) - size + 1):
        if tuple(words[at : at + size]) == phrase:
            return _without(words[:at] + words[at + size :], phrase)
    return words
