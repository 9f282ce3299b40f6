"""A form begun on one channel is finished on another, by a code that the person asks for."""

import re

import pytest

from bot.desk import holding, resuming
from bot.engine.codec import load
from bot.messages import Address, Inbound
from bot.ports.records import Conversation, Line
from tests.worker.world import ORG, World

STEPS = ("flow:complaint", "do:agree", "pick:about:delay")


async def say(
    world: World, channel: str, text: str = "", choice: str | None = None, user: str = "u1"
) -> None:
    world.count += 1
    inbound = Inbound(
        id=f"in{world.count}", external_id=f"x{world.count}", received_at=world.clock(), text=text,
        address=Address(organisation=ORG, channel=channel, user=user), choice=choice,
    )  # fmt: skip
    await world.worker.accept(inbound)
    await world.worker.lanes.drained()


async def chat(world: World, channel: str, user: str = "u1") -> Conversation:
    found = await world.store.read.by_address(Address(organisation=ORG, channel=channel, user=user))
    assert found is not None
    return found


async def lines(world: World, channel: str, user: str = "u1") -> list[Line]:
    return list(await world.store.read.lines(ORG, (await chat(world, channel, user)).id))


async def begun(world: World, channel: str) -> str:
    """Begin a complaint, and return the code to go on elsewhere."""
    for choice in STEPS:
        await say(world, channel, choice=choice)
    await say(world, channel, text="أكمل على الموقع")
    (code,) = re.findall(r"\b\d{8}\b", (await lines(world, channel))[-1].text.partition("\n")[0])
    return str(code)


@pytest.mark.parametrize(("there", "here"), [("telegram", "web"), ("web", "telegram")])
async def test_what_was_begun_there_is_asked_on_here(world: World, there: str, here: str) -> None:
    code = await begun(world, there)
    await say(world, here, text=f"رمز {code}")
    open_here = load((await chat(world, here)).state or "{}").run
    assert open_here is not None
    assert (open_here.flow, open_here.step, open_here.answers["about"]) == ("complaint", "what", "delay")
    said = [line.text for line in await lines(world, here) if line.direction == "out"]
    assert "جئت معك بما بدأته" in " ".join(said)
    assert "ما الذي حدث" in said[-1]
    left = load((await chat(world, there)).state or "{}")
    assert (left.run, left.saved) == (None, ())
    assert "انتقل ما بدأته هنا" in (await lines(world, there))[-1].text
    await say(world, here, text="تأخر الرد")
    assert "متى حدث" in (await lines(world, here))[-1].text


async def test_a_code_works_once_in_time_and_in_its_organisation(world: World) -> None:
    code = await begun(world, "telegram")
    await say(world, "web", text=f"code {code}", user="first")
    await say(world, "web", text=f"code {code}", user="second")
    assert "غير صحيح أو انتهت" in (await lines(world, "web", "second"))[-1].text
    late = await begun(world, "telegram")
    world.clock.pass_(minutes=16)
    await say(world, "web", text=f"/code {late}", user="third")
    assert "غير صحيح أو انتهت" in (await lines(world, "web", "third"))[-1].text
    assert load((await chat(world, "telegram")).state or "{}").run is not None


async def test_guessing_ends_after_a_few_tries(world: World) -> None:
    code = await begun(world, "telegram")
    for number in range(5):
        await say(world, "web", text=f"code {number:08}")
    await say(world, "web", text=f"code {code}")
    assert "محاولات كثيرة" in (await lines(world, "web"))[-1].text
    world.clock.pass_(minutes=61)
    fresh = await begun(world, "telegram")
    await say(world, "web", text=f"code {fresh}")
    assert "جئت معك" in " ".join(line.text for line in await lines(world, "web"))


async def test_a_chat_with_staff_stays_where_it_is(world: World) -> None:
    code = await begun(world, "telegram")
    sara = await world.staff("sara")
    there = await chat(world, "telegram")
    await world.at_desk(sara, lambda desk: holding.claim(desk, there.id))
    await say(world, "web", text=f"code {code}")
    assert "مع الموظفين" in (await lines(world, "web"))[-1].text
    assert await world.write(lambda tx: resuming.look(tx, ORG, code, now=world.clock())) is not None


async def test_nothing_begun_brings_the_language_alone(world: World) -> None:
    await say(world, "telegram", choice="menu")
    await say(world, "telegram", choice="lang:en")
    await say(world, "telegram", text="continue on the website")
    (code,) = re.findall(r"Your code: (\d{8})", (await lines(world, "telegram"))[-1].text)
    await say(world, "web", text=f"code {code}")
    assert "You had nothing unfinished" in (await lines(world, "web"))[-1].text
