"""References of cases, made to be read out on the phone: `AOUN-2026-00042-7`.

Organisation, year, number (five digits or more) and a check digit (Damm, over all of it), so that one wrong
digit or two swapped ones are noticed before anything is looked up.
"""

import re
import unicodedata
from typing import Literal

from stdnum import damm

WIDTH = 5  # digits that a number is filled up to
_GAP = r"[\s._/:،\u0640\u200b-\u200f\u2010-\u2015\u2066-\u2069-]*"
_TYPED = re.compile(rf"(?<!\d)(20\d\d){_GAP}((?:\d{_GAP})*\d){_GAP}(\d)(?!{_GAP}\d)")
_LETTERS = re.compile(rf"([A-Za-z]+){_GAP}$")


def make(organisation: str, year: int, number: int) -> str:
    """Return the reference of an organisation's case number of a year."""
    return f"{organisation.upper()}-{year}-{number:0{WIDTH}d}-{_check(organisation, year, number)}"


def read(text: str, *, organisation: str) -> str | None:
    """Return the reference meant by what a person typed or dictated, None if no check digit is right.

    Case, Arabic digits, missing dashes, missing leading zeros and a missing organisation do not matter;
    another organisation's reference is none of ours.
    """
    plain = "".join(_western(sign) for sign in text)
    for found in _TYPED.finditer(plain):
        year, number, check = int(found[1]), _number(found[2]), found[3]
        ours = number > 0 and not _foreign(plain[: found.start()], organisation)
        if ours and check == _check(organisation, year, number):
            return make(organisation, year, number)
    return None


def fault(text: str, *, organisation: str) -> Literal["none", "digit"] | None:
    """Say why a text is no reference: none in its shape, or with a wrong check digit; None if it is one."""
    if read(text, organisation=organisation) is not None:
        return None
    return "digit" if _TYPED.search("".join(_western(sign) for sign in text)) else "none"


def _number(typed: str) -> int:
    """Return the number; 0 for what is none, such as six digits of which the first is a zero."""
    digits = "".join(filter(str.isdigit, typed))
    return 0 if len(digits) > WIDTH and digits.startswith("0") else int(digits)


def _foreign(before: str, organisation: str) -> bool:
    """Whether the letters glued to the year name another organisation."""
    letters = _LETTERS.search(before)
    if letters is None or letters[1].lower() == organisation.lower():
        return False
    return before.endswith(("-", letters[1]))


def _check(organisation: str, year: int, number: int) -> str:
    letters = "".join(
        str(int(sign, 36)) for sign in organisation.upper() if sign.isascii() and sign.isalnum()
    )
    return str(damm.calc_check_digit(f"{letters}{year}{number:0{WIDTH}d}"))


def _western(sign: str) -> str:
    return str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
