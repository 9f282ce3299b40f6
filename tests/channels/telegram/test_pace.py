"""Spacing, what errors mean, and whose bot is whose."""

import asyncio
from collections.abc import Callable

import pytest
from aiogram import exceptions
from aiogram.methods import GetMe

from bot.channels.telegram import commands
from bot.channels.telegram.accounts import Account, BadTokenError, accounts
from bot.channels.telegram.failing import send_error
from bot.channels.telegram.pace import BURST, OVERALL, Pace
from bot.ports.channel import Blocked, Later, Rejected, SendError, Unreachable
from bot.practice.telegram import Rates
from bot.practice.telegram.limits import Flood
from tests.worker.world import content


class Time:
    """A clock that sleeping moves on."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def send(pace: Pace, chat: int, arriving: Callable[[], None] = lambda: None) -> None:
    async with pace.turn(chat):
        arriving()


async def test_all_chats_share_thirty_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time()
    left: list[float] = []

    async def wait(seconds: float) -> None:
        time.now += seconds

    monkeypatch.setattr(asyncio, "sleep", wait)
    pace = Pace(clock=time)
    for chat in range(30):
        await send(pace, chat, lambda: left.append(time.now))
    assert left == pytest.approx([100.0 + number / OVERALL for number in range(30)])


async def test_one_chat_has_to_wait_after_its_burst() -> None:
    time = Time()
    pace = Pace(clock=time, overall=1e9)
    for _ in range(BURST):
        await send(pace, 7)
    with pytest.raises(Later) as caught:
        await send(pace, 7)
    assert 0.9 < caught.value.seconds < 1.2
    await send(pace, 8)
    time.now += 1.1
    await send(pace, 7)


async def test_a_message_that_arrives_late_does_not_bring_the_next_one_too_early() -> None:
    time = Time()
    pace = Pace(clock=time, overall=1e9)
    telegram = Flood(rates=Rates(), clock=time)

    def slowly(seconds: float) -> Callable[[], None]:
        def arriving() -> None:
            time.now += seconds
            telegram.take(7, group=False)  # raises if it comes too early

        return arriving

    sent = 0
    for seconds in (0.5, 0.2, 0.0, 0.0, 0.9, 0.0, 0.0):
        while True:
            try:
                await send(pace, 7, slowly(seconds))
                break
            except Later as later:
                time.now += later.seconds
        sent += 1
    assert sent == 7


async def test_what_telegram_asks_for_is_obeyed() -> None:
    time = Time()
    pace = Pace(clock=time, overall=1e9)
    pace.refused(7, 10)
    with pytest.raises(Later) as caught:
        await send(pace, 7)
    assert caught.value.seconds == pytest.approx(10)
    time.now += 10.5
    await send(pace, 7)


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
    [dashed] = accounts({"live_law": "3:abc"}, None, ("aoun", "live-law"))
    assert dashed.organisations == ("live-law",)


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
