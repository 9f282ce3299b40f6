"""What docs/telegram.md says that a newcomer may see is what the program prints, and the reverse."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.accounts import Account, BadTokenError, configured
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.secret import BadSecretError, checked
from bot.channels.telegram.wire import Wire
from bot.cli.links import tell_without_links
from bot.messages import Inbound
from bot.practice.telegram import Practice
from bot.practice.telegram.world import Webhook
from bot.settings import Settings
from tests.channels.documented import promised, unkept
from tests.channels.telegram.house import AOUN, OWN, living

ORGANISATIONS = ("aoun", "miras")
SETTINGS: tuple[Mapping[str, str], ...] = (
    {"WASL_TELEGRAM_TOKEN_AOUN": "hello"},
    {"WASL_TELEGRAM_DESK_TOKEN": "hello"},
    {"WASL_TELEGRAM_TOKEN_NOBODY": OWN},
    {"WASL_TELEGRAM_TOKEN_AOUN": OWN, "WASL_TELEGRAM_TOKEN_MIRAS": OWN},
    {"WASL_TELEGRAM_TOKEN_AOUN": OWN, "WASL_TELEGRAM_WEBHOOK_SECRET": "a-secret-of-this-test"},
    {"WASL_TELEGRAM_WEBHOOK_SECRET": "short", "WASL_PUBLIC_URL": "https://chat.example.org"},
)


async def test_every_promised_message_is_printed_and_every_printed_one_promised(
    tmp_path: Path,
    practice: Practice,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = [_refused(given, monkeypatch) for given in SETTINGS]
    tell_without_links({"aoun": "required"}, Settings())
    printed.append(capsys.readouterr().err)
    printed.append(await _polled(practice, "999:unknown"))
    practice.add_bot("444:hooked")
    practice.world.bots["444:hooked"].webhook = Webhook(url="https://elsewhere.example.org/")
    printed.append(await _polled(practice, "444:hooked"))
    practice.add_bot("555:twice")
    printed.append(await _polled(practice, "555:twice", meanwhile="555:twice"))
    printed += await _untaken_and_rejected(tmp_path, practice)
    missing, unknown = unkept(promised("telegram.md", "Failure messages"), printed)
    assert (missing, unknown) == ([], [])


def _refused(given: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        with pytest.raises((BadTokenError, BadSecretError)) as error:
            _read(Settings())
    return str(error.value)


def _read(settings: Settings) -> None:
    """Read the settings as `wasl serve` does."""
    configured(settings, ORGANISATIONS)
    checked(settings)


async def _polled(practice: Practice, token: str, *, meanwhile: str = "") -> str:
    """Return what the log says of a bot that cannot poll; `meanwhile` another one polls with its token."""

    async def take(_: object) -> None:
        raise AssertionError("nothing was written to it")

    wires = [
        Wire(account=Account(token=each, organisations=(AOUN,)), base=practice.base)
        for each in (token, meanwhile)
        if each
    ]
    with capture_logs() as logs:
        tasks = [asyncio.create_task(Poller(wire=wire, take=take, silence=5).run()) for wire in wires]
        await practice.until(lambda: any(line["event"] == "polling" for line in logs))
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for wire in wires:
            await wire.close()
    return next(str(line["error"]) for line in logs if line["event"] == "polling")


async def _untaken_and_rejected(folder: Path, practice: Practice) -> list[str]:
    """Return what stands in the log, and among the dead letters, if the disk is full and Telegram says no."""
    async with living(folder, practice) as house:
        taken, failures = house.worker.accept, [OSError("disk full")]

        async def failing(inbound: Inbound) -> bool:
            if failures:
                raise failures.pop()
            return await taken(inbound)

        await practice.until(lambda: house.channel.intakes)
        house.channel.intakes[111].arrivals.accept = failing
        practice.fail("400", method="sendMessage")
        with capture_logs() as logs:
            practice.write(7, OWN, "مرحبا")
            await house.quiet()
        dead = await house.store.read.dead_letters([AOUN])
        return [
            *(line["event"] for line in logs if line["event"] == "arrival not taken"),
            *(one.error or "" for one in dead),
        ]
