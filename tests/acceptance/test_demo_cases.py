"""`wasl demo cases`: the life of a case in every association, on Telegram, website and telephone."""

import json
import subprocess
import sys

import pytest

from bot.demo.cases import CHANNELS

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(400)]


def test_every_step_is_seen_and_stands_in_the_store() -> None:
    command = [sys.executable, "-m", "bot", "demo", "cases"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout.splitlines()[-1])
    assert (done.returncode, report["good"]) == (0, True), done.stderr
    steps = {step["step"] for step in report["steps"]}
    assert {f"{organisation}.survey" for organisation in CHANNELS} | {"report"} < steps
