"""Options of a question and how a typed answer is read as one of them."""

from pydantic import BaseModel, ConfigDict

from bot.engine.reading import nearest, place, plain
from bot.engine.steps.step import ByLanguage

_NOT = frozenset(plain("لا ليس ليست لست مو مب مش موب ما غير بدون بلا not no don without never").split())
_AND = frozenset({"و", "and", "ثم", "also", "كمان", "ايضا"})


class Option(BaseModel):
    """One option: `value` is kept, `label` is on the button, `also` are other words for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str
    label: ByLanguage
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All words for the option, plain."""
        words = (self.value.replace("-", " "), *self.label.values(), *self.also)
        return tuple(name for name in map(plain, words) if name)


Options = tuple[Option, ...]


def read_choice(text: str, options: Options) -> str | None:
    """Return the value that a typed answer means: a label, its number, its place, or words close to one."""
    said = plain(text)
    names = {name: option.value for option in options for name in option.names}
    if said in names:
        return names[said]
    index = place(text, len(options))
    if index is not None:
        return options[index].value
    return _within(said, names) or nearest(said, names)


def _within(said: str, names: dict[str, str]) -> str | None:
    """Return the one value whose name stands whole in a longer answer; "not food" is not food."""
    found = [name for name in names if f" {name} " in f" {said} "]
    # "not urgent" is a name of its own, which "urgent" within it must not outvote
    whole = [
        name for name in found if not any(f" {name} " in f" {other} " for other in found if other != name)
    ]
    if len({names[name] for name in whole}) != 1 or len(said) > 120:
        return None
    beside = set(said.split()) - {word for name in whole for word in name.split()}
    return None if beside & _NOT else names[whole[0]]


def read_choices(text: str, options: Options) -> tuple[str, ...] | None:
    """Return the values of an answer that names several; None if a part of it is not understood."""
    names = {name: option.value for option in options for name in option.names}
    if (whole := names.get(plain(text))) is not None:
        return (whole,)
    found = [read_choice(part, options) for part in _parts(text, options)]
    values = tuple(dict.fromkeys(value for value in found if value is not None))
    return values if values and None not in found else None


def _parts(text: str, options: Options) -> list[str]:
    for mark in ("،", ",", ";", "؛", "+", "/", "&", "\n"):
        text = text.replace(mark, "\n")
    parts = [part for line in text.split("\n") for part in _at_and(line.split(), options)]
    return [part for part in parts if plain(part)]


def _at_and(words: list[str], options: Options) -> list[str]:
    """Split at "and", and at the Arabic و that is written onto an option's name or number."""
    parts: list[list[str]] = [[]]
    for word in words:
        bare = plain(word)
        joined = bare.startswith("و") and len(bare) > 1 and read_choice(bare[1:], options) is not None
        if bare in _AND or joined or (bare.isdigit() and parts[-1]):
            parts.append([])
        if bare not in _AND:
            parts[-1].append(bare[1:] if joined else word)
    return [" ".join(part) for part in parts]
