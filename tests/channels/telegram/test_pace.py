"""Spacing, what errors mean, and whose bot is whose."""

import asyncio

import pytest
from aiogram import exceptions
from aiogram.methods import GetMe

from bot.channels.telegram import commands
from bot.channels.telegram.accounts import Account, BadTokenError, accounts
from bot.channels.telegram.failing import send_error
from bot.channels.telegram.pace import BURST, OVERALL, Pace
from bot.ports.channel import Blocked, Later, Rejected, SendError, Unreachable
from tests.worker.world import content


class Time:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_all_chats_share_thirty_a_second() -> None:
    loop = asyncio.get_running_loop()
    pace = Pace(clock=loop.time)
    begun = loop.time()
    await asyncio.gather(*(pace.turn(chat) for chat in range(30)))
    assert 29 / OVERALL <= loop.time() - begun < 29 / OVERALL + 0.5


async def test_one_chat_has_to_wait_after_its_burst() -> None:
    time = Time()
    pace = Pace(clock=time, overall=1e9)
    for _ in range(BURST):
        await pace.turn(7)
    with pytest.raises(Later) as caught:
        await pace.turn(7)
    assert 0.9 < caught.value.seconds < 1.2
    await pace.turn(8)
    time.now += 1.1
    await pace.turn(7)


async def test_what_telegram_asks_for_is_obeyed() -> None:
    time = Time()
    pace = Pace(clock=time, overall=1e9)
    pace.refused(7, 10)
    with pytest.raises(Later) as caught:
        await pace.turn(7)
    assert caught.value.seconds == pytest.approx(10)
    time.now += 10.5
    await pace.turn(7)


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (exceptions.TelegramRetryAfter(GetMe(), "slow", 7), Later),
        (exceptions.TelegramForbiddenError(GetMe(), "Forbidden: bot was blocked by the user"), Blocked),
        (exceptions.TelegramBadRequest(GetMe(), "Bad Request: chat not found"), Blocked),
        (exceptions.TelegramBadRequest(GetMe(), "Bad Request: message is too long"), Rejected),
        (exceptions.TelegramMigrateToChat(GetMe(), "moved", 5), Rejected),
        (exceptions.TelegramEntityTooLarge(GetMe(), "large"), Rejected),
        (exceptions.TelegramNetworkError(GetMe(), "bot111:secret unreachable"), Unreachable),
        (exceptions.TelegramServerError(GetMe(), "Bad Gateway"), Unreachable),
        (exceptions.TelegramUnauthorizedError(GetMe(), "Unauthorized"), Unreachable),
    ],
)
def test_errors(error: exceptions.AiogramError, means: type[SendError]) -> None:
    found = send_error(error)
    assert type(found) is means
    assert "secret" not in str(found)


def test_accounts() -> None:
    found = accounts({"miras": "2:abc"}, "1:abc", ("aoun", "miras", "banan"))
    assert [(account.id, account.organisations) for account in found] == [
        (2, ("miras",)),
        (1, ("aoun", "banan")),
    ]
    assert "abc" not in repr(found)
    assert accounts({}, None, ("aoun",)) == ()


@pytest.mark.parametrize(
    ("own", "shared"),
    [({"nobody": "1:abc"}, None), ({"aoun": "no token"}, None), ({"aoun": "1:abc"}, "1:abc"), ({}, "x")],
)
def test_bad_tokens(own: dict[str, str], shared: str | None) -> None:
    with pytest.raises(BadTokenError) as caught:
        accounts(own, shared, ("aoun", "miras"))
    assert "abc" not in str(caught.value)


def test_commands_of_both_languages() -> None:
    for language in ("ar", "en"):
        names = [name for name, _ in commands.listed(content(), language, shared=False)]
        assert names[:3] == ["menu", "complaint", "review_time"]
        assert all(commands.choice_of(name, content()) for name in names)
    assert commands.listed(content(), "ar", shared=True)[1][0] == commands.CHANGE
    assert commands.read_command("/start@bot aoun x") == ("start", "aoun x")
    assert commands.read_command("/قائمة") is None
    assert commands.read_command("/") is None
    assert commands.choice_of("nothing", content()) is None
    assert Account(token="5:abc", organisations=()).id == 5
