"""Fields in an author's answer: `{phone}` becomes the organisation's phone."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.content.shapes import ChannelId, OrganisationShape
from bot.messages import LANGUAGES, Language

FIELDS = ("name", "short_name", "people", "phone", "email", "website", "address", "handle", "channels")

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_JOINTS: Mapping[Language, tuple[str, str]] = {"ar": ("، و", " و"), "en": (", ", " and ")}
_ISOLATE, _END_ISOLATE = "\u2066", "\u2069"
_PLAIN_NUMBER = re.compile(r"[0-9]+")


def placeholders(text: str) -> list[str]:
    """Return the names in braces, in order."""
    return _PLACEHOLDER.findall(text)


def fields_of(
    organisation: OrganisationShape, channels: Mapping[ChannelId, dict[Language, str]] | None = None
) -> dict[str, Mapping[Language, str]]:
    """Return the fields that an organisation has, in every language; what its edition lacks is not there."""
    fields: dict[str, Mapping[Language, str]] = {
        "name": organisation.name,
        "short_name": organisation.short_name,
        "people": organisation.people,
        **contact_of(organisation),
    }
    words = channels or {}
    if all(channel in words for channel in organisation.channels):
        listed = [words[channel] for channel in organisation.channels]
        fields["channels"] = {
            language: in_words([each[language] for each in listed], language) for language in LANGUAGES
        }
    return fields


def contact_of(organisation: OrganisationShape) -> dict[str, Mapping[Language, str]]:
    """Return phone, e-mail and the like as far as the edition gives them."""
    contact = organisation.contact
    given = {
        "phone": contact.phone,
        "email": contact.email,
        "website": contact.website,
        "handle": contact.handle,
    }
    fields: dict[str, Mapping[Language, str]] = {
        name: {"ar": _left_to_right(value), "en": value} for name, value in given.items() if value
    }
    return {**fields, "address": contact.address} if contact.address else fields


def fill(text: str, fields: Mapping[str, Mapping[Language, str]], language: Language) -> str:
    """Return the text with its fields. Raises KeyError for one that the organisation lacks."""
    return _PLACEHOLDER.sub(lambda found: fields[found[1]][language], text)


def in_words(items: Sequence[str], language: Language) -> str:
    """Join a list as people say it: “a, b and c”."""
    comma, last = _JOINTS[language]
    return last.join(_pair([comma.join(items[:-1]), items[-1]])) if items else ""


def _pair(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]


def _left_to_right(value: str) -> str:
    """Keep a value in its own order inside a line of Arabic; plain digits keep it by themselves."""
    return value if _PLAIN_NUMBER.fullmatch(value) else f"{_ISOLATE}{value}{_END_ISOLATE}"
