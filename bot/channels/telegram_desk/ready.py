"""Ready replies as the Telegram desk takes them: a name, and what staff give behind it. Pure."""

from collections.abc import Mapping, Sequence

from bot.channels.telegram_desk.present import Speech, apart
from bot.desk import canned
from bot.messages import Language

SEPARATOR = "|"  # between the fields that staff give


def titles(speech: Speech) -> Mapping[str, str]:
    """Return the ready replies: name → title."""
    return canned.titles(speech.content.texts, speech.language)


def usable(speech: Speech, name: str, *, case: str) -> bool:
    """Whether there is such a reply; one that names the request is only for who has one."""
    template = canned.template(speech.content.texts, name, speech.language)
    return bool(template) and not ("reference" in canned.fields(template) and not case)


def wanted(speech: Speech, name: str) -> tuple[str, ...]:
    """Return what staff must give for a reply, in words."""
    texts = speech.content.texts
    asked = canned.asked_of(canned.template(texts, name, speech.language))
    return tuple(canned.label(texts, name, field, speech.language) for field in asked)


def filled(
    speech: Speech, name: str, language: Language, *, case: str, values: Sequence[str] = ()
) -> str | None:
    """Return a reply in the person's language; None if there is none, or something is missing for it."""
    template = canned.template(speech.content.texts, name, language)
    asked = canned.asked_of(template)
    if not usable(speech, name, case=case) or len(asked) != len(values) or not all(values):
        return None
    short = speech.content.organisation.short_name[language]
    given = dict(zip(asked, map(apart, values), strict=True))
    return template.format(short_name=short, reference=apart(case), **given)


def split(rest: str) -> tuple[str, tuple[str, ...]]:
    """Read `name first | second` as a reply's name and the fields that staff gave."""
    name, _, given = rest.strip().partition(" ")
    return name, tuple(each.strip() for each in given.split(SEPARATOR)) if given.strip() else ()
