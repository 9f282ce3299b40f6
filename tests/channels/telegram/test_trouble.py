"""Storms, lost connections, restarts, repeated and reordered updates, big files, other people's buttons."""

from dataclasses import replace
from pathlib import Path

from bot.channels.telegram.accounts import Account
from bot.channels.telegram.pace import telegrams_pace
from bot.messages import Inbound
from bot.ports.records import Line
from bot.practice.telegram import Practice, Rates
from tests.channels.telegram.house import AOUN, MIRAS, OWN, SHARED, House, labels, living, texts
from tests.worker.world import content

QUESTION = "متى يصلني الرد؟"


async def test_a_storm_that_goes_on_is_sat_out(house: House) -> None:
    practice = house.practice
    practice.fail("429", method="sendMessage", times=24)
    for user in range(1, 13):
        practice.write(user, OWN, QUESTION)
    await house.quiet()
    said = [texts(practice.seen(user, OWN)) for user in range(1, 13)]
    assert {len(each) for each in said} == {3}
    assert len({tuple(each) for each in said}) == 1  # everybody in the same order
    refused = [call for call in practice.calls(OWN, "sendMessage") if call.code == 429]
    assert len(refused) == 24


async def test_a_connection_lost_after_sending_repeats_that_message_alone(house: House) -> None:
    practice = house.practice
    practice.fail("drop-after", method="sendMessage", times=1)
    practice.write(7, OWN, QUESTION)
    await house.quiet()
    said = texts(practice.seen(7, OWN))
    assert len(said) == 4
    assert said[0] == said[1]  # nobody can know that it had arrived
    assert len(set(said)) == 3


async def test_updates_twice_and_out_of_order_while_running(house: House) -> None:
    practice = house.practice
    for number in range(5):
        practice.write(7, OWN, f"رسالة {number}")
    practice.repeat(OWN, last=5, backwards=True)
    practice.repeat(OWN, last=3)
    await house.quiet()
    said = [line.text for line in await house.lines(7) if line.direction == "in"]
    assert sorted(said) == [f"رسالة {number}" for number in range(5)]


async def test_an_album_again_after_a_restart_changes_nothing(tmp_path: Path, practice: Practice) -> None:
    async with living(tmp_path, practice) as house:
        practice.write(7, OWN, "مرحبا")
        await house.quiet()
        for letter in b"abc":
            practice.send_file(7, OWN, b"%PDF-1.4\n" + bytes([letter]), name="a.pdf", album="one")
        await house.quiet()
        before = texts(practice.seen(7, OWN)), len(await house.lines(7))
    for last in (3, 1):  # all of it, or what had not been confirmed
        practice.repeat(OWN, last=last)
        async with living(tmp_path, practice) as house:
            await house.quiet()
            assert (texts(practice.seen(7, OWN)), len(await house.lines(7))) == before
    said = [line for line in await house_lines(tmp_path, practice) if line.direction == "in"]
    assert [len(line.attachments) for line in said] == [0, 3]


async def house_lines(folder: Path, practice: Practice) -> list[Line]:
    async with living(folder, practice) as house:
        return await house.lines(7)


async def test_limits_are_not_even_touched(tmp_path: Path, practice: Practice) -> None:
    practice.limits(Rates())
    async with living(tmp_path, practice, pace=telegrams_pace) as house:
        for user in range(1, 16):
            practice.write(user, OWN, QUESTION)
        practice.write(3, OWN, QUESTION)
        practice.write(3, OWN, QUESTION)
        await house.quiet()
    assert [call.code for call in practice.calls(OWN, "sendMessage") if call.code != 200] == []
    assert [len(practice.seen(user, OWN)) for user in range(1, 16)] == [3, 3, 5] + [3] * 12


async def test_lost_connections_while_polling_and_sending(house: House) -> None:
    practice = house.practice
    practice.fail("drop", method="getUpdates", times=2)
    practice.fail("drop", method="sendMessage", times=1)
    practice.fail("500", method="sendMessage", times=1)
    for user in (7, 8):  # one meets the one fault, one the other
        practice.write(user, OWN, QUESTION)
    await house.quiet()
    for user in (7, 8):
        assert len(practice.seen(user, OWN)) == 3
        assert "أسبوعين" in texts(practice.seen(user, OWN))[-1]


async def test_the_same_updates_again_after_a_restart_change_nothing(
    tmp_path: Path, practice: Practice
) -> None:
    async with living(tmp_path, practice) as house:
        practice.write(7, OWN, "/start")
        practice.write(7, OWN, QUESTION)
        await house.quiet()
        shown = next(each for each in practice.seen(7, OWN) if labels(each))
        practice.press(7, OWN, shown["message_id"], labels(shown)[-1])
        await house.quiet()
        before = texts(practice.seen(7, OWN)), len(await house.lines(7))
    for backwards in (False, True):
        practice.repeat(OWN, last=3, backwards=backwards)
        async with living(tmp_path, practice) as house:
            await house.quiet()
            assert (texts(practice.seen(7, OWN)), len(await house.lines(7))) == before


async def test_buttons_survive_a_restart(tmp_path: Path, practice: Practice) -> None:
    async with living(tmp_path, practice) as house:
        practice.write(7, OWN, "/start")
        await house.quiet()
    async with living(tmp_path, practice) as house:
        shown = practice.seen(7, OWN)[-1]
        practice.press(7, OWN, shown["message_id"], "💬 مدة الدراسة")
        await house.quiet()
        assert "أسبوعين" in texts(practice.seen(7, OWN))[-1]


async def test_a_button_of_another_person_is_refused(house: House) -> None:
    practice = house.practice
    practice.write(7, OWN, "/start")
    await house.quiet()
    shown = practice.seen(7, OWN)[-1]
    press = practice.press_foreign(8, OWN, 7, shown["message_id"], "topic:review-time")
    await house.quiet()
    assert practice.answer(press)["alert"] is True
    assert await house.conversation(8) is None
    assert len(practice.seen(7, OWN)) == 2


async def test_many_presses_at_once_count_once(house: House) -> None:
    practice = house.practice
    practice.write(7, OWN, "/start")
    await house.quiet()
    shown = practice.seen(7, OWN)[-1]
    presses = [practice.press(7, OWN, shown["message_id"], "topic:review-time", stale=True) for _ in range(5)]
    await house.quiet()
    assert sum("أسبوعين" in text for text in texts(practice.seen(7, OWN))) == 1
    assert [practice.answer(press)["answered"] for press in presses] == [True] * 5


async def test_order_is_kept_although_a_file_is_slow(house: House) -> None:
    practice = house.practice
    practice.write(7, OWN, "مرحبا")
    await house.quiet()
    big = b"%PDF-1.4\n" + bytes(20 * 2**20 - 9)
    practice.send_file(7, OWN, big, name="big.pdf", caption="هذا ملفي")
    practice.write(7, OWN, "بعد الملف")
    practice.write(8, OWN, QUESTION)
    await house.quiet()
    said = [line for line in await house.lines(7) if line.direction == "in"]
    assert [line.text for line in said] == ["مرحبا", "هذا ملفي", "بعد الملف"]
    assert await house.files.get(said[1].attachments[0].key) == big
    assert any("20.0" in text and "وصل" in text for text in texts(practice.seen(7, OWN)))
    assert "أسبوعين" in texts(practice.seen(8, OWN))[-1]


async def test_an_inbox_that_takes_nothing_keeps_the_update_with_telegram(
    tmp_path: Path, practice: Practice
) -> None:
    async with living(tmp_path, practice) as house:
        taken, failures = house.worker.accept, [OSError("disk full")]

        async def failing(inbound: Inbound) -> bool:
            if failures:
                raise failures.pop()
            return await taken(inbound)

        await practice.until(lambda: house.channel.intakes)
        house.channel.intakes[111].arrivals.accept = failing
        practice.write(7, OWN, QUESTION)
        await practice.until(lambda: not failures)
        assert practice.waiting(OWN) == 1
        await house.quiet()
        assert "أسبوعين" in texts(practice.seen(7, OWN))[-1]


async def test_groups_are_declined_and_left(house: House) -> None:
    practice = house.practice
    practice.add_group(-50, members=(7,))
    practice.add_to_group(OWN, -50, by=7, rights=None)
    await practice.until(lambda: practice.calls(OWN, "leaveChat"))
    await house.quiet()
    assert "أغادر" in texts(practice.seen_in_group(OWN, -50))[0]
    assert await house.conversation(7) is None


async def test_a_group_that_becomes_a_supergroup_is_left_too(house: House) -> None:
    practice = house.practice
    practice.add_group(-60, members=(7,))
    practice.fail("500", method="leaveChat")  # the first try is lost, so the bot is in it still
    practice.add_to_group(OWN, -60, by=7, rights=None)
    await practice.until(lambda: practice.calls(OWN, "leaveChat"))
    await house.quiet()
    new = practice.migrate(-60)
    await practice.until(lambda: practice.world.rooms[0, new].members[111] == "left")
    practice.write(7, OWN, QUESTION)
    await house.quiet()
    assert "أسبوعين" in texts(practice.seen(7, OWN))[-1]


async def test_who_is_served_by_a_shared_bot_stays_there_after_a_restart(
    tmp_path: Path, practice: Practice
) -> None:
    both = (Account(token=SHARED, organisations=(AOUN, MIRAS)),)
    async with living(tmp_path, practice, both) as house:
        practice.write(7, SHARED, "/start aoun")
        practice.write(7, SHARED, QUESTION)
        practice.write(7, SHARED, "/start miras")
        await house.quiet(SHARED)
        counts = len(await house.lines(7, AOUN)), len(await house.lines(7, MIRAS))
    practice.repeat(SHARED, last=2)
    async with living(tmp_path, practice, both) as house:
        await house.quiet(SHARED)
        assert (len(await house.lines(7, AOUN)), len(await house.lines(7, MIRAS))) == counts
        practice.write(7, SHARED, QUESTION)
        await house.quiet(SHARED)
        assert len(await house.lines(7, MIRAS)) > counts[1]


async def test_typing_is_shown_to_who_waits(house: House) -> None:
    practice, accept = house.practice, house.worker.accept
    await practice.until(lambda: house.channel.intakes)

    async def kept_only(inbound: Inbound) -> bool:
        return await house.store.write(lambda tx: house.worker.receiver._arrive(tx, inbound)) is not None

    practice.write(7, OWN, "مرحبا")
    await house.quiet()
    assert practice.calls(OWN, "sendChatAction") == []
    house.channel.intakes[111].arrivals.accept = kept_only  # as if the worker were busy
    practice.write(7, OWN, QUESTION)
    await practice.until(lambda: practice.calls(OWN, "sendChatAction"))
    house.channel.intakes[111].arrivals.accept = accept
    await house.worker.receiver.recover()
    await house.quiet()
    assert "أسبوعين" in texts(practice.seen(7, OWN))[-1]


async def test_commands_are_set_per_language_and_follow_the_content(
    tmp_path: Path, practice: Practice
) -> None:
    now = [content(AOUN)]
    async with living(tmp_path, practice, contents=lambda _: now[0], commands_every=0.05):
        await practice_until_commands(practice, 3)
        shown = {call["language_code"]: call["commands"] for call in commands_set(practice)}
        assert set(shown) == {"", "ar", "en"}
        assert shown[""] == shown["ar"]
        assert "complaint" in shown["en"]
        assert shown["en"] != shown["ar"]
        now[0] = replace(now[0], menu=("flow:suggestion",))
        await practice_until_commands(practice, 6)
        assert all("suggestion" in call["commands"] for call in commands_set(practice)[3:])


def commands_set(practice: Practice) -> list[dict[str, str]]:
    calls = [call.parameters for call in practice.calls(OWN, "setMyCommands")]
    return [
        {"language_code": str(call.get("language_code", "")), "commands": str(call["commands"])}
        for call in calls
    ]


async def practice_until_commands(practice: Practice, count: int) -> None:
    await practice.until(lambda: len(commands_set(practice)) >= count)
