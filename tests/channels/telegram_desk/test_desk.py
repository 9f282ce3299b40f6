"""The desk over real HTTP against the strict fake: person and staff in one story each."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.messages import Address
from bot.ports.records import Conversation
from bot.ports.store import Transaction
from bot.practice.telegram import Practice
from tests.cases.acting import ANSWERS, case_of, open_case
from tests.channels.telegram_desk.office import GROUP, OMAR, SARA, STRANGER, TOKEN, Office, make_desk, office
from tests.patience import PATIENCE
from tests.worker.world import ORG

OF_ANOTHER = ANSWERS | {"national_id": "1012345672", "phone": "+966507654321"}


def reactions(practice: Practice) -> list[tuple[int, str]]:
    made = [call.parameters for call in practice.calls(TOKEN, "setMessageReaction")]
    return [(values["message_id"], values["reaction"][0]["emoji"]) for values in made]


async def test_a_chat_is_claimed_answered_and_given_back(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    topic = await mirror.hand_over("كم المدة؟")
    await mirror.shows("كم المدة؟", topic)
    press = mirror.press(SARA, topic, "claim")
    assert (await mirror.answered(press))["text"] in (None, "")
    await mirror.stored(lambda chat: chat.holder == "sara")
    await mirror.until(lambda: "مع" in mirror.head(topic)["text"] and "Sara" in mirror.head(topic)["text"])
    message = mirror.say(SARA, "أسبوعان على الأقل.", topic)
    await mirror.to_person("أسبوعان على الأقل.")
    await mirror.until(lambda: (message, "👍") in reactions(mirror.practice))
    await mirror.world.hear("شكرا لك")
    await mirror.shows("شكرا لك", topic)
    assert not any("أسبوعان" in text for text in mirror.texts(topic))  # their own words are not repeated
    mirror.press(SARA, topic, "return")
    await mirror.stored(lambda chat: chat.owner == "bot")
    await mirror.until(lambda: mirror.practice.topics(GROUP)[0]["closed"])
    await mirror.to_person("عدت إليك أنا")


async def test_the_second_to_claim_is_told_who_has_it(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    await mirror.member(OMAR, "omar")
    topic = await mirror.hand_over()
    presses = {user: mirror.press(user, topic, "claim") for user in (SARA, OMAR)}
    told = {user: (await mirror.answered(press))["text"] or "" for user, press in presses.items()}
    chat = await mirror.stored(lambda chat: chat.owner == "staff")
    winner, loser = (SARA, OMAR) if chat.holder == "sara" else (OMAR, SARA)
    assert told[winner] == ""
    assert (chat.holder or "").title() in told[loser]


async def test_a_stranger_can_do_nothing_and_is_reported_once(mirror: Office) -> None:
    topic = await mirror.hand_over()
    answer = await mirror.answered(mirror.press(STRANGER, topic, "claim"))
    assert "غير مربوط" in answer["text"]
    mirror.say(STRANGER, "هذه كلمات غريب", topic)
    mirror.say(STRANGER, "/close solved", topic)
    await mirror.until(lambda: mirror.practice.waiting(TOKEN) == 0)
    await mirror.shows(str(STRANGER))
    assert sum(str(STRANGER) in text for text in mirror.texts()) == 1
    assert (await mirror.world.conversation()).owner == "waiting"
    assert not any("غريب" in text for text in await mirror.world.sent())


async def test_a_note_stays_with_staff(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    topic = await mirror.hand_over()
    message = mirror.say(SARA, "/note اتصلت بها أمس", topic)
    await mirror.until(lambda: (message, "✍") in reactions(mirror.practice))
    notes = [line for line in await mirror.world.lines() if line.direction == "note"]
    assert [(line.text, line.staff) for line in notes] == [("اتصلت بها أمس", "sara")]
    assert not any("اتصلت" in text for text in mirror.world.channel.texts)
    mirror.practice.repeat(TOKEN, last=1)
    await mirror.until(lambda: mirror.practice.waiting(TOKEN) == 0)
    assert len([line for line in await mirror.world.lines() if line.direction == "note"]) == 1


async def test_ids_and_ibans_are_not_mirrored(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    topic = await mirror.hand_over()
    mirror.press(SARA, topic, "claim")
    await mirror.stored(lambda chat: chat.owner == "staff")
    await mirror.world.hear("هويتي 1012345672 وآيباني SA0380000000608010167519 انتهى")
    await mirror.shows("انتهى", topic)
    everything = "".join(mirror.texts())
    assert "1012345672" not in everything
    assert "608010167519" not in everything


async def test_files_go_both_ways_once_staff_talk(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    topic = await mirror.hand_over()
    mirror.press(SARA, topic, "claim")
    await mirror.stored(lambda chat: chat.owner == "staff")
    photo = await mirror.world.files.put(b"%PDF-1.4 from the person", name="p.pdf")
    mirror.world.clock.pass_(seconds=1)
    await mirror.world.hear("الورقة", attachments=(photo,))
    await mirror.until(lambda: any("document" in shown for shown in mirror.seen(topic)))
    mirror.practice.send_file(
        SARA,
        TOKEN,
        b"%PDF-1.4 from staff",
        name="answer.pdf",
        group=GROUP,
        topic=topic,
        caption="هذا النموذج",
    )
    await mirror.to_person("هذا النموذج")
    sent = mirror.world.channel.sent[-1].message.attachments[0]
    assert sent.name == "answer.pdf"
    assert await mirror.world.files.get(sent.key) == b"%PDF-1.4 from staff"


async def test_files_from_before_the_claim_stay_in_the_console(mirror: Office) -> None:
    card = await mirror.world.files.put(b"%PDF-1.4 identity card", name="id.pdf")
    await mirror.world.hear("", attachments=(card,))
    topic = await mirror.hand_over()
    await mirror.shows("صفحة الموظفين", topic)
    assert not any("document" in shown for shown in mirror.seen(topic))


async def test_the_history_has_the_cases_of_the_person_wherever_they_began(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    here = await open_case(mirror.world)
    elsewhere = await case_of(mirror.world, await telegram_chat(mirror))
    stranger = await case_of(mirror.world, await telegram_chat(mirror, "8"), answers=OF_ANOTHER)
    assert (await mirror.world.conversation()).person == elsewhere.person != stranger.person
    topic = await mirror.hand_over()
    mirror.press(SARA, topic, "history")
    await mirror.shows("طلبان:", topic)
    (told,) = [text for text in mirror.texts(topic) if "طلبان:" in text]
    assert [each.reference in told for each in (here, elsewhere, stranger)] == [True, True, False]


async def telegram_chat(made: Office, user: str = "7") -> Conversation:
    to = Address(organisation=ORG, channel="telegram", user=user)
    now = made.world.clock()
    return await made.world.write(lambda tx: tx.conversations.open(to, language="ar", now=now))


async def test_notify_tells_that_somebody_waits_and_no_word_of_theirs(notify: Office) -> None:
    await notify.member(SARA, "sara")
    topic = await notify.hand_over("كلمات سرية جدا")
    head = notify.head(topic)
    urls = [b["url"] for row in head["reply_markup"]["inline_keyboard"] for b in row if "url" in b]
    chat = await notify.world.conversation()
    assert urls == [f"https://wasl.example.org/console/chat/{ORG}/{chat.id}"]
    notify.press(SARA, topic, "claim")
    await notify.stored(lambda chat: chat.holder == "sara")
    notify.say(SARA, "نتحدث بيننا", topic)
    await notify.world.hear("وهذه أيضا سرية")
    await notify.until(lambda: notify.practice.waiting(TOKEN) == 0)
    assert not any("سرية" in text for text in notify.texts())
    assert not any("بيننا" in text for text in await notify.world.sent())


async def test_closing_asks_for_the_reason_and_writing_again_reopens(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    topic = await mirror.hand_over()
    mirror.press(SARA, topic, "claim")
    await mirror.until(lambda: "Sara" in mirror.head(topic)["text"])
    mirror.press(SARA, topic, "close")
    await mirror.until(lambda: "close:solved" in str(mirror.head(topic).get("reply_markup")))
    mirror.press(SARA, topic, "close:solved")
    await mirror.until(lambda: mirror.practice.topics(GROUP)[0]["closed"])
    await mirror.world.hear(choice="person")
    await mirror.until(lambda: not mirror.practice.topics(GROUP)[0]["closed"])
    assert len(mirror.practice.topics(GROUP)) == 1


async def test_a_ready_reply_is_sent_in_the_persons_words(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    topic = await mirror.hand_over()
    mirror.press(SARA, topic, "claim")
    await mirror.until(lambda: "Sara" in mirror.head(topic)["text"])
    mirror.press(SARA, topic, "canned")
    await mirror.until(lambda: "canned:hello" in str(mirror.head(topic).get("reply_markup")))
    assert "canned:received" not in str(mirror.head(topic)["reply_markup"])  # there is no request
    mirror.press(SARA, topic, "canned:hello")
    await mirror.to_person("الباحث الاجتماعي من جمعية الاختبار")


async def test_priority_and_passing_on(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    await mirror.world.staff("omar")
    topic = await mirror.hand_over()
    mirror.say(SARA, "/priority high", topic)
    await mirror.stored(lambda chat: chat.priority == "high")
    mirror.say(SARA, "/claim", topic)
    await mirror.stored(lambda chat: chat.holder == "sara")
    mirror.say(SARA, "/pass omar", topic)
    await mirror.stored(lambda chat: chat.holder == "omar")
    mirror.say(SARA, "أرد أنا", topic)
    await mirror.shows("المحادثة مع Omar", topic)


async def test_alerts_come_again_and_reach_the_supervisor(mirror: Office) -> None:
    await mirror.member(OMAR, "omar", "supervisor")
    topic = await mirror.hand_over()
    mirror.world.clock.pass_(minutes=31)
    chat = await mirror.world.conversation()
    now = mirror.world.clock()
    await mirror.world.write(lambda tx: tx.conversations.alerted(ORG, chat.id, at=now))
    await mirror.shows("⏰", topic)
    mirror.world.clock.pass_(hours=4)
    await mirror.shows("Omar", topic)
    await mirror.until(lambda: any("🔴" in m["text"] for m in mirror.practice.seen(OMAR, TOKEN)))


async def test_what_the_person_wants_gone_is_removed_with_its_topic(mirror: Office) -> None:
    await mirror.hand_over("كلام")
    chat = await mirror.world.conversation()
    await mirror.world.write(lambda tx: tx.conversations.give_back(ORG, chat.id, now=mirror.world.clock()))
    await mirror.until(lambda: mirror.practice.topics(GROUP)[0]["closed"])
    await mirror.world.write(lambda tx: tx.conversations.forget(ORG, chat.id))
    await mirror.until(lambda: mirror.practice.topics(GROUP) == [])
    async with asyncio.timeout(PATIENCE):
        while await mirror.world.write(lambda tx: tx.threads.get(ORG, chat.id)) is not None:
            await mirror.practice.world.changed(0.02)


async def test_a_topic_removed_by_hand_is_made_again(mirror: Office) -> None:
    topic = await mirror.hand_over()
    with mirror.practice.world.lock:
        room = mirror.practice.world.rooms[0, GROUP]
        del room.topics[topic]
        for number in [n for n, m in room.messages.items() if m.get("message_thread_id") == topic]:
            del room.messages[number]
    await mirror.world.hear("أين أنتم؟")
    await mirror.shows("أين أنتم؟")
    assert [one["id"] for one in mirror.practice.topics(GROUP)] != [topic]


async def test_administrators_ask_about_content(mirror: Office) -> None:
    await mirror.member(SARA, "sara", "administrator")
    await mirror.member(OMAR, "omar")
    mirror.say(SARA, "/reload", None)
    await mirror.shows("0123456789ab")
    assert mirror.reloads == [True]
    mirror.say(OMAR, "/status", None)
    await mirror.shows("صلاحيتك لا تسمح")
    mirror.say(SARA, "/unanswered", None)
    await mirror.shows("أسئلة بلا جواب")


async def test_lost_connections_and_a_flood_lose_nothing(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    mirror.practice.fail("429", method="createForumTopic", seconds=1)
    mirror.practice.fail("drop", method="getUpdates", times=1)
    topic = await mirror.hand_over()
    mirror.practice.fail("500", method="sendMessage", times=1)
    mirror.press(SARA, topic, "claim")
    await mirror.stored(lambda chat: chat.owner == "staff")
    await mirror.world.hear("وصلتكم رسالتي؟")
    await mirror.shows("وصلتكم رسالتي؟", topic)


async def test_a_reply_to_what_was_not_shown_yet_is_held_back(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    topic = await mirror.hand_over()
    mirror.press(SARA, topic, "claim")
    await mirror.until(lambda: "Sara" in mirror.head(topic)["text"])
    mirror.practice.fail("429", method="sendMessage", seconds=1)
    await mirror.world.hear("عندي سؤال آخر")
    mirror.say(SARA, "جوابي على الأول", topic)
    await mirror.shows("لم تكن أمامك", topic)
    assert not any("جوابي" in text for text in await mirror.world.sent())
    held = next(shown for shown in mirror.seen(topic) if "لم تكن أمامك" in shown.get("text", ""))
    mirror.practice.press(SARA, TOKEN, held["message_id"], "send", group=GROUP)
    await mirror.to_person("جوابي على الأول")
    await mirror.shows("عندي سؤال آخر", topic)
    chat = await mirror.world.conversation()
    await mirror.world.write(lambda tx: tx.transcript.blank(ORG, chat.id, since=chat.opened_at, text="🔒"))
    await mirror.until(lambda: not any("عندي سؤال آخر" in text for text in mirror.texts(topic)))


async def test_updates_that_come_again_send_nothing_twice(mirror: Office) -> None:
    await mirror.member(SARA, "sara")
    topic = await mirror.hand_over()
    mirror.press(SARA, topic, "claim")
    await mirror.stored(lambda chat: chat.owner == "staff")
    mirror.say(SARA, "مرة واحدة فقط", topic)
    await mirror.to_person("مرة واحدة فقط")
    mirror.practice.repeat(TOKEN, last=2, backwards=True)
    await mirror.until(lambda: mirror.practice.waiting(TOKEN) == 0)
    await mirror.world.sent()
    assert mirror.world.channel.texts.count("مرة واحدة فقط") == 1


async def test_after_a_restart_the_topic_is_the_same(tmp_path: Path, practice: Practice) -> None:
    async with office(tmp_path, practice) as first:
        await first.member(SARA, "sara")
        topic = await first.hand_over()
        await first.desk.stop()
        again = make_desk(first.world, practice, "mirror", [])
        task = asyncio.create_task(again.run())
        first.press(SARA, topic, "claim")
        await first.stored(lambda chat: chat.holder == "sara")
        await first.world.hear("ما زلت هنا")
        await first.shows("ما زلت هنا", topic)
        assert [one["id"] for one in practice.topics(GROUP)] == [topic]
        await again.stop()
        await asyncio.wait_for(task, PATIENCE)


async def test_before_there_is_a_group_the_bot_tells_its_number(tmp_path: Path, practice: Practice) -> None:
    async with office(tmp_path, practice, placed=False):
        practice.say_in_group(STRANGER, GROUP, "/id")
        await practice.until(lambda: practice.seen_in_group(TOKEN, GROUP))
        assert [shown["text"] for shown in practice.seen_in_group(TOKEN, GROUP)] == [str(GROUP)]


def privately(made: Office, user: int) -> list[str]:
    return [shown["text"] for shown in made.practice.seen(user, TOKEN)]


async def test_a_late_case_is_named_once_in_the_group_and_to_the_supervisor(mirror: Office) -> None:
    await mirror.member(SARA, "sara", role="supervisor")
    await mirror.member(OMAR, "omar")
    case = await open_case(mirror.world)
    now = mirror.world.clock()

    def late(tx: Transaction) -> None:
        tx.late.plan(ORG, case.id, due=now)
        tx.late.alerted(ORG, case.id, at=now, due=now + timedelta(days=3))
        tx.announce(f"queue:{ORG}")

    await mirror.world.write(late)
    await mirror.shows(case.reference)
    await mirror.until(lambda: any(case.reference in told for told in privately(mirror, SARA)))
    await mirror.world.write(lambda tx: tx.announce(f"queue:{ORG}"))
    await mirror.hand_over()
    assert sum(case.reference in told and "تجاوز" in told for told in privately(mirror, SARA)) == 1
    assert not any(case.reference in told for told in privately(mirror, OMAR))
    assert sum(case.reference in text and "تجاوز" in text for text in mirror.texts()) == 1
    assert await mirror.world.write(lambda tx: tx.late.untold(ORG, limit=9)) == []
