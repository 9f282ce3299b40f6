"""`wasl demo cases`: the life of a case in every association, on Telegram, website and telephone."""

import json
import subprocess
import sys

import pytest

from bot.demo.cases import CHANNELS


def demo(*more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "demo", "cases", *more], capture_output=True, text=True, check=False
    )


pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(400)]


def test_every_step_is_seen_and_stands_in_the_store() -> None:
    done = demo()
    report = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, report["good"]) == (0, True), done.stderr
    steps = {step["step"] for step in report["steps"]}
    assert {f"{organisation}.rating" for organisation in CHANNELS} < steps


def test_what_telegram_refuses_is_not_seen() -> None:
    done = demo("--fail", "sendMessage")
    report = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, report["good"]) == (1, False)
    unseen = [step["step"] for step in report["steps"] if not step["seen"]]
    assert unseen[0] == "aoun.request"
