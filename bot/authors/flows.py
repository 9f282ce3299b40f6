"""Flows as an outline, and the texts of their steps as a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.authors.editing import changed, read
from bot.messages import LANGUAGES

Path = tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Words at one place of a flow, in every language."""

    name: str  # of the form's field, e.g. steps.2.ask
    number: int  # of the step, from 1; 0 for the flow's own
    part: str  # e.g. ask, why, label
    texts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One line of the outline."""

    number: int
    id: str
    type: str
    ask: Mapping[str, str]
    when: str
    optional: bool
    choices: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """A flow at a glance."""

    id: str
    icon: str
    title: Mapping[str, str]
    steps: tuple[Step, ...]


def outline(text: str) -> Outline:
    """Return what a flow's file says. Raises Unreadable."""
    data = read(text)
    steps = data.get("steps") if isinstance(data, dict) else None
    return Outline(
        id=str(data.get("id", "")),
        icon=str(data.get("icon", "")),
        title=_texts(data.get("title")) or {},
        steps=tuple(
            _step(number, step) for number, step in enumerate(steps or (), 1) if isinstance(step, dict)
        ),
    )


def spots(text: str) -> list[Spot]:
    """Return every place with words for people, in order. Raises Unreadable."""
    return [
        Spot(
            name=".".join(map(str, path)),
            number=path[1] + 1 if path[0] == "steps" and isinstance(path[1], int) else 0,
            part=".".join(str(each) for each in path[2:]) or str(path[0]),
            texts=texts,
        )
        for path, texts in _spots(read(text), ())
    ]


def reworded(text: str, given: Mapping[str, str]) -> str:
    """Return a flow's text with other words: `given` holds them by `<name>.<language>`. Raises Unreadable."""
    data = read(text)
    for spot in spots(text):
        place: Any = data
        for each in spot.name.split("."):
            place = place[int(each) if isinstance(place, list) else each]
        for language in spot.texts:
            new = given.get(f"{spot.name}.{language}", spot.texts[language])
            if new.strip() != spot.texts[language].strip():
                place[language] = new.strip()
    return changed(text, data)


def _spots(data: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, str]]]:  # noqa: ANN401 - YAML
    if texts := _texts(data):
        yield path, texts
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from _spots(item, (*path, str(key)))
    elif isinstance(data, list):
        for number, item in enumerate(data):
            yield from _spots(item, (*path, number))


def _texts(data: Any) -> dict[str, str] | None:  # noqa: ANN401 - YAML
    """Return a mapping of languages to words; None for anything else."""
    if not isinstance(data, dict) or not data or not set(data) <= set(LANGUAGES):
        return None
    return {key: value for key, value in data.items() if isinstance(value, str)} or None


def _step(number: int, data: Mapping[str, Any]) -> Step:
    return Step(
        number=number,
        id=str(data.get("id", "")),
        type=str(data.get("type", "")),
        ask=_texts(data.get("ask")) or _texts(data.get("text")) or {},
        when=_condition(data.get("when")),
        optional=data.get("optional") in ("yes", "true"),
        choices=tuple(_choices(data)),
    )


def _choices(data: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    for name in ("options", "choices"):
        listed = data.get(name)
        for each in listed if isinstance(listed, list) else ():
            label = each.get("label") if isinstance(each, dict) else None
            if texts := _texts(label):
                yield texts


def _condition(data: Any) -> str:  # noqa: ANN401 - YAML
    """Return a condition on one line: `need = food`."""
    if not isinstance(data, dict):
        return ""
    return ", ".join(f"{key}: {_value(value)}" for key, value in data.items())


def _value(data: Any) -> str:  # noqa: ANN401 - YAML
    if isinstance(data, dict):
        return " ".join(f"{key} {_value(value)}" for key, value in data.items())
    return " / ".join(map(str, data)) if isinstance(data, list) else str(data)
