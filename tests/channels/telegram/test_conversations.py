"""Conversations over real HTTP: fake, channel, inbox, worker, engine, SQLite, outbox."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.telegram.accounts import Account
from bot.practice.telegram import Practice
from tests.channels.telegram.house import AOUN, MIRAS, OWN, SHARED, living
from tests.channels.telegram.play import Player

CASES = yaml.safe_load((Path(__file__).parent / "conversations.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
async def test_conversation(case: dict[str, Any], tmp_path: Path, practice: Practice) -> None:
    token = SHARED if case.get("shared") else OWN
    served = (AOUN, MIRAS) if case.get("shared") else (AOUN,)
    practice.add_user(7, language=case.get("language", "ar"))
    async with living(tmp_path, practice, (Account(token=token, organisations=served),)) as house:
        await Player(house, token).play(case["steps"])
