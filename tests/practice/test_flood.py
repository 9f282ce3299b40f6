"""Rates, faults and the queue of updates."""

import asyncio

import httpx
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)

from bot.practice.telegram import NotThere, Practice, Rates
from bot.practice.telegram.limits import Flood
from bot.practice.telegram.refusals import Refused
from tests.practice.fixtures import TOKEN


def connected(practice: Practice) -> Bot:
    return Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(practice.base)))


@pytest.mark.parametrize(
    ("chats", "every", "taken"),
    [
        pytest.param([1], 0.0, 3, id="burst of one chat"),
        pytest.param([1], 1.0, 40, id="one a second"),
        pytest.param([1], 0.5, 22, id="two a second"),
        pytest.param(list(range(100)), 0.0, 30, id="all chats at once"),
        pytest.param([-5], 1.0, 20, id="group of twenty a minute"),
        pytest.param([-5], 3.0, 40, id="group at its pace"),
    ],
)
def test_rates(chats: list[int], every: float, taken: int) -> None:
    times = iter([every * index for index in range(40)])
    flood = Flood(rates=Rates(), clock=lambda: next(times))
    waits = [wait_of(flood, chats[index % len(chats)]) for index in range(40)]
    assert waits.count(0) == taken
    assert all(isinstance(wait, int) for wait in waits)


def wait_of(flood: Flood, chat: int) -> int:
    """Return 0 for a message that is taken, else the seconds that its sender is told to wait."""
    try:
        flood.take(chat, group=chat < 0)
    except Refused as refused:
        return refused.parameters["retry_after"]
    return 0


async def test_too_fast_is_refused_with_the_time_to_wait(practice: Practice) -> None:
    practice.write(7, TOKEN, "hello")
    practice.limits(Rates(chat_burst=1))
    async with connected(practice) as bot:
        await bot.send_message(7, "one")
        with pytest.raises(TelegramRetryAfter) as caught:
            await bot.send_message(7, "two")
        practice.limits(None)
        await bot.send_message(7, "three")
    assert caught.value.retry_after == 1
    assert [message["text"] for message in practice.seen(7, TOKEN)] == ["one", "three"]


async def test_faults(practice: Practice) -> None:
    practice.write(7, TOKEN, "hello")
    async with connected(practice) as bot:
        practice.fail("drop")
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(7, "lost before")
        practice.fail("drop-after")
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(7, "lost after")
        practice.fail("500", method="sendMessage")
        with pytest.raises(TelegramServerError):
            await bot.send_message(7, "bad gateway")
        practice.fail("429", seconds=5)
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(7, "storm")
    assert [message["text"] for message in practice.seen(7, TOKEN)] == ["lost after"]


async def test_updates_wait_until_they_are_confirmed(practice: Practice) -> None:
    async with connected(practice) as bot:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await asyncio.sleep(0.1)
        practice.write(7, TOKEN, "one")
        (one,) = await first
        practice.write(7, TOKEN, "two")
        assert [u.update_id - one.update_id for u in await bot.get_updates()] == [0, 1]
        (two,) = await bot.get_updates(offset=one.update_id + 1)
        assert practice.waiting(TOKEN) == 1
        assert await bot.get_updates(offset=two.update_id + 1) == []
        practice.repeat(TOKEN, last=2, backwards=True)
        assert [u.update_id - one.update_id for u in await bot.get_updates()] == [1, 0]


async def test_one_poller_at_a_time(practice: Practice) -> None:
    async with connected(practice) as bot:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await practice.until(lambda: practice.world.bot(TOKEN).poller)
        await bot.get_updates(timeout=0)
        with pytest.raises(TelegramConflictError):
            await first
        await bot.set_webhook("https://wasl.example/x")
        with pytest.raises(TelegramConflictError):
            await bot.get_updates()


async def test_group_that_becomes_a_supergroup(practice: Practice) -> None:
    practice.add_group(-20, members=(7,))
    practice.add_to_group(TOKEN, -20, by=7)
    number = practice.migrate(-20)
    async with connected(practice) as bot:
        with pytest.raises(TelegramMigrateToChat) as caught:
            await bot.send_message(-20, "old")
        await bot.send_message(number, "new")
    assert caught.value.migrate_to_chat_id == number


def test_what_is_not_there_cannot_be_played(practice: Practice) -> None:
    practice.write(7, TOKEN, "hello")
    for impossible in (
        lambda: practice.press(7, TOKEN, 1, "no such button"),
        lambda: practice.edit(7, TOKEN, 99, "x"),
        lambda: practice.say_in_group(7, -1, "x"),
    ):
        with pytest.raises(NotThere):
            impossible()


def test_players_over_http(practice: Practice) -> None:
    def act(name: str, **values: object) -> httpx.Response:
        return httpx.post(f"{practice.base}/practice/{name}", json=values)

    assert act("write", user=7, token=TOKEN, text="hello").json() == {"result": 1}
    assert act("send_file", user=7, token=TOKEN, data="aGVsbG8=", kind="document").status_code == 200
    httpx.post(f"{practice.base}/bot{TOKEN}/sendMessage", data={"chat_id": "7", "text": "hi"})
    assert [each["text"] for each in act("seen", user=7, token=TOKEN).json()["result"]] == ["hi"]
    assert act("calls", token=TOKEN).json()["result"][0]["method"] == "sendMessage"
    assert act("press", user=7, token=TOKEN, message=3, button="x").status_code == 400
    assert act("nothing").status_code == 404
