"""Fields of a campaign's message: checked when it is written, filled for each person. Pure."""

import re
from collections.abc import Mapping
from datetime import date

from rapidfuzz import fuzz, process

from bot.engine.content import Content
from bot.engine.hours import hijri
from bot.engine.steps.calendars import Day
from bot.engine.steps.shown import gregorian_words, hijri_words
from bot.messages import Language

OWN = ("name", "association", "date")
_FIELD = re.compile(r"\{([^{}]*)\}")
_OF_TWO = frozenset({"عبد", "أبو", "ابو", "أم", "ام", "ابن", "بنت", "abu", "abd", "abdul", "umm", "um"})
_NEAR = 60


def known(content: Content) -> tuple[str, ...]:
    """Return the fields that a message of an organisation may have."""
    return (*OWN, *sorted(content.organisation.contact))


def unknown(text: str, content: Content) -> tuple[str, str] | None:
    """Return the first field that there is not, with the nearest that there is (or ""), if any."""
    fields = known(content)
    for name in _FIELD.findall(text):
        if name not in fields:
            close = process.extractOne(name, fields, scorer=fuzz.ratio, score_cutoff=_NEAR)
            return name, close[0] if close else ""
    rest = _FIELD.sub("", text)
    return (rest[rest.index(brace)], "") if (brace := _brace(rest)) else None


def _brace(text: str) -> str:
    return next((brace for brace in "{}" if brace in text), "")


def fill(text: str, content: Content, language: Language, *, name: str, today: date) -> str:
    """Return a message as one person reads it; who is not known is called by a general word."""
    organisation = content.organisation
    values: Mapping[str, str] = {
        "name": first_name(name) or content.texts(language, "worker.outreach.somebody"),
        "association": organisation.short_name[language],
        "date": in_both(today, language),
        **{field: words[language] for field, words in organisation.contact.items()},
    }
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def in_both(day: date, language: Language) -> str:
    """Say a day in both calendars, the Hijri one first."""
    solar = gregorian_words(day, language)
    if hijri(day) is None:
        return solar
    comma = "،" if language == "ar" else ","
    return f"{hijri_words(Day(day).hijri, language)}{comma} {solar}"


def first_name(name: str) -> str:
    """Return how a person is called: the first of their names, of two words where one alone is none."""
    parts = name.split()
    return " ".join(parts[:2] if parts and parts[0].lower() in _OF_TWO else parts[:1])
