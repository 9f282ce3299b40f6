"""Replies that staff have begun are lost by nothing but sending or emptying them."""

from bot.desk import drafts, holding, writing
from bot.desk.outcomes import Done, NotAllowed, TooLong
from bot.ports.records import Draft, Staff
from bot.ports.store import Transaction
from tests.worker.world import ORG, World


async def _chat(world: World) -> str:
    await world.hear("أحتاج أحدًا")
    return (await world.conversation()).id


async def _keep(world: World, member: Staff, chat: str, text: str, key: str = "k1") -> object:
    return await world.at_desk(member, lambda desk: drafts.keep(desk, chat, text, key=key))


async def _own(world: World, member: Staff, chat: str) -> str | None:
    found = await world.at_desk(member, lambda desk: drafts.own(desk, chat))
    return found.text if found else None


async def _left(world: World, member: Staff, chat: str) -> list[tuple[str, str]]:
    found = await world.at_desk(member, lambda desk: drafts.left(desk, chat))
    return [(draft.staff, draft.text) for draft in found]


async def _send(world: World, member: Staff, chat: str, key: str) -> None:
    reply = writing.Reply(text="تم", key=key, seen_line=(await world.conversation()).last_line)
    await world.at_desk(member, lambda desk: writing.reply(desk, chat, reply))


async def test_the_newest_words_are_kept_for_their_author_alone(world: World) -> None:
    chat = await _chat(world)
    sara, omar = await world.staff("sara"), await world.staff("omar")
    for words in ("أهلًا", "أهلًا بك"):
        assert isinstance(await _keep(world, sara, chat, words), Done)
    assert await _own(world, sara, chat) == "أهلًا بك"
    assert await _own(world, omar, chat) is None
    await _keep(world, sara, chat, "  ")
    assert await _own(world, sara, chat) is None


async def test_a_transfer_loses_no_draft_and_shows_it_to_the_new_holder_only(world: World) -> None:
    chat = await _chat(world)
    sara, omar, noura = [await world.staff(name) for name in ("sara", "omar", "noura")]
    await world.at_desk(sara, lambda desk: holding.claim(desk, chat))
    await _keep(world, sara, chat, "رقمك 1000000008 وصل")
    await world.at_desk(sara, lambda desk: holding.transfer(desk, chat, to="omar"))
    assert await _own(world, sara, chat) == "رقمك 1000000008 وصل"
    assert await _left(world, omar, chat) == [("sara", "رقمك 1•••••••08 وصل")]
    assert await _left(world, sara, chat) == []
    assert await _left(world, noura, chat) == []


async def test_a_reply_takes_its_own_draft_with_it_and_no_other(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await _keep(world, sara, chat, "مسودة أخرى", key="second screen")
    await _send(world, sara, chat, key="first screen")
    assert await _own(world, sara, chat) == "مسودة أخرى"
    await _send(world, sara, chat, key="second screen")
    assert await _own(world, sara, chat) is None


async def test_a_copy_that_arrives_after_its_reply_brings_nothing_back(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await _send(world, sara, chat, key="k1")
    assert isinstance(await _keep(world, sara, chat, "تم", key="k1"), Done)
    assert await _own(world, sara, chat) is None


async def test_what_is_too_long_and_who_may_not_reply(world: World) -> None:
    chat = await _chat(world)
    sara, author = await world.staff("sara"), await world.staff("amal", role="author")
    assert await _keep(world, sara, chat, "ا" * 4001) == TooLong(most=4000)
    assert isinstance(await _keep(world, author, chat, "نص"), NotAllowed)


async def test_an_erased_conversation_has_no_drafts(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await _keep(world, sara, chat, "عن المستفيد")

    def erase(tx: Transaction) -> list[Draft]:
        tx.conversations.forget(ORG, chat)
        return list(tx.drafts.of_conversation(ORG, chat))

    assert await world.write(erase) == []
