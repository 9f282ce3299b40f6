"""Masking of numbers that identify or pay, typed in free text, before the text is stored.

National IDs, IBANs and card numbers are masked; phone numbers and case references stay readable for staff.
Digits count in Western, Arabic-Indic and Persian form, with spaces, dashes, dots or invisible marks between.
"""

import re
from dataclasses import replace

from stdnum import iban, luhn

from bot.messages import Message
from bot.people.codes import digits

BULLET = "•"
_GAP = r"[ \u00a0\u200b-\u200f\u202a-\u202e\u2066-\u2069._\u0640\u2010-\u2015-]{0,3}"
_NUMBER = re.compile(
    rf"""
      (?P<saudi_iban> (?<![A-Za-z]) [Ss]{_GAP}[Aa] (?: {_GAP}\d ){{16,24}} (?!\d) )
    | (?P<iban> (?<![A-Za-z0-9]) [A-Za-z]{{2}}\d\d (?: [ -]?[A-Za-z0-9]{{4}} ){{2,7}}
      (?: [ -]?[A-Za-z0-9]{{1,3}} )? (?![A-Za-z0-9]) )
    | (?P<reference> (?<!\d) 20\d\d - \d{{5,}} - \d (?!\d) )
    | (?P<date> (?<!\d) (?: 1[34]|19|20 )\d\d [-/.] \d\d? [-/.] \d\d? (?!\d) )
    | (?P<phone> (?: \+ | (?<!\d)00 ) [1-9] (?: {_GAP}\d ){{7,13}} (?!\d) )
    | (?P<account> (?<!\d) \d (?: {_GAP}\d ){{19,23}} (?!\d) )
    | (?P<card> (?<!\d) [1-9] (?: {_GAP}\d ){{12,18}} (?!\d) )
    | (?P<national> (?<!\d) [12] (?: {_GAP}\d ){{9}} (?!\d) )
    """.replace("[12]", "[12١٢۱۲]").replace("[1-9]", "[1-9١-٩۱-۹]"),
    re.VERBOSE,
)
_NATIONAL = re.compile(rf"(?<!\d)[12١٢۱۲](?:{_GAP}\d){{9}}(?!\d)")
_PHONE = re.compile(rf"(?<!\d)(?:\+|[0٠۰])(?:{_GAP}\d){{8,14}}(?!\d)|(?<!\d)[5٥۵](?:{_GAP}\d){{8}}(?!\d)")


def mask(text: str) -> str:
    """Return the text with national IDs (`1•••••••12`), IBANs and card numbers masked. Idempotent."""
    return _NUMBER.sub(_covered, text)


def mask_phones(text: str) -> str:
    """Return the text with phone numbers masked too, for reports that leave the desk."""
    return _PHONE.sub(lambda found: _cover(found.group(), first=2, last=2), mask(text))


def mask_message(message: Message) -> Message:
    """Return a message as the transcript keeps it."""
    text = mask(message.text)
    return message if text == message.text else replace(message, text=text)


def _covered(found: re.Match[str]) -> str:
    kind, text = found.lastgroup, found.group()
    if kind in ("reference", "date", "phone"):
        return text
    if kind == "national":
        return _cover(text, first=1, last=2)
    if kind == "saudi_iban":
        return _cover(text, first=2, last=4)
    if kind == "iban":
        return _cover(text, first=2, last=4) if iban.is_valid(_compact(text)) else _nationals(text)
    if kind == "card" and not luhn.is_valid(digits(text)):
        return _nationals(text)
    return _cover(text, first=0, last=4)


def _nationals(text: str) -> str:
    """Mask what may be a national ID within a longer number that is nothing else."""
    return _NATIONAL.sub(lambda found: _cover(found.group(), first=1, last=2), text)


def _cover(text: str, *, first: int, last: int) -> str:
    kept = _compact(text)
    return kept[:first] + BULLET * (len(kept) - first - last) + kept[-last:]


def _compact(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum() or sign == "+")
