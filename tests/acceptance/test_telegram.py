"""The product's own process serves Telegram: both libraries talk to the strict fake over real HTTP."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep

import pytest

from bot.content import Library
from bot.content.cache import usual_folder
from bot.practice.telegram import Practice, started
from tools.product import product

pytestmark = [pytest.mark.acceptance, pytest.mark.xdist_group("content"), pytest.mark.timeout(600)]
TOKEN = "1000001:practice-aoun"
PERSON = 7
PATIENCE = 30.0
QUESTION = "كم تاخذ دراسة الطلب عندكم"


def settings(practice: Practice) -> dict[str, str]:
    return {"WASL_TELEGRAM_TOKEN_AOUN": TOKEN, "WASL_TELEGRAM_API": practice.base}


def test_a_person_on_telegram_is_answered(library: Library, tmp_path: Path) -> None:
    assert library.contents
    with (
        started(any_token=True) as practice,
        product(tmp_path / "data", models=usual_folder(), more=settings(practice)),
    ):
        practice.write(PERSON, TOKEN, QUESTION)
        assert wait(lambda: "أسبوعين" in "\n".join(told(practice, PERSON)))


def test_killed_between_sending_and_recording(library: Library, tmp_path: Path) -> None:
    """Every update is answered; only the message that Telegram had and we had not noted comes twice."""
    assert library.contents
    others = range(1, 5)
    with started(any_token=True) as practice:
        with product(tmp_path / "data", models=usual_folder(), more=settings(practice)) as running:
            for user in others:
                practice.write(user, TOKEN, QUESTION)
            assert wait(lambda: all(len(told(practice, user)) == 3 for user in others))
            sleep(1.0)  # what was sent is also noted
            practice.fail("hang-after", method="sendMessage")
            practice.write(PERSON, TOKEN, QUESTION)
            assert wait(lambda: len(told(practice, PERSON)) == 1)
            running.process.kill()
        practice.write(8, TOKEN, QUESTION)  # while nobody is there
        with product(tmp_path / "data", models=usual_folder(), more=settings(practice)):
            assert wait(lambda: len(told(practice, PERSON)) == 4 and len(told(practice, 8)) == 3)
            sleep(1.0)  # nothing more comes
        whole = told(practice, 8)
        assert "أسبوعين" in whole[-1]
        assert told(practice, PERSON) == [whole[0], *whole]
        assert [told(practice, user) for user in others] == [whole] * len(others)


@pytest.mark.parametrize(
    "name", ["WASL_TELEGRAM_TOKEN_AOUN", "WASL_TELEGRAM_TOKEN", "WASL_TELEGRAM_DESK_TOKEN"]
)
def test_a_faulty_token_ends_the_start_with_one_sentence(library: Library, tmp_path: Path, name: str) -> None:
    assert library.contents
    (tmp_path / "models").symlink_to(usual_folder())
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        env={**os.environ, "WASL_DATA": str(tmp_path), name: "no token"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith(f"{name}: a token looks like")


def told(practice: Practice, user: int) -> list[str]:
    """Return what a person has been told."""
    return [str(message.get("text", "")) for message in practice.seen(user, TOKEN)]


def wait(enough: Callable[[], bool]) -> bool:
    """Wait until it is so; False if that takes too long."""
    end = monotonic() + PATIENCE
    while monotonic() < end and not enough():
        sleep(0.1)
    return enough()
