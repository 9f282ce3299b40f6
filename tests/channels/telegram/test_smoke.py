"""The script for a real token, played against the fake."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.channels.telegram.smoke import Step, smoke
from bot.cli.telegram import group
from bot.practice.telegram import Practice
from tests.channels.telegram.house import OWN
from tests.channels.telegram.play import JPEG
from tests.patience import PATIENCE


async def person(practice: Practice) -> None:
    practice.write(7, OWN, "/start")
    await practice.until(lambda: len(practice.seen(7, OWN)) == 1)
    practice.press(7, OWN, practice.seen(7, OWN)[0]["message_id"], "yes")
    await practice.until(lambda: len(practice.seen(7, OWN)) == 2)
    practice.send_file(7, OWN, JPEG, kind="photo")
    await practice.until(lambda: len(practice.seen(7, OWN)) == 3)
    practice.send_contact(7, OWN, "966501234567")


async def walked(practice: Practice, lines: list[str]) -> tuple[Step, ...]:
    return await smoke(OWN, say=lines.append, base=practice.base, patience=PATIENCE)


async def test_the_whole_walk(practice: Practice) -> None:
    lines: list[str] = []
    steps, _ = await asyncio.gather(walked(practice, lines), person(practice))
    assert [step.name for step in steps if not step.good] == []
    assert len(steps) == 9
    assert any("t.me/wasl_practice_bot" in line for line in lines)


async def test_what_is_wrong_is_said(practice: Practice) -> None:
    practice.add_bot("444:other")
    bad = await smoke("555:unknown", say=lambda _: None, base=practice.base, patience=1)
    assert [(step.name, step.good) for step in bad] == [("token", False)]
    assert "unknown" not in bad[0].saw.replace("Unauthorized", "")
    silent = await smoke("444:other", say=lambda _: None, base=practice.base, patience=1)
    assert [step.good for step in silent] == [True, True, True, False]


def test_the_main_job_with_nobody_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With people it is walked through in tests/acceptance/test_whole.py."""
    monkeypatch.setenv("WASL_DATA", str(tmp_path))
    done = CliRunner().invoke(group, ["smoke", "--whole", "--patience", "0.1"])
    assert (done.exit_code, json.loads(done.stdout)["good"]) == (1, False)
    assert done.stderr.startswith("→ الشخص / the person: ")


def test_without_a_token_the_command_says_what_it_wants() -> None:
    done = CliRunner().invoke(group, ["smoke"])
    assert (done.exit_code, "--whole" in done.stderr) == (2, True)
