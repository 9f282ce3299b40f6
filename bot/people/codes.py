"""One-time codes as people read them out and type them: eight digits, in whatever digits they write."""

import secrets
import unicodedata

_DIGITS = 8


def new_code() -> str:
    """Return a random code of 8 digits: one number, because right to left two would change places."""
    return f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"


def digits(text: str) -> str:
    """Return the digits of a text, of whatever script, as 0-9."""
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())
