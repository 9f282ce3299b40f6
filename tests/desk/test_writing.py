"""Replies and notes."""

from bot.desk import holding, writing
from bot.desk.outcomes import Empty, HeldBy, Noted, TooLong, Unseen
from bot.desk.writing import Reply
from bot.ports.records import Staff
from tests.worker.world import World


async def _chat(world: World) -> str:
    await world.hear("أحتاج أحدًا")
    return (await world.conversation()).id


async def _reply(world: World, member: Staff, chat: str, **draft: object) -> object:
    seen = (await world.conversation()).last_line
    given = {"text": "أهلًا بك", "key": "k1", "seen_line": seen} | draft
    return await world.at_desk(member, lambda desk: writing.reply(desk, chat, Reply(**given)))  # type: ignore[arg-type]


async def test_a_reply_takes_the_chat_and_reaches_the_person(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    noted = await _reply(world, sara, chat)
    assert isinstance(noted, Noted)
    said = await world.sent()
    assert said[-1] == "أهلًا بك"
    assert (await world.conversation()).holder == "sara"
    assert (await world.lines())[-1].direction == "staff"
    assert (await world.lines())[-1].delivery == "sent"


async def test_the_same_reply_twice_is_sent_once(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    first = await _reply(world, sara, chat)
    second = await _reply(world, sara, chat)
    assert isinstance(first, Noted)
    assert second == Noted(line=first.line, repeated=True)
    assert (await world.sent()).count("أهلًا بك") == 1


async def test_a_colleagues_chat_is_not_written_into(world: World) -> None:
    chat = await _chat(world)
    sara, omar = await world.staff("sara"), await world.staff("omar")
    await world.at_desk(sara, lambda desk: holding.claim(desk, chat))
    assert await _reply(world, omar, chat) == HeldBy(staff="sara", name="Sara")


async def test_what_the_person_wrote_meanwhile_is_shown_first(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    seen = (await world.conversation()).last_line
    await world.hear("لم أعد أحتاج")
    outcome = await _reply(world, sara, chat, seen_line=seen)
    assert isinstance(outcome, Unseen)
    assert outcome.text == "لم أعد أحتاج"
    assert (await world.conversation()).owner == "bot"
    assert isinstance(await _reply(world, sara, chat, seen_line=seen, force=True), Noted)


async def test_a_colleagues_reply_that_was_not_seen_is_shown_first(world: World) -> None:
    chat = await _chat(world)
    sara, omar = await world.staff("sara"), await world.staff("omar")
    seen = (await world.conversation()).last_line
    await _reply(world, omar, chat, text="سأتصل بك غدًا")
    await world.at_desk(omar, lambda desk: holding.return_to_bot(desk, chat))
    outcome = await _reply(world, sara, chat, key="k2", seen_line=seen)
    assert isinstance(outcome, Unseen)
    assert (outcome.text, outcome.name) == ("سأتصل بك غدًا", "Omar")
    assert (await world.conversation()).owner == "bot"
    assert isinstance(await _reply(world, sara, chat, key="k2", seen_line=seen, force=True), Noted)


async def test_what_one_wrote_oneself_holds_nothing_back(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    seen = (await world.conversation()).last_line
    for key in ("k1", "k2"):
        assert isinstance(await _reply(world, sara, chat, key=key, seen_line=seen), Noted)


async def test_a_colleagues_note_or_the_bots_line_does_not_hold_a_reply_back(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    seen = next(line.id for line in await world.lines() if line.direction == "in")
    assert isinstance(await _reply(world, sara, chat, seen_line=seen), Noted)


async def test_a_note_never_reaches_the_person(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await world.at_desk(sara, lambda desk: writing.note(desk, chat, "هويته 1098765432"))
    assert await world.sent() == []
    line = (await world.lines())[-1]
    assert (line.direction, line.text, line.staff) == ("note", "هويته 1•••••••32", "sara")


async def test_empty_and_endless_texts_are_refused(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    assert await _reply(world, sara, chat, text="  ") == Empty()
    assert await _reply(world, sara, chat, text="ا" * 4001) == TooLong(most=4000)
    assert await world.at_desk(sara, lambda desk: writing.note(desk, chat, "")) == Empty()
    assert (await world.conversation()).owner == "bot"


async def test_a_masked_number_still_reaches_the_person_in_full(world: World) -> None:
    chat = await _chat(world)
    sara = await world.staff("sara")
    await _reply(world, sara, chat, text="آيبانك SA0380000000608010167519 صحيح؟")
    assert "SA0380000000608010167519" in (await world.sent())[-1]
    assert "SA0380000000608010167519" not in (await world.lines())[-1].text
