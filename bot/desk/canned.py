"""Ready replies of staff: `replies.<name>` in knowledge/texts, with fields. Pure; the same on every surface.

`{short_name}` and `{reference}` are filled in; any other field is given by staff.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import Formatter

from bot.engine.content import Content, Texts
from bot.matching.normalise import normalise
from bot.messages import Language

REPLY = "replies."  # begins their ids; the title on a button is `replies.<name>.title`
KNOWN = ("short_name", "reference")


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """A reply that may be begun with."""

    name: str
    title: str  # in the language of staff
    text: str  # in the person's; what staff have to give stands in it as {field}
    asked: Mapping[str, str]  # field → what it is, in the language of staff
    folded: str  # title and text as they are searched


def ready(content: Content, *, to: Language, by: Language, reference: str) -> Sequence[Ready]:
    """Return the replies that fit somebody; those that name a request only for who has one."""
    texts, short = content.texts, content.organisation.short_name[to]
    found = []
    for name, title in titles(texts, by).items():
        text = template(texts, name, to)
        if not text or ("reference" in fields(text) and not reference):
            continue
        asked = {field: label(texts, name, field, by) for field in asked_of(text)}
        kept = {field: f"{{{field}}}" for field in asked}
        filled = text.format(short_name=short, reference=reference, **kept)
        folded = normalise(f"{title} {filled}")
        found.append(Ready(name=name, title=title, text=filled, asked=asked, folded=folded))
    return found


def titles(texts: Texts, language: Language) -> Mapping[str, str]:
    """Return all ready replies: name → title."""
    table = texts.tables[language]
    names = [key.removeprefix(REPLY).removesuffix(".title") for key in table if _is_title(key)]
    return {name: texts(language, f"{REPLY}{name}.title") for name in names}


def template(texts: Texts, name: str, language: Language) -> str:
    """Return a reply with its fields in braces; empty if there is none."""
    found = texts.tables[language].get(f"{REPLY}{name}")
    return found if isinstance(found, str) else ""


def fields(text: str) -> tuple[str, ...]:
    """Return the names of a template's fields, in order."""
    return tuple(dict.fromkeys(field for _, field, _, _ in Formatter().parse(text) if field))


def asked_of(text: str) -> tuple[str, ...]:
    """Return the fields that staff give."""
    return tuple(field for field in fields(text) if field not in KNOWN)


def label(texts: Texts, name: str, field: str, language: Language) -> str:
    """Say what a field is."""
    return str(texts.tables[language].get(f"{REPLY}{name}.{field}", field))


def _is_title(key: str) -> bool:
    return key.startswith(REPLY) and key.endswith(".title")
