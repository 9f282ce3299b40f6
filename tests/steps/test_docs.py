"""Every step type has its cases and a manual whose example is run; every text that steps say is there."""

import json
import re
from typing import Any

import pytest

from bot.engine.steps import STEP_TYPES
from bot.engine.steps.step import AskingStep, Stay, Step, Taken
from bot.messages import LANGUAGES

from . import scenes

_EXAMPLE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_GIVES = re.compile(r"`([^`]+)` (?:gives|ticks)\s+`([^`]+)`")
_SAYS = re.compile(r'say\(\s*f?"(step\.[^"]+)"')
_SOURCES = sorted((scenes.ROOT / "bot" / "engine" / "steps").glob("*.py"))


def manual(step: type[Step]) -> str:
    lines = (step.__doc__ or "").splitlines()
    return "\n".join(line.removeprefix("    ") for line in lines)


def example(step: type[Step]) -> Step:
    found = _EXAMPLE.search(manual(step))
    assert found, f"{step.__name__} has no example"
    return scenes.step_of(scenes.read(found.group(1)))


def played() -> list[Any]:
    rows = [(step, *row) for step in STEP_TYPES.values() for row in _GIVES.findall(manual(step))]
    return [pytest.param(*row, id=f"{row[0].__name__}: {row[1]}") for row in rows]


@pytest.mark.parametrize("name", STEP_TYPES)
def test_one_type_one_file_one_name(name: str) -> None:
    assert STEP_TYPES[name].__module__ == f"bot.engine.steps.{name}"
    assert (scenes.HERE / f"{name}.yaml").exists()
    assert len(scenes.load(scenes.HERE / f"{name}.yaml")["cases"]) >= 6
    assert isinstance(example(STEP_TYPES[name]), STEP_TYPES[name])


@pytest.mark.parametrize(("step", "said", "value"), played())
def test_the_manual_says_what_happens(step: type[Step], said: str, value: str) -> None:
    asking = example(step)
    assert isinstance(asking, AskingStep)
    outcome = asking.take(scenes.message(asking, {"say": said}), scenes.scene(steps=[asking]))
    assert isinstance(outcome, Taken | Stay)
    assert outcome.value == json.loads(value)


@pytest.mark.parametrize("step", [step for step in STEP_TYPES.values() if issubclass(step, AskingStep)])
def test_every_asking_step_is_played_in_its_manual(step: type[Step]) -> None:
    assert _GIVES.search(manual(step))


@pytest.mark.parametrize("path", _SOURCES, ids=lambda path: path.stem)
def test_every_text_is_there_in_both_languages(path: Any) -> None:
    for key in _SAYS.findall(path.read_text(encoding="utf-8")):
        start = key.split("{")[0]
        for language in LANGUAGES:
            assert any(
                known == key or ("{" in key and known.startswith(start))
                for known in scenes.TEXTS.tables[language]
            )


def test_both_languages_have_the_same_texts_and_fields() -> None:
    tables = [scenes.TEXTS.tables[language] for language in LANGUAGES]
    assert tables[0].keys() == tables[1].keys()
    for key in tables[0]:
        fields = [set(re.findall(r"\{(\w+)\}", str(table[key]))) - {"count"} for table in tables]
        assert fields[0] == fields[1], key


def test_every_plural_has_words_for_every_count() -> None:
    for language in LANGUAGES:
        plural = [key for key, text in scenes.TEXTS.tables[language].items() if not isinstance(text, str)]
        for key in plural:
            assert all(
                scenes.TEXTS(language, key, count=count) for count in (0, 1, 2, 3, 10, 11, 99, 100, 103)
            )
