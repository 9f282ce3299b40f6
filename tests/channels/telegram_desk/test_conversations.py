"""Whole desk conversations, person and staff in one file, over real HTTP against the strict fake."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.telegram_desk.pace import WINDOW, Pace
from bot.practice.telegram import Practice
from tests.channels.telegram_desk.office import office
from tests.channels.telegram_desk.play import Player

HERE = Path(__file__).parent / "conversations"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(HERE.glob("*.yaml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
]


@pytest.mark.parametrize("case", CASES)
async def test_conversation(case: dict[str, Any], tmp_path: Path, practice: Practice) -> None:
    window = float(case["window"]) if "window" in case else WINDOW
    mode = case.get("mode", "mirror")
    async with office(tmp_path, practice, mode=mode, pace=lambda: Pace(window=window)) as made:
        player = Player(made)
        await player.begin(case)
        await player.play(case["steps"])
