"""News of a case counts as seen once the page, its history or its stream has shown it, and not before."""

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.channels.web.rendering import Drawing
from bot.channels.web.router import assets
from bot.channels.web.stream import Stream
from bot.channels.web.visits import Visit
from bot.ports.records import Conversation
from bot.ports.store import Transaction
from tests.channels.web.house import House
from tests.channels.web.test_page import write
from tests.store.values import a_case, saying

ORG = "aoun"


async def news(home: House, chat: Conversation) -> list[int]:
    """Bring news of a case into a chat; return its line, as it stands unseen."""

    def work(tx: Transaction) -> None:
        now = home.needs.now()
        case = a_case(1, chat.id)
        tx.cases.open(case)
        notice = tx.notices.add(
            ORG, case.id, conversation=chat.id, step="register", fields={}, status="waiting", urgent=False,
            now=now,
        )  # fmt: skip
        line = tx.transcript.add(
            ORG,
            chat.id,
            direction="out",
            text="لديك خبر",
            at=now,
            message=saying("لديك خبر"),
            delivery="sent",
        )
        tx.notices.queued(ORG, notice, line=line, unseen_until=now)

    await home.store.write(work)
    return await unseen(home, chat)


async def unseen(home: House, chat: Conversation) -> list[int]:
    lines = await home.store.read.lines(ORG, chat.id)
    return list(await home.store.read.unseen_notices(ORG, [line.id for line in lines]))


async def a_chat(home: House, visitor: httpx.AsyncClient) -> Conversation:
    await write(visitor, "مرحبا")
    [chat] = await home.store.read.recent([ORG])
    return chat


@pytest.mark.parametrize("address", ["/aoun", "/aoun/api/history"])
async def test_a_page_that_draws_it_shows_it(home: House, visitor: httpx.AsyncClient, address: str) -> None:
    chat = await a_chat(home, visitor)
    since = (await visitor.get("/aoun")).text.split("since=")[1].split('"')[0]
    assert len(await news(home, chat)) == 1
    await visitor.get("/banan")
    assert len(await unseen(home, chat)) == 1
    await visitor.get(f"{address}?since={since}")
    assert await unseen(home, chat) == []


async def test_on_a_page_of_a_new_visit_older_news_are_not_drawn_and_not_seen(
    home: House, visitor: httpx.AsyncClient
) -> None:
    chat = await a_chat(home, visitor)
    assert len(await news(home, chat)) == 1
    await visitor.get("/aoun")
    assert len(await unseen(home, chat)) == 1


async def test_a_stream_that_brings_it_shows_it(home: House, visitor: httpx.AsyncClient) -> None:
    chat = await a_chat(home, visitor)
    assert len(await news(home, chat)) == 1
    stopping = iter((False, True))
    needs = replace(home.needs, stopping=lambda: next(stopping))
    visit = Visit(
        organisation=ORG, content=needs.contents(ORG), language="ar", user="u", conversation=chat,
        since=needs.now() - timedelta(hours=1), kept=False, token="",
    )  # fmt: skip
    stream = Stream(needs, Drawing(needs, assets()), visit, chat).events(after=0, seconds=0.05)
    assert any(event.id for event in [event async for event in stream])
    assert await unseen(home, chat) == []
