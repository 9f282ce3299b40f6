"""Whole conversations as data: each YAML file is a list, played against the engine and real content."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import Library
from bot.content.hours import hours_of, with_hours
from bot.content.shapes import HoursShape
from tests.conversations.acts import ACTS
from tests.conversations.world import World

# one worker of pytest-xdist plays them all: the content is fitted once
pytestmark = [pytest.mark.timeout(600)]
HERE = Path(__file__).parent


def conversations() -> Iterator[Any]:
    for file in sorted(HERE.glob("*.yaml")):
        for each in yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader):
            yield pytest.param(each, id=f"{file.stem}: {each['title']}")


@pytest.mark.parametrize("conversation", [*conversations()])
def test_conversation(conversation: Mapping[str, Any], library: Library) -> None:
    content = library.contents[conversation["org"]]
    if "opening" in conversation:
        hours = hours_of(HoursShape.model_validate(conversation["opening"]))
        content = with_hours(content, hours, answers=True)
    world = World(content=content, channel=conversation.get("channel", "web"))
    world.now = datetime.fromisoformat(conversation.get("now", world.now.isoformat()))
    for number, step in enumerate(conversation["turns"], start=1):
        ((act, what),) = step.items()
        try:
            ACTS[act](world, what)
        except AssertionError as error:
            said = "\n".join(f"{m.text}  {[b.id for b in m.buttons]}" for m in world.said)
            raise AssertionError(f"turn {number} {step}: {error}\nthe bot said:\n{said}") from error


def test_there_are_enough_of_them() -> None:
    """Forty at least, of every organisation, and a fair share in both languages."""
    all_ = [case.values[0] for case in conversations()]
    assert len(all_) >= 40
    assert {each["org"] for each in all_} == {"aoun", "banan", "khuzam", "livelaw", "miras"}
    in_english = [each for each in all_ if any(_is_english(turn.get("say", "")) for turn in each["turns"])]
    assert min(len(in_english), len(all_) - len(in_english)) >= 20


def _is_english(said: str) -> bool:
    """Tell whether somebody writes in Latin letters: English, or Arabic in them."""
    return said.isascii() and any(letter.isalpha() for letter in said)
