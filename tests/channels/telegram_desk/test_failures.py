"""What docs/telegram-desk.md says that a newcomer may see is what the program prints, and the reverse."""

import asyncio
from collections.abc import AsyncIterator, Mapping, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer
from structlog.testing import capture_logs
from telegram import Bot

from bot.channels.telegram.accounts import BadTokenError, configured
from bot.channels.telegram_desk.desk import TelegramDesk
from bot.channels.telegram_desk.fitness import faults
from bot.channels.telegram_desk.places import BadPlaceError, places
from bot.channels.telegram_desk.platform import Group
from bot.cli.knowledge import settings
from bot.connections import kept
from bot.practice.telegram import Practice
from bot.settings import Settings
from tests.channels.documented import promised, unkept
from tests.channels.telegram_desk.office import GROUP, SARA, TOKEN, make_desk, office
from tests.worker.world import make_world

MANAGING = "can_manage_topics"
SETTINGS: tuple[Mapping[str, str], ...] = (
    {"WASL_TELEGRAM_DESK_TOKEN": "hello"},
    {"WASL_TELEGRAM_DESK_GROUP_NOBODY": str(GROUP)},
    {"WASL_TELEGRAM_DESK_GROUP_AOUN": "@our_staff"},
    {"WASL_TELEGRAM_DESK_GROUP_AOUN": "1000000000001"},
    {"WASL_TELEGRAM_DESK_GROUP_AOUN": str(GROUP), "WASL_TELEGRAM_DESK_GROUP_AOUN__": "-1"},
    {"WASL_TELEGRAM_DESK_GROUP_AOUN": str(GROUP), "WASL_TELEGRAM_DESK_GROUP_AOUN__ABHA": str(GROUP)},
    {"WASL_TELEGRAM_DESK_GROUP_AOUN__ABHA": str(GROUP)},
    {"WASL_TELEGRAM_DESK_GROUP_AOUN": str(GROUP), "WASL_TELEGRAM_DESK_MODE_AOUN__ABHA": "mirror"},
    {"WASL_TELEGRAM_DESK_GROUP_AOUN": str(GROUP), "WASL_TELEGRAM_DESK_BRANCHES_AOUN__ABHA": "mirror"},
)


async def test_every_promised_message_is_printed_and_every_printed_one_promised(
    tmp_path_factory: pytest.TempPathFactory,
    practice: Practice,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    printed = [_refused(given, monkeypatch) for given in SETTINGS]
    folders = tmp_path_factory.mktemp
    with monkeypatch.context() as patch:
        patch.setenv("WASL_TELEGRAM_DESK_MODE_AOUN", "both")
        with pytest.raises(typer.Exit):
            settings()
    printed.append(capsys.readouterr().err)
    printed += await _groups(practice)
    printed += await _started(folders("without"), practice, placed=False)
    printed += await _started(folders("branch"), practice, branch_group="notify")
    printed += await _ended(folders("unknown"), practice)
    printed += await _put_out(folders("out"), practice)
    missing, unknown = unkept(promised("telegram-desk.md", "When something does not work"), printed)
    assert (missing, unknown) == ([], [])


def _refused(given: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        read = Settings()
        with pytest.raises((BadTokenError, BadPlaceError)) as error:
            _read(read)
    return str(error.value)


def _read(read: Settings) -> None:
    """Read the settings as `wasl serve` does."""
    configured(read, ("aoun",))
    branches = read.telegram_desk_branches
    places(read.telegram_desk_groups, read.telegram_desk_modes, ("aoun",), branches=branches)


async def _groups(practice: Practice) -> list[str]:
    """Return what is said of groups in which something is missing, and of one in which nothing is."""
    practice.add_bot(TOKEN)
    found: list[str] = []
    plain, forum, good = -1001, -1002, -1003
    practice.add_group(plain, title="Plain", members=(SARA,))
    practice.add_group(forum, title="Forum", forum=True, members=(SARA,))
    practice.add_group(good, title="Good", forum=True, members=(SARA,))
    practice.add_to_group(TOKEN, good, by=SARA, rights=(MANAGING, "can_delete_messages"))
    async with Bot(TOKEN, base_url=f"{practice.base}/bot") as bot:
        assert await faults(bot, good) == ()
        found += await faults(bot, forum)
        with capture_logs() as logs:
            Group(bot=bot, id=plain).moved(forum)
        found += [str(line["event"]) for line in logs]
        practice.add_to_group(TOKEN, plain, by=SARA, rights=None)
        found += await faults(bot, plain)
        practice.add_to_group(TOKEN, forum, by=SARA, rights=("can_pin_messages",))
        found += await faults(bot, forum)
    return found


async def _started(folder: Path, practice: Practice, **given: Any) -> list[str]:
    """Return the warnings of a desk that starts."""
    with capture_logs() as logs:
        async with office(folder, practice, **given):
            await practice.until(lambda: practice.calls(TOKEN, "getUpdates"))
    return [line["event"] for line in logs if line["log_level"] == "warning"]


async def _ended(folder: Path, practice: Practice) -> list[str]:
    """Return why a desk with an unknown token ended, and one of two with the same token."""
    world = make_world(folder)
    desk = make_desk(world, practice, "mirror", [])
    unknown = TelegramDesk(needs=replace(desk.needs, token="999:unknown"))
    others = [TelegramDesk(needs=desk.needs) for _ in range(2)]
    found = [await _end_of(practice, unknown), await _end_of(practice, *others)]
    await world.store.close()
    return found


async def _end_of(practice: Practice, *desks: TelegramDesk) -> str:
    with capture_logs() as logs:
        async with _running(*desks):
            await practice.until(lambda: bool(_of(logs, "telegram desk ended")))
    return str(_of(logs, "telegram desk ended")[0]["error"])


@asynccontextmanager
async def _running(*desks: TelegramDesk) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(kept(desk)) for desk in desks]
    try:
        yield
    finally:
        for desk, task in zip(desks, tasks, strict=True):
            await desk.stop()
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _put_out(folder: Path, practice: Practice) -> list[str]:
    """Return what the log says of a desk that was put out of its group."""
    async with office(folder, practice) as made:
        await made.hand_over()
        with capture_logs() as logs:
            practice.remove_from_group(TOKEN, GROUP, by=SARA)
            await made.world.hear("هل من أحد؟")
            await practice.until(lambda: bool(_of(logs, "the desk may not write in its group")))
    return sorted({str(line["event"]) for line in logs if line["log_level"] == "error"})


def _of(logs: list[MutableMapping[str, object]], event: str) -> list[MutableMapping[str, object]]:
    return [line for line in logs if line["event"] == event]
