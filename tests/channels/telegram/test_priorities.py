"""A reply to a person goes before an outreach: from the outbox to Telegram, at Telegram's own pace."""

import asyncio
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import pytest
import yaml

from bot.channels.telegram.pace import telegrams_pace
from bot.messages import Address
from bot.ports.store import Transaction
from bot.practice.telegram import Practice, Rates
from bot.worker.outgoing import NOTICE, REPLY, URGENT
from bot.worker.sender import AT_ONCE
from tests.channels.telegram.house import AOUN, OWN, House, living
from tests.store.values import open_chat, send

CASES = yaml.load((Path(__file__).parent / "priorities.yaml").read_text(encoding="utf-8"), yaml.CBaseLoader)
KINDS = {"urgent": URGENT, "reply": REPLY, "notice": NOTICE, "outreach": 9}


def queue(tx: Transaction, practice: Practice, queued: list[dict[str, str]]) -> None:
    users = count(100)
    for kind, times in ((kind, int(times)) for each in queued for kind, times in each.items()):
        for user in (next(users) for _ in range(times)):
            practice.world.private(practice.world.bot(OWN), practice.world.user(user))  # they wrote once
            to = Address(organisation=AOUN, channel="telegram", user=str(user))
            send(tx, open_chat(tx, to), kind, to=to, priority=KINDS[kind])
    tx.announce("outbox")


def sent(practice: Practice) -> list[str]:
    """Return the texts in the order of the calls, without the marks that keep directions apart."""
    calls = practice.calls(OWN, "sendMessage")
    return [str(call.parameters["text"]).strip("\u2066\u2067\u2069") for call in calls]


def in_order(said: list[str]) -> list[str]:
    """Return the kinds by where they stand: neighbours may overtake each other on their connections."""
    return sorted(set(said), key=lambda kind: median(n for n, text in enumerate(said) if text == kind))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
async def test_order(case: dict[str, Any], tmp_path: Path, practice: Practice) -> None:
    practice.limits(Rates())
    async with living(tmp_path, practice, pace=telegrams_pace) as house:
        await house.store.write(lambda tx: queue(tx, practice, case["queued"]))
        await house.quiet()
        assert in_order(sent(practice)) == case["order"]
        assert len(sent(practice)) == sum(int(n) for each in case["queued"] for n in each.values())


async def test_a_reply_overtakes_an_outreach_that_is_under_way(tmp_path: Path, practice: Practice) -> None:
    practice.limits(Rates())
    async with living(tmp_path, practice, pace=telegrams_pace) as house:
        await house.store.write(lambda tx: queue(tx, practice, [{"outreach": "90"}]))
        await practice.until(lambda: len(sent(practice)) >= 5)
        before = await write(house)
        said = sent(practice)
        answer = next(place for place, text in enumerate(said) if "أسبوعين" in text)
        others = said[before:answer].count("outreach")
        assert others <= 3 * AT_ONCE  # what was on its way already, for each of the answer's three messages
        assert said[answer:].count("outreach") >= 10
        assert said.count("outreach") == 90


async def write(house: House) -> int:
    """Let a person ask; return how much had gone out when the answer was queued, once all is through."""
    house.practice.write(7, OWN, "متى يصلني الرد؟")
    async with asyncio.timeout(60):
        while not await answered(house):
            await house.practice.world.changed(0.02)
    before = len(sent(house.practice))
    await house.quiet()
    return before


async def answered(house: House) -> bool:
    chat = await house.store.read.by_address(Address(organisation=AOUN, channel="telegram", user="7"))
    lines = await house.store.read.lines(AOUN, chat.id) if chat is not None else ()
    return any(line.direction == "out" for line in lines)
