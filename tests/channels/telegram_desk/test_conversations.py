"""Whole desk conversations, person and staff in one file, over real HTTP against the strict fake."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.telegram_desk.pace import WINDOW, Pace
from bot.content.hours import hours_of
from bot.content.shapes import HoursShape
from bot.engine.content import Content
from bot.practice.telegram import Practice
from tests.channels.telegram_desk.office import office
from tests.channels.telegram_desk.play import Player
from tests.worker.world import content

HERE = Path(__file__).parent / "conversations"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(HERE.glob("*.yaml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
]


def opening(case: dict[str, Any]) -> Callable[[str], Content]:
    """Return the content, with the working hours of a case if it has any."""
    hours = hours_of(HoursShape.model_validate(case["opening"])) if "opening" in case else None
    return lambda organisation: replace(content(organisation), hours=hours)


@pytest.mark.parametrize("case", CASES)
async def test_conversation(case: dict[str, Any], tmp_path: Path, practice: Practice) -> None:
    window = float(case["window"]) if "window" in case else WINDOW
    mode, branches = case.get("mode", "mirror"), case.get("branches", "notify")
    async with office(
        tmp_path,
        practice,
        contents=opening(case),
        now=datetime.fromisoformat(case["now"]) if "now" in case else None,
        mode=mode,
        branches=branches,
        branch_group=case.get("branch_group"),
        pace=lambda: Pace(window=window),
    ) as made:
        player = Player(made)
        await player.begin(case)
        await player.play(case["steps"])
