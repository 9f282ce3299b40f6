"""Conversations over real HTTP: fake, channel, inbox, worker, engine, SQLite, outbox."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.telegram.accounts import Account
from bot.engine.content import Content
from bot.practice.telegram import Practice
from tests.channels.telegram.house import AOUN, MIRAS, OWN, SHARED, living
from tests.channels.telegram.play import Player
from tests.worker.world import content

CASES = yaml.safe_load((Path(__file__).parent / "conversations.yaml").read_text(encoding="utf-8"))


def offering(case: dict[str, Any]) -> Callable[[str], Content]:
    """Return the content, with the menu of a case if it has any."""
    return lambda each: replace(content(each), menu=tuple(case["menu"])) if "menu" in case else content(each)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
async def test_conversation(case: dict[str, Any], tmp_path: Path, practice: Practice) -> None:
    token = SHARED if case.get("shared") else OWN
    served = (AOUN, MIRAS) if case.get("shared") else (AOUN,)
    practice.add_user(7, language=case.get("language", "ar"))
    accounts = (Account(token=token, organisations=served),)
    async with living(tmp_path, practice, accounts, contents=offering(case)) as house:
        await Player(house, token).play(case["steps"])
