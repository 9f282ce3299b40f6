"""What staff change of what they wrote."""

from typing import Any

import pytest

from bot.desk import holding, writing
from bot.desk.correcting import Correction, correct, corrected, says
from bot.desk.outcomes import Empty, HeldBy, NotAllowed, Noted, TooLong, Unknown
from bot.messages import Edit
from bot.ports.records import Staff
from tests.worker.world import World, content

SAID = "أهلًا بك"


async def replied(world: World, member: Staff) -> tuple[str, int]:
    """Return a chat and the line of a reply in it that was sent."""
    await world.hear("أحتاج أحدًا")
    chat = await world.conversation()
    draft = writing.Reply(text=SAID, key="k1", seen_line=chat.last_line)
    noted = await world.at_desk(member, lambda desk: writing.reply(desk, chat.id, draft))
    assert isinstance(noted, Noted)
    await world.sent()
    return chat.id, noted.line


async def change(world: World, member: Staff, chat: str, line: int, text: str, key: str = "c1") -> object:
    given = Correction(line=line, text=text, key=key)
    return await world.at_desk(member, lambda desk: correct(desk, chat, given, content()))


async def test_a_correction_is_a_line_of_its_own_and_names_what_was_sent_before(world: World) -> None:
    sara = await world.staff("sara")
    chat, line = await replied(world, sara)
    first = world.channel.sent[-1]
    outcome = await change(world, sara, chat, line, "  رقمك 1012345672 عندنا ")
    assert isinstance(outcome, Noted)
    await world.sent()
    sent = world.channel.sent[-1]
    assert sent.message.text == "✏️ تصحيح: رقمك 1012345672 عندنا"
    assert sent.message.edit == Edit(line=line, text="رقمك 1012345672 عندنا")
    assert sent.replaces == f"platform-{first.id}"
    *_, old, new = [each for each in await world.lines() if each.direction == "staff"]
    assert (old.text, new.id, corrected(new), new.delivery) == (SAID, outcome.line, line, "sent")
    assert "1012345672" not in new.text + says(new)


async def test_the_same_change_or_the_same_words_send_nothing(world: World) -> None:
    sara = await world.staff("sara")
    chat, line = await replied(world, sara)
    assert await change(world, sara, chat, line, SAID) == Noted(line=line, repeated=True)
    first = await change(world, sara, chat, line, "مرحبا")
    assert isinstance(first, Noted)
    assert await change(world, sara, chat, line, "مرحبا") == Noted(line=first.line, repeated=True)
    assert await change(world, sara, chat, first.line, "مرحبا", "c2") == Noted(line=first.line, repeated=True)
    assert (await world.sent()).count("✏️ تصحيح: مرحبا") == 1


@pytest.mark.parametrize(
    ("text", "outcome"), [("", Empty()), ("م" * 4001, TooLong(most=4000)), ("م" * 4000, None)]
)
async def test_what_does_not_fit_is_not_sent(world: World, text: str, outcome: object) -> None:
    sara = await world.staff("sara")
    chat, line = await replied(world, sara)
    found: Any = await change(world, sara, chat, line, text)
    assert found == outcome if outcome else isinstance(found, Noted)


async def test_only_ones_own_words_and_not_while_a_colleague_has_the_chat(world: World) -> None:
    sara, omar = await world.staff("sara"), await world.staff("omar")
    chat, line = await replied(world, sara)
    assert await change(world, omar, chat, line, "مرحبا") == NotAllowed()
    assert await change(world, sara, chat, line + 999, "مرحبا") == Unknown()
    heard = next(each.id for each in await world.lines() if each.direction == "in")
    assert await change(world, sara, chat, heard, "مرحبا") == NotAllowed()
    await world.at_desk(sara, lambda desk: holding.transfer(desk, chat, to="omar"))
    assert await change(world, sara, chat, line, "مرحبا") == HeldBy(staff="omar", name="Omar")
    await world.at_desk(omar, lambda desk: holding.return_to_bot(desk, chat))
    assert isinstance(await change(world, sara, chat, line, "مرحبا"), Noted)
    assert (await world.conversation()).owner == "bot"
    assert "✏️ تصحيح: مرحبا" in await world.sent()


async def test_a_note_is_kept_anew_and_sent_to_nobody(world: World) -> None:
    sara = await world.staff("sara")
    chat, _ = await replied(world, sara)
    noted = await world.at_desk(sara, lambda desk: writing.note(desk, chat, "اتصلت"))
    assert isinstance(noted, Noted)
    before = len(world.channel.sent)
    await change(world, sara, chat, noted.line, "لم يرد")
    await world.sent()
    assert len(world.channel.sent) == before
    notes = [line.text for line in await world.lines() if line.direction == "note"]
    assert notes == ["اتصلت", "✏️ تصحيح: لم يرد"]
