"""Phrasings folded once, though several rules compare them; whoever has loaded the content forgets them."""

from functools import lru_cache

from bot.matching import normalise

folded = lru_cache(maxsize=1 << 16)(normalise)
