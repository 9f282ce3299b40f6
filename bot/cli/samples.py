"""Samples in place of what tells who somebody is: answers to identifying steps, and their echoes."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.engine.reading import fold_digits, plain
from bot.engine.words import agreed, command

if TYPE_CHECKING:
    from bot.ports.records import Line

SAMPLE_IDS = {"1": "1000000008", "2": "2000000006"}
SAMPLE_IBAN = "SA0380000000608010167519"
SAMPLE_PHONE = "0501234567"
SAMPLE_NAME = "سارة علي"
SAMPLES = {  # kind of answer asked for → what stands for it
    "name": SAMPLE_NAME,
    "pledge": SAMPLE_NAME,
    "phone": SAMPLE_PHONE,
    "national_id": SAMPLE_IDS["1"],
    "iban": SAMPLE_IBAN,
    "email": "sara@example.com",
    "location": "أبها",
}
SHORTEST_WORD = 3  # letters: shorter words of an answer tell nobody
_STILL_OPEN = ("do:continue", "do:resume", "do:cancel-no", "do:keep")  # the question waits behind these
_MASKED_ID = re.compile(r"\b([12])\d?[•*]+\d{2,4}\b")
_MASKED_IBAN = re.compile(r"\bSA\d*[•*]+\d+\b", re.IGNORECASE)
_MOBILE = re.compile(r"(?<![\d\w])(?:\+966|00966|966|0)?[ -]?5\d(?:[ -]?\d){7}(?!\d)")


def unmasked(text: str) -> str:
    """Return a text with samples in place of masked numbers, and of mobile numbers in clear."""
    if _MOBILE.search(folded := fold_digits(text)):
        text = _MOBILE.sub(SAMPLE_PHONE, folded)
    with_ids = _MASKED_ID.sub(lambda found: SAMPLE_IDS[found[1]], text)
    return _MASKED_IBAN.sub(SAMPLE_IBAN, with_ids)


@dataclass(kw_only=True)
class Disguise:
    """What was asked last in a transcript, and the words that must not be shown."""

    kind: str | None = None
    hidden: dict[str, str] = field(default_factory=dict)  # answer as typed → its sample
    words: set[str] = field(default_factory=set)  # of all hidden answers, in plain letters

    def asked(self, line: "Line") -> None:
        """Note what a line to the person asks; one that leaves the question open changes nothing."""
        message = None if line.private else line.message
        if message is None or line.direction != "out":
            return
        if message.ask is not None:
            self.kind = message.ask.kind
        elif not message.unprompted and not any(each.id in _STILL_OPEN for each in message.buttons):
            self.kind = None

    def heard(self, text: str) -> str:
        """Return what a person wrote, with a sample in place of an identifying answer."""
        sample = SAMPLES.get(self.kind or "")
        if sample and text.strip() and command(text) is None and agreed(text) is None:
            self.hidden[text.strip()] = sample
            self.words |= {word for word in plain(text).split() if len(word) >= SHORTEST_WORD}
            return sample
        for typed, stand_in in self.hidden.items():
            text = text.replace(typed, stand_in)
        return unmasked(text)

    def said(self, text: str) -> str:
        """Return the beginning of a reply, up to where it repeats a hidden word."""
        for word in re.finditer(r"\S+", text):
            if self.words & set(plain(word.group()).split()):
                return text[: word.start()].rstrip()
        return text
