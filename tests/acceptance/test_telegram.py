"""The product's own process serves Telegram: both libraries talk to the strict fake over real HTTP."""

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


def test_a_person_on_telegram_is_answered(library: Library, tmp_path: Path) -> None:
    assert library.contents
    with started(any_token=True) as practice:
        more = {"WASL_TELEGRAM_TOKEN_AOUN": TOKEN, "WASL_TELEGRAM_API": practice.base}
        with product(tmp_path / "data", models=usual_folder(), more=more):
            practice.write(PERSON, TOKEN, "كم تاخذ دراسة الطلب عندكم")
            assert "أسبوعين" in heard(practice, "أسبوعين")


def heard(practice: Practice, words: str) -> str:
    """Return all that the person has been told, as soon as the words are in it."""
    end, told = monotonic() + PATIENCE, ""
    while monotonic() < end and words not in told:
        told = "\n".join(str(message.get("text", "")) for message in practice.seen(PERSON, TOKEN))
        sleep(0.2)
    return told
