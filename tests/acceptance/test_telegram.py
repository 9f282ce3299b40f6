"""The product's own process serves Telegram: both libraries talk to the strict fake over real HTTP."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import httpx
import pytest

from bot.channels.telegram.webhook import HEADER
from bot.content import Library
from bot.content.cache import usual_folder
from bot.demo.product import environment
from bot.practice.telegram import Practice, started
from bot.practice.telegram.running import bound
from tests.patience import PATIENCE
from tools.product import product

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(600)]
TOKEN = "1000001:practice-aoun"
PERSON = 7
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
            assert wait(lambda: not unsent(running.data))  # what was sent is also noted
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
    assert last_words(tmp_path, {name: "no token"}).startswith(f"{name}: a token looks like")


def last_words(data: Path, more: Mapping[str, str]) -> str:
    """Return the last line of a `wasl serve` that cannot start."""
    (data / "models").symlink_to(usual_folder())
    done = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        env=environment(data) | dict(more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


def test_by_webhook_a_wrong_secret_is_refused_and_counted(library: Library, tmp_path: Path) -> None:
    assert library.contents
    data = tmp_path / "data"
    with started(any_token=True) as practice:
        public = f"http://127.0.0.1:{free_port()}"
        more = settings(practice) | {
            "WASL_PUBLIC_URL": public,
            "WASL_PORT": public.rpartition(":")[2],
            "WASL_TELEGRAM_WEBHOOK_SECRET": "a-secret-of-this-test",
        }
        with product(data, models=usual_folder(), more=more):
            assert webhook("verify", data, more) == (1, False)
            assert webhook("set", data, more) == (0, True)
            practice.write(PERSON, TOKEN, QUESTION)
            assert wait(lambda: "أسبوعين" in "\n".join(told(practice, PERSON)))
            assert webhook("verify", data, more) == (0, True)
            assert webhook("verify", data, more | {"WASL_PUBLIC_URL": "https://elsewhere.example"}) == (
                1,
                False,
            )
            assert refused_so_far(public) == 0
            for headers in ({}, {HEADER: "wrong"}):
                update = {"update_id": 5}
                answer = httpx.post(f"{public}/telegram/1000001", json=update, headers=headers)
                assert answer.status_code == 403
            assert refused_so_far(public) == 2


def free_port() -> int:
    """Return a port that nobody listens on."""
    with bound("127.0.0.1", 0) as listening:
        return int(listening.getsockname()[1])


def webhook(action: str, data: Path, more: Mapping[str, str]) -> tuple[int, bool]:
    """Run `wasl telegram webhook`; return its exit code and whether it calls the webhook good."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "telegram", "webhook", action],
        env=environment(data) | dict(more),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, json.loads(done.stdout)["good"]


def refused_so_far(address: str) -> float:
    """Read the figure where monitoring does."""
    lines = httpx.get(f"{address}/metrics").raise_for_status().text.splitlines()
    (found,) = [line for line in lines if line.startswith("wasl_telegram_webhook_refused_total ")]
    return float(found.split()[1])


@pytest.mark.parametrize(
    ("public", "said"),
    [
        ({}, "set WASL_PUBLIC_URL too"),
        ({"WASL_PUBLIC_URL": "https://chat.example.org"}, "16 to 256 of"),
    ],
)
def test_a_webhook_that_cannot_work_ends_the_start_with_one_sentence(
    library: Library, tmp_path: Path, public: dict[str, str], said: str
) -> None:
    assert library.contents
    refused = {"WASL_TELEGRAM_TOKEN_AOUN": TOKEN, "WASL_TELEGRAM_WEBHOOK_SECRET": "short", **public}
    assert f"WASL_TELEGRAM_WEBHOOK_SECRET: {said}" in last_words(tmp_path, refused)


def told(practice: Practice, user: int, token: str = TOKEN) -> list[str]:
    """Return what a person has been told."""
    return [str(message.get("text", "")) for message in practice.seen(user, token)]


def unsent(data: Path) -> int:
    """Count the messages that the product has not noted as sent."""
    address = f"file:{data / 'wasl.db'}?mode=ro"
    with closing(sqlite3.connect(address, uri=True)) as database:
        (count,) = database.execute("SELECT count(*) FROM outbox WHERE status = 'queued'").fetchone()
    return int(count)


def wait(enough: Callable[[], bool]) -> bool:
    """Wait until it is so; False if that takes too long."""
    end = monotonic() + PATIENCE
    while monotonic() < end and not enough():
        sleep(0.1)
    return enough()
