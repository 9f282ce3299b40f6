"""Whoever is content is asked once whether the association may write: never against a no or on a bad day."""

import pytest

from bot.messages import Address
from bot.people import data
from bot.ports.outreach import Wish
from tests.cases.acting import WHY, bring, open_case, step, to_committee
from tests.cases.test_surveys import ask, closed_case
from tests.worker.world import DANGER_WORD, ORG, World

OFFER = {"do:news-yes", "do:news-never"}


async def rated(world: World, stars: int, *, user: str = "u1") -> bool:
    """Let a person rate the service of their own accord; return whether messages were offered to them."""
    world.channel.sent.clear()
    await world.hear(choice="flow:rating", user=user)
    await world.hear(choice=f"pick:stars:{stars}", user=user)
    await world.hear(choice="do:skip", user=user)
    return offered(world)


def offered(world: World) -> bool:
    return any({b.id for b in sent.message.buttons} >= OFFER for sent in world.channel.sent)


async def wish(world: World, user: str = "u1") -> Wish | None:
    chat = (await world.conversation(user)).id
    return await world.write(lambda tx: tx.wishes.of(ORG, [chat]).get(chat))


async def test_after_a_closed_case_and_good_stars_it_is_offered_and_agreed_to(world: World) -> None:
    await closed_case(world)
    await ask(world)
    await world.hear(choice="flow:survey")
    await world.hear(choice="pick:stars:5")
    assert not offered(world)
    said = await world.hear(choice="do:skip")
    assert offered(world)
    assert "شكرًا لك" in said[0]
    assert "سرّنا رضاك" in said[-1]
    assert await wish(world) is None  # to be asked is not to agree
    assert "حفظنا موافقتك" in "".join(await world.hear(choice="do:news-yes"))
    kept = await wish(world)
    assert kept is not None
    assert (kept.agreed, kept.method) == (True, "button")


@pytest.mark.parametrize(("stars", "expected"), [(5, True), (4, True), (3, False), (1, False)])
async def test_only_to_who_is_content(world: World, stars: int, *, expected: bool) -> None:
    await world.hear("مرحبا")
    assert await rated(world, stars) is expected


@pytest.mark.parametrize("answer", ["do:news-never", "do:news-yes", None])
async def test_never_twice_whatever_they_answered_or_not(world: World, answer: str | None) -> None:
    await world.hear("مرحبا")
    assert await rated(world, 5)
    if answer:
        await world.hear(choice=answer)
    for _ in range(2):
        world.clock.pass_(days=200)
        assert not await rated(world, 5)


async def test_a_no_is_kept_and_said_kindly(world: World) -> None:
    await world.hear("مرحبا")
    assert await rated(world, 5)
    assert "لن نسألك عن هذا مرة أخرى" in "".join(await world.hear(choice="do:news-never"))
    kept = await wish(world)
    assert kept is not None
    assert not kept.agreed


@pytest.mark.parametrize("words", ["لا ترسلوا لي", "أوافق على الرسائل"])
async def test_not_to_who_has_said_what_they_want_even_if_that_was_erased(world: World, words: str) -> None:
    await world.hear("مرحبا")
    await world.hear(words)
    row = await world.conversation()
    await world.write(lambda tx: data.erase(tx, row, now=world.clock()))
    assert await wish(world) is None
    await world.hear("مرحبا")
    assert not await rated(world, 5)


async def test_not_in_another_chat_of_who_was_asked(world: World) -> None:
    for user in ("u1", "u2"):
        await world.hear("مرحبا", user=user)
    chats = [(await world.conversation(user)).id for user in ("u1", "u2")]
    person = await world.write(lambda tx: tx.people.add(ORG, language="ar", now=world.clock()))
    for chat in chats:
        await world.write(lambda tx, chat=chat: tx.people.link(ORG, chat, person))  # type: ignore[misc]
    assert await rated(world, 5)
    assert not await rated(world, 5, user="u2")
    await world.hear("مرحبا", user="u3")
    assert await rated(world, 5, user="u3")


async def test_not_on_the_day_of_a_refusal_and_not_before_it_is_told(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    while await bring(world):
        pass
    world.clock.pass_(days=20, hours=11)  # 23 o'clock in Riyadh
    await step(world, case, "refuse", **WHY)
    assert not await rated(world, 5)  # it waits for the morning
    world.clock.pass_(hours=10)
    while await bring(world):
        pass
    assert not await rated(world, 5)
    world.clock.pass_(days=1)
    assert await rated(world, 5)  # that it was not offered does not count as offered


async def test_not_after_danger(world: World) -> None:
    await world.hear("مرحبا")
    await world.hear(DANGER_WORD)
    await world.hear(choice="do:safe-yes")
    assert not await rated(world, 5)


async def test_not_where_nothing_comes_by_itself(world: World) -> None:
    from bot.outreach.offering import may_offer
    from tests.worker.world import content

    for channel, expected in (("phone", False), ("terminal", False), ("telegram", True)):
        here = Address(organisation=ORG, channel=channel, user="x")
        row = await world.write(lambda tx, a=here: tx.conversations.open(a, language="ar", now=world.clock()))  # type: ignore[misc]
        may = await world.write(
            lambda tx, row=row: may_offer(tx, content(), row, stars=5, now=world.clock())  # type: ignore[misc]
        )
        assert may is expected, channel
