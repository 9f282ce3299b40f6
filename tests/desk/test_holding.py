"""Who holds a chat: claimed by one, passed on, given back, closed."""

import asyncio
from dataclasses import replace

import pytest

from bot.desk import holding
from bot.desk.outcomes import Claimed, Done, HeldBy, NotAllowed, NotHeld, Unknown
from bot.ports.records import Role, Staff
from tests.worker.world import World


async def _chat(world: World) -> str:
    await world.hear("مرحبا")
    await world.hear(choice="person")
    return (await world.conversation()).id


async def _claim(world: World, member: Staff, chat: str) -> object:
    return await world.at_desk(member, lambda desk: holding.claim(desk, chat))


async def test_of_two_claims_at_once_one_wins_and_the_other_is_told_who(world: World) -> None:
    chat = await _chat(world)
    sara, omar = await world.staff("sara"), await world.staff("omar")
    outcomes = await asyncio.gather(_claim(world, sara, chat), _claim(world, omar, chat))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Claimed", "HeldBy"]
    holder = (await world.conversation()).holder
    told = next(outcome for outcome in outcomes if isinstance(outcome, HeldBy))
    assert (told.staff, told.name) == (holder, (holder or "").title())


async def test_claiming_again_changes_nothing_and_tells_the_person_nothing(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await _claim(world, sara, chat)
    await world.sent()
    again = await _claim(world, sara, chat)
    assert isinstance(again, Claimed)
    assert again.already
    assert await world.sent() == []


async def test_a_chat_is_passed_to_a_colleague(world: World) -> None:
    chat = await _chat(world)
    sara, omar = await world.staff("sara"), await world.staff("omar")
    await _claim(world, sara, chat)
    done = await world.at_desk(sara, lambda desk: holding.transfer(desk, chat, to="omar"))
    assert isinstance(done, Done)
    assert done.conversation.holder == "omar"
    assert isinstance(await _claim(world, sara, chat), HeldBy)
    assert isinstance(await _claim(world, omar, chat), Claimed)


async def test_a_chat_goes_back_to_the_waiting_list(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await _claim(world, sara, chat)
    await world.at_desk(sara, lambda desk: holding.transfer(desk, chat, to=None))
    assert (await world.conversation()).owner == "waiting"


async def test_nothing_is_passed_to_somebody_without_a_role_here(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await _claim(world, sara, chat)
    assert await world.at_desk(sara, lambda desk: holding.transfer(desk, chat, to="ghost")) == Unknown()


async def test_a_colleagues_chat_is_left_alone_unless_one_may_take_over(world: World) -> None:
    chat = await _chat(world)
    sara, omar = await world.staff("sara"), await world.staff("omar")
    chief = await world.staff("chief", "supervisor")
    await _claim(world, sara, chat)
    assert isinstance(await world.at_desk(omar, lambda desk: holding.return_to_bot(desk, chat)), HeldBy)
    assert isinstance(await world.at_desk(omar, lambda d: holding.close(d, chat, reason="solved")), HeldBy)
    assert isinstance(await world.at_desk(chief, lambda d: holding.close(d, chat, reason="solved")), Done)
    assert (await world.conversation()).owner == "bot"


async def test_after_the_return_the_bot_answers_again(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await _claim(world, sara, chat)
    assert await world.hear("متى الرد؟") == [world.channel.texts[-1]]  # only the notice of the claim
    await world.at_desk(sara, lambda desk: holding.return_to_bot(desk, chat))
    said = await world.hear("متى الرد؟")
    assert any("أسبوعين" in text for text in said)


async def test_what_nobody_holds_cannot_be_returned(world: World) -> None:
    await world.hear("مرحبا")
    chat = (await world.conversation()).id
    sara = await world.staff("sara")
    outcome = await world.at_desk(sara, lambda desk: holding.return_to_bot(desk, chat))
    assert outcome == NotHeld(owner="bot")
    passed = await world.at_desk(sara, lambda desk: holding.transfer(desk, chat, to=None))
    assert passed == NotHeld(owner="bot")


async def test_the_priority_is_changed(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await world.at_desk(sara, lambda desk: holding.set_priority(desk, chat, "high"))
    assert (await world.conversation()).priority == "high"


async def test_an_unknown_chat_is_told(world: World) -> None:
    sara = await world.staff("sara")
    assert await _claim(world, sara, "nowhere") == Unknown()


@pytest.mark.parametrize("role", ["researcher", "supervisor", "administrator"])
async def test_another_organisations_staff_may_do_nothing_here(world: World, role: Role) -> None:
    chat = await _chat(world)
    stranger = await world.staff("stranger", role)
    moved = replace(stranger, roles={"miras": role})
    assert await _claim(world, moved, chat) == NotAllowed()
