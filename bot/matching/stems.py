"""Cut words down to what their relatives share: stems and pseudo-roots, Arabic and English."""

from functools import lru_cache

from bot.matching.normalise import is_latin

_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل", "ف", "ك", "ه", "ع")
_SUFFIXES = (
    "تكم", "هم", "كم", "ها", "نا", "ات", "ون", "ين", "ان", "يه", "تي", "ته", "تك", "ه", "ي", "ك", "ت",
)  # fmt: skip
_VERB_PREFIXES = ("است", "يست", "تست", "نست", "ي", "ت", "ن", "ا", "م")
_OBJECT_SUFFIXES = ("ني", "وا", "تو", "هم", "ها", "ه", "ت", "و")
_LONG_VOWELS = str.maketrans("", "", "اوي")
_SHORTEST = 3  # letters that an affix must leave
_CACHED = 1 << 15  # words remembered; an average organisation knows some five thousand
_SHORTEST_ENGLISH = 4


@lru_cache(_CACHED)
def stem(word: str) -> str:
    """Return a word without article, conjunction and ending (light stemming)."""
    if is_latin(word):
        return english_stem(word)
    return _without_end(_without_start(word, _PREFIXES), _SUFFIXES)


@lru_cache(_CACHED)
def root(word: str) -> str:
    """Return a pseudo-root: the stem without verb affixes and without long vowels past its start."""
    if is_latin(word):
        return english_stem(word)
    core = _without_end(_without_start(stem(word), _VERB_PREFIXES), _OBJECT_SUFFIXES)
    bare = core[:1] + core[1:].translate(_LONG_VOWELS)
    return bare if len(bare) > 1 else core


@lru_cache(_CACHED)
def english_stem(word: str) -> str:
    """Return an English word without its commonest endings."""
    if len(word) < _SHORTEST_ENGLISH:
        return word
    if word.endswith("ies") and len(word) > _SHORTEST_ENGLISH:
        return word[:-3] + "y"
    for ending in ("ingly", "edly", "ing", "ed", "ly", "es", "s"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= _SHORTEST and not word.endswith(("ss", "us", "is")):
            return _undoubled(rest)
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST_ENGLISH else word


def _undoubled(word: str) -> str:
    if len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word


def _without_start(word: str, starts: tuple[str, ...]) -> str:
    for start in starts:
        if word.startswith(start) and len(word) - len(start) >= _SHORTEST:
            return word[len(start) :]
    return word


def _without_end(word: str, ends: tuple[str, ...]) -> str:
    for end in ends:
        if word.endswith(end) and len(word) - len(end) >= _SHORTEST:
            return word[: -len(end)]
    return word
