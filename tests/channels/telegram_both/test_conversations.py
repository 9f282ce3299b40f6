"""Whole conversations with both bots, person and staff in one file, over real HTTP."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.practice.telegram import Practice
from tests.channels.telegram_both.play import BothPlayer
from tests.channels.telegram_both.rooms import both

HERE = Path(__file__).parent / "conversations"
CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(HERE.glob("*.yaml"))
    for case in yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)
]


@pytest.mark.parametrize("case", CASES)
async def test_conversation(case: dict[str, Any], tmp_path: Path, practice: Practice) -> None:
    async with both(tmp_path, practice, mode=case.get("mode", "mirror")) as made:
        player = BothPlayer(made)
        await player.begin(case)
        async with player.open_pages:
            await player.play(case["steps"])
