"""Questions of a form that staff ask: the whole way, with the real engine, worker and store."""

import pytest

from bot.desk import asking, holding
from bot.desk.asking import Question
from bot.desk.outcomes import Asked, Claimed, Done, HeldBy, NotAllowed, NotAsked, Unknown
from bot.ports.records import AskedQuestion, Staff
from tests.worker.world import ORG, World, content

CONTENT = content()
BAD, GOOD = "1000000009", "1000000008"


def what(step: str) -> Question | None:
    return asking.question(CONTENT, step)


async def held(world: World, name: str = "sara") -> tuple[Staff, str]:
    """Let somebody wait, and a member of staff take the chat."""
    member = await world.staff(name)
    await world.hear("السلام عليكم ورحمة الله")
    await world.hear(choice="person")
    chat = (await world.conversation()).id
    assert isinstance(await world.at_desk(member, lambda desk: holding.claim(desk, chat)), Claimed)
    await world.sent()
    return member, chat


async def asked(world: World, chat: str) -> AskedQuestion:
    return (await world.write(lambda tx: tx.asked.of_conversation(ORG, chat)))[0]


async def test_what_is_asked_is_answered_checked_and_kept(world: World) -> None:
    sara, chat = await held(world)
    outcome = await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("national_id")))
    assert isinstance(outcome, Asked)
    assert not outcome.already
    assert any("رقم هويتك" in text for text in await world.sent())
    assert len(await world.hear(BAD)) == 1
    assert any("وصل جوابك" in text for text in await world.hear(GOOD))
    kept = await asked(world, chat)
    assert (kept.status, kept.value, kept.staff) == ("answered", GOOD, "sara")
    assert GOOD not in asking.answer_of(kept, CONTENT, "ar")
    assert asking.answer_of(kept, CONTENT, "ar").endswith("0008\u2069")
    transcript = "".join(f"{line.text}{line.message}" for line in await world.lines())
    assert GOOD not in transcript
    row = await world.conversation()
    assert (row.owner, row.holder) == ("staff", "sara")
    assert await world.hear("متى يصلني الرد؟") == []  # the chat is still with staff


async def test_the_answer_is_encrypted_and_goes_with_the_chat(world: World) -> None:
    sara, chat = await held(world)
    await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("national_id")))
    await world.hear(GOOD)
    await world.write(lambda tx: tx.conversations.forget(ORG, chat))
    assert await world.write(lambda tx: tx.asked.of_conversation(ORG, chat)) == []


async def test_asking_takes_a_chat_that_waits_and_not_one_of_a_colleague(world: World) -> None:
    sara, omar = await world.staff("sara"), await world.staff("omar")
    await world.hear("السلام عليكم ورحمة الله")
    await world.hear(choice="person")
    chat = (await world.conversation()).id
    await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("iban")))
    texts = await world.sent()
    assert (await world.conversation()).holder == "sara"
    assert ["معك الآن" in texts[0], "الآيبان" in texts[1]] == [True, True]
    refused = await world.at_desk(omar, lambda desk: asking.ask(desk, chat, what("iban")))
    assert isinstance(refused, HeldBy)
    assert isinstance(await world.at_desk(omar, lambda desk: asking.withdraw(desk, chat)), HeldBy)


async def test_asking_twice_asks_once_and_another_takes_its_place(world: World) -> None:
    sara, chat = await held(world)
    await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("iban")))
    again = await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("iban")))
    assert isinstance(again, Asked)
    assert again.already
    assert len(await world.sent()) == 1
    await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("national_id")))
    found = await world.write(lambda tx: tx.asked.of_conversation(ORG, chat))
    assert [(each.step, each.status) for each in found] == [("national_id", "asked"), ("iban", "withdrawn")]


async def test_staff_take_it_back(world: World) -> None:
    sara, chat = await held(world)
    await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("iban")))
    await world.sent()
    assert isinstance(await world.at_desk(sara, lambda desk: asking.withdraw(desk, chat)), Done)
    assert any("لم يعد" in text for text in await world.sent())
    assert isinstance(await world.at_desk(sara, lambda desk: asking.withdraw(desk, chat)), NotAsked)
    assert await world.hear("SA0380000000608010167519") == []
    assert (await asked(world, chat)).status == "withdrawn"


async def test_the_person_would_rather_not(world: World) -> None:
    sara, chat = await held(world)
    await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("phone")))
    await world.sent()
    button = next(b for b in world.channel.sent[-1].message.buttons if b.id.startswith("unask:"))
    assert any("لا بأس" in text for text in await world.hear(choice=button.id))
    assert (await asked(world, chat)).status == "declined"
    notices = [line.trace for line in await world.lines() if line.direction == "system" and line.trace]
    assert notices == [{"notice": "declined", "step": "phone"}]


@pytest.mark.parametrize("end", ["return", "close", "waiting"])
async def test_when_staff_leave_the_question_is_over(world: World, end: str) -> None:
    sara, chat = await held(world)
    await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("national_id")))
    ends = {
        "return": lambda desk: holding.return_to_bot(desk, chat),
        "close": lambda desk: holding.close(desk, chat, reason="solved"),
        "waiting": lambda desk: holding.transfer(desk, chat, to=None),
    }
    await world.at_desk(sara, ends[end])
    await world.sent()
    assert (await asked(world, chat)).status == "withdrawn"
    assert not any("وصل جوابك" in text for text in await world.hear(GOOD))


async def test_a_colleague_who_takes_over_gets_the_answer(world: World) -> None:
    sara, chat = await held(world)
    await world.staff("omar")
    await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("national_id")))
    await world.at_desk(sara, lambda desk: holding.transfer(desk, chat, to="omar"))
    await world.sent()
    assert any("وصل جوابك" in text for text in await world.hear(GOOD))


async def test_it_is_kept_with_the_newest_case_of_the_chat(world: World) -> None:
    await world.hear("السلام عليكم ورحمة الله")
    await world.hear(choice="flow:suggestion")
    await world.hear(choice="do:agree")
    await world.hear("اقتراح مفيد جدا")
    await world.hear(choice="do:skip")
    await world.hear(choice="pick:reply:no")
    await world.hear(choice="pick:review:send")
    chat = (await world.conversation()).id
    cases = await world.write(lambda tx: tx.cases.of_conversation(ORG, chat))
    sara = await world.staff("sara")
    await world.at_desk(sara, lambda desk: asking.ask(desk, chat, what("phone")))
    assert [(await asked(world, chat)).case] == [case.id for case in cases]


async def test_only_those_who_may_reply_ask_and_only_what_there_is(world: World) -> None:
    sara, chat = await held(world)
    author = await world.staff("author", "author")
    refused = await world.at_desk(author, lambda desk: asking.ask(desk, chat, what("iban")))
    assert isinstance(refused, NotAllowed)
    assert isinstance(await world.at_desk(sara, lambda desk: asking.ask(desk, chat, None)), Unknown)
    assert what("review") is None
    assert what("support-request:papers") is not None
    names = [each.name for each in asking.questions(CONTENT)]
    assert len(names) == len(set(names))
    assert all(len(f"ask:{name}".encode()) <= 64 for name in names)
