"""The button and the words for "that is all"."""

from bot.engine.reading import squeeze

DONE = "done"  # value of the button
_WORDS = frozenset(
    squeeze(words)
    for words in (
        "تم", "خلاص", "خلصت", "انتهيت", "بس", "هذا كل شيء", "كذا تمام", "تمام", "كمل", "التالي", "بس كذا",
        "يكفي", "تابع", "done", "finished", "that's all", "thats all", "that is all", "next", "continue",
        "ok", "enough", "khalas", "bas",
    )
)  # fmt: skip


def says_done(text: str) -> bool:
    """Tell whether a text says that the answer is complete."""
    return squeeze(text) in _WORDS
