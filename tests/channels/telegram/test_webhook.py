"""Updates posted by Telegram: the secret, retries, and the commands that set them up."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from pydantic import SecretStr

from bot.channels.telegram.accounts import Account
from bot.channels.telegram.secret import BadSecretError, same, secret_of
from bot.channels.telegram.webhook import (
    HEADER,
    Refusals,
    router,
    webhook_remove,
    webhook_set,
    webhook_verify,
)
from bot.cli.telegram import _hook
from bot.pages.routes import serve
from bot.practice.telegram import Practice
from bot.practice.telegram.running import bound
from bot.settings import Settings
from tests.channels.telegram.house import AOUN, OWN, House, living, texts

SECRET = "a-secret-of-this-test"
ACCOUNT = Account(token=OWN, organisations=(AOUN,))


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    with bound("127.0.0.1", 0) as one:
        yield one


def address(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


async def test_a_conversation_by_webhook(
    tmp_path: Path, practice: Practice, listening: socket.socket
) -> None:
    public = address(listening)
    async with living(tmp_path, practice, webhook=True) as house:
        refusals = Refusals(CollectorRegistry())
        server = served(house, refusals)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        hook = await webhook_set(ACCOUNT, public, SECRET, base=practice.base)
        assert hook.good
        practice.write(7, OWN, "متى يصلني الرد؟")
        await house.quiet()
        assert "أسبوعين" in texts(practice.seen(7, OWN))[-1]
        before = len(practice.seen(7, OWN))
        practice.repeat(OWN, last=1)
        await house.quiet()
        assert len(practice.seen(7, OWN)) == before
        await refused(public, refusals, practice)
        server.should_exit = True
        await task


def served(house: House, refusals: Refusals) -> uvicorn.Server:
    application = FastAPI()
    serve(application, router(house.channel, SECRET, refusals))
    return uvicorn.Server(uvicorn.Config(application, log_config=None, lifespan="off"))


async def refused(public: str, refusals: Refusals, practice: Practice) -> None:
    async with httpx.AsyncClient() as client:
        url = f"{public}/telegram/111"
        body = {"update_id": 5, "message": {"text": "x"}}
        for headers in ({}, {HEADER: "wrong"}, {HEADER: secret_of(SECRET, 222)}):
            assert (await client.post(url, json=body, headers=headers)).status_code == 403
        right = {HEADER: secret_of(SECRET, 111)}
        assert (await client.post(url, content=b"no JSON", headers=right)).status_code == 200
        other = {HEADER: secret_of(SECRET, 999)}
        assert (await client.post(f"{public}/telegram/999", json=body, headers=other)).status_code == 503
    assert refusals.count == 3
    assert len(practice.seen(7, OWN)) == 3


async def test_set_verify_remove(practice: Practice) -> None:
    public = "https://wasl.example"
    nowhere = await webhook_verify(ACCOUNT, public, base=practice.base)
    assert not nowhere.good
    hook = await webhook_set(ACCOUNT, public, SECRET, base=practice.base)
    assert (hook.url, hook.good) == ("https://wasl.example/telegram/111", True)
    assert (await webhook_verify(ACCOUNT, public, base=practice.base)).good
    practice.write(7, OWN, "x")
    await practice.until(lambda: _broken(practice))
    broken = await webhook_verify(ACCOUNT, public, base=practice.base)
    assert (broken.good, broken.pending, bool(broken.error)) == (False, 1, True)
    removed = await webhook_remove(ACCOUNT, base=practice.base)
    assert (removed.url, removed.good, removed.pending) == ("", True, 1)


def _broken(practice: Practice) -> bool:
    hook = practice.world.bot(OWN).webhook
    return hook is not None and hook.last_error is not None


@pytest.mark.parametrize("secret", ["short", "with a space in the middle", "عربي" * 8])
def test_a_secret_that_telegram_does_not_take(secret: str, house: House) -> None:
    with pytest.raises(BadSecretError, match="WASL_TELEGRAM_WEBHOOK_SECRET"):
        router(house.channel, secret, Refusals(CollectorRegistry()))


def test_secrets_are_compared_whole() -> None:
    assert same("abc", "abc")
    assert not same("ab", "abc")
    assert not same("", "abc")
    assert not same("عربي", "abc")
    assert secret_of(SECRET, 1) != secret_of(SECRET, 2)


@pytest.mark.parametrize("action", ["set", "verify", "remove"])
def test_the_command_says_what_telegram_refused(
    action: str, practice: Practice, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(
        telegram_api=practice.base,
        public_url="https://wasl.example",
        telegram_webhook_secret=SecretStr(SECRET),
    )
    assert _hook(action, Account(token="999:unknown", organisations=(AOUN,)), settings) is None
    assert capsys.readouterr().err.strip().startswith("Bot 999: the token is not valid")
