"""Keeping right-to-left and left-to-right apart in one line. Pure."""

import re

from bot.messages import Language

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
_ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
# a link, address, reference, number with a sign or parts, or some Latin words
_LATIN = re.compile(
    r"""
      https?://[^\s<>«»،؛]+
    | [A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+
    | [+#]?[A-Za-z0-9][A-Za-z0-9._:/+#%&=?@'-]*(?:[ ][A-Za-z0-9][A-Za-z0-9._:/+#%&=?@'-]*)*
    """,
    re.VERBOSE,
)
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]+(?:[ \u060c][\u0600-\u06ff\u0750-\u077f]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)?[.:]?")  # one number is at home in both directions
_END = ".:/'-?=&"  # belongs to the sentence, not to the run


def isolate(text: str, language: Language) -> str:
    """Return the text with runs of the other direction isolated; what is isolated already stays."""
    parts, at = [], 0
    for done in _ISOLATED.finditer(text):
        parts += [_isolated(text[at : done.start()], language), done[0]]
        at = done.end()
    return "".join((*parts, _isolated(text[at:], language)))


def _isolated(text: str, language: Language) -> str:
    if language == "ar":
        return _LATIN.sub(_ltr, text)
    return _ARABIC.sub(lambda run: f"{RLI}{run[0]}{PDI}", text)


def _ltr(run: re.Match[str]) -> str:
    whole = run[0]
    if _NUMBER.fullmatch(whole):
        return whole
    kept = whole.rstrip(_END)
    return f"{LRI}{kept}{PDI}{whole[len(kept) :]}" if kept else whole
