from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import make_url

from bot.ports.records import Question
from bot.ports.store import Store, Transaction
from bot.ports.store.authored import Asked, HandedOver, Pressed, Rated, Version
from bot.store.keys import KeyRing
from bot.store.opening import engine_for, open_store
from bot.store.schema import _config
from tests.store.conftest import DATABASES
from tests.store.databases import fresh_database
from tests.store.values import HERE, NOW, ORG, a_chat, later

FILE = "knowledge/common/a.yaml"
FIRST = Version(
    id=0, organisation=ORG, file=FILE, text="id: a\n", digest="1" * 64, actor="amal", why="new", note=None,
    batch="b1", at=NOW,
)  # fmt: skip


async def kept(store: Store, version: Version) -> Version:
    number = await store.write(lambda tx: tx.authored.add(version))
    return replace(version, id=number)


async def test_versions_come_back_as_they_were_newest_first(store: Store) -> None:
    first = await kept(store, FIRST)
    second = await kept(
        store, replace(FIRST, text=None, digest="", note={"ar": "حذف", "en": "Gone"}, batch="b2")
    )
    other = await kept(store, replace(FIRST, file="flows/b.yaml"))
    foreign = await kept(store, replace(FIRST, organisation="basma"))
    assert await store.write(lambda tx: tx.authored.of_file(ORG, FILE)) == [second, first]
    assert await store.write(lambda tx: tx.authored.newest(ORG, limit=2)) == [other, second]
    assert await store.write(lambda tx: tx.authored.noted(ORG)) == [second]
    assert await store.write(lambda tx: tx.authored.get(ORG, first.id)) == first
    assert await store.write(lambda tx: tx.authored.get(ORG, foreign.id)) is None


async def test_what_people_asked_pressed_rated_and_who_was_brought_in(store: Store) -> None:
    chat = await a_chat(store)
    question = Question(
        organisation=ORG, conversation=chat, inbound="i", text="متى", decision="offer", topic=None,
        offers=("review-time",), language="ar", at=NOW,
    )  # fmt: skip

    def work(tx: Transaction) -> None:
        tx.people.keep_question(question)
        tx.people.keep_question(replace(question, at=NOW - timedelta(days=3)))
        for choice in ("topic:review-time", "menu"):
            tx.transcript.add(
                ORG, chat, direction="in", text="A label", at=later(1), trace={"choice": choice}
            )
        tx.transcript.add(ORG, chat, direction="in", text="topic:sms", at=later(1))  # typed, not pressed
        tx.transcript.add(ORG, chat, direction="in", text="⭐", at=later(1), trace={"asked": "topic:sms"})
        tx.people.keep_rating(ORG, chat, stars=4, reason="", at=later(2))
        tx.handoffs.begin(ORG, chat, reason="asked", priority="normal", note="", now=later(3))

    await store.write(work)
    usage = store.read.usage
    press = Pressed(conversation=chat, topic="review-time", at=later(1))
    handed = HandedOver(conversation=chat, reason="asked", at=later(3))
    assert await usage.asked(ORG, since=NOW) == [Asked(question=question, channel=HERE.channel)]
    assert await usage.asked("basma", since=NOW) == []
    assert await usage.pressed(ORG, since=NOW) == [press]
    assert await usage.rated(ORG, since=NOW) == [Rated(conversation=chat, stars=4, at=later(2))]
    assert await usage.handed_over(ORG, since=NOW) == [handed]
    await store.write(lambda tx: tx.transcript.blank(ORG, chat, since=NOW, text="…"))
    assert await usage.pressed(ORG, since=NOW) == []


@pytest.mark.parametrize("kind", DATABASES)
async def test_presses_of_before_their_index_are_counted_after_the_upgrade(
    kind: str, tmp_path: Path, ring: KeyRing
) -> None:
    with fresh_database(kind, tmp_path) as url:
        store = open_store(url, ring)
        chat = await a_chat(store)

        def work(tx: Transaction) -> None:
            for trace in ({"choice": "topic:review-time"}, {"choice": "menu"}, {"asked": "topic:sms"}, None):
                tx.transcript.add(ORG, chat, direction="in", text="A label", at=NOW, trace=trace)

        await store.write(work)
        await store.close()
        engine = engine_for(make_url(url))
        with engine.begin() as connection:
            command.downgrade(_config(connection), "0055")
        engine.dispose()
        store = open_store(url, ring)
        press = Pressed(conversation=chat, topic="review-time", at=NOW)
        assert await store.read.usage.pressed(ORG, since=NOW) == [press]
        await store.close()
