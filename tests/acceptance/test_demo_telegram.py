"""`wasl demo telegram`: the main job, played by the product's own process against the strict fake."""

import json
import subprocess
import sys

import pytest

from bot.content import Library

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(400)]


def test_every_step_is_seen_and_stands_in_the_store(library: Library) -> None:
    assert library.contents
    command = [sys.executable, "-m", "bot", "demo", "telegram"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    assert (done.returncode, report["good"]) == (0, True), done.stderr
    assert [step["step"] for step in report["steps"]] == [
        "question", "handoff", "claim", "reply", "note", "return", "close", "rating", "request",
    ]  # fmt: skip
    assert all(step["seen"] and step["stored"] for step in report["steps"])
    assert done.stderr.splitlines()[0].startswith("▶")
