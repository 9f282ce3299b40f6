"""Ready replies of staff: `replies.<name>` in knowledge/texts, with fields. Pure.

`{short_name}` and `{reference}` are filled in; any other field is given by staff, in the order of the text.
"""

from collections.abc import Mapping, Sequence
from string import Formatter

from bot.channels.telegram_desk.present import Speech, apart
from bot.messages import Language

REPLY = "replies."  # begins their ids; the title on a button is `replies.<name>.title`
KNOWN = ("short_name", "reference")
SEPARATOR = "|"  # between the fields that staff give


def titles(speech: Speech) -> Mapping[str, str]:
    """Return the ready replies: name → title."""
    table = speech.content.texts.tables[speech.language]
    names = [key.removeprefix(REPLY).removesuffix(".title") for key in table if _is_title(key)]
    return {name: speech.content.texts(speech.language, f"{REPLY}{name}.title") for name in names}


def usable(speech: Speech, name: str, *, case: str) -> bool:
    """Whether there is such a reply; one that names the request is only for who has one."""
    template = _template(speech, name, speech.language)
    return bool(template) and not ("reference" in _fields(template) and not case)


def wanted(speech: Speech, name: str) -> tuple[str, ...]:
    """Return what staff must give for a reply, in words."""
    asked = _asked(_template(speech, name, speech.language))
    table = speech.content.texts.tables[speech.language]
    return tuple(str(table.get(f"{REPLY}{name}.{field}", field)) for field in asked)


def filled(
    speech: Speech, name: str, language: Language, *, case: str, values: Sequence[str] = ()
) -> str | None:
    """Return a reply in the person's language; None if there is none, or something is missing for it."""
    template = _template(speech, name, language)
    asked = _asked(template)
    if not usable(speech, name, case=case) or len(asked) != len(values) or not all(values):
        return None
    short = speech.content.organisation.short_name[language]
    given = dict(zip(asked, map(apart, values), strict=True))
    return template.format(short_name=short, reference=apart(case), **given)


def split(rest: str) -> tuple[str, tuple[str, ...]]:
    """Read `name first | second` as a reply's name and the fields that staff gave."""
    name, _, given = rest.strip().partition(" ")
    return name, tuple(each.strip() for each in given.split(SEPARATOR)) if given.strip() else ()


def _template(speech: Speech, name: str, language: Language) -> str:
    template = speech.content.texts.tables[language].get(f"{REPLY}{name}")
    return template if isinstance(template, str) else ""


def _fields(template: str) -> tuple[str, ...]:
    found = (field for _, field, _, _ in Formatter().parse(template) if field)
    return tuple(dict.fromkeys(found))


def _asked(template: str) -> tuple[str, ...]:
    return tuple(field for field in _fields(template) if field not in KNOWN)


def _is_title(key: str) -> bool:
    return key.startswith(REPLY) and key.endswith(".title")
