"""Times for interviews: offered within working hours, taken once, moved, given back, reminded of."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.cases import interviews
from bot.cases.interviews import Clash, Gone, NotWorking, Offered, Past
from bot.cases.steps import PERSON, Made
from bot.engine.content import Content
from bot.engine.hours import Holiday
from bot.ports.records import Case
from tests.cases.acting import bring, case_now, open_case, step
from tests.worker.world import MORNINGS, ORG, START, World, content

TOMORROW = START + timedelta(days=1)  # Monday noon in Riyadh
HALF_HOUR = timedelta(minutes=30)


async def offer(world: World, at: datetime = TOMORROW, using: Content | None = None, **fields: Any) -> Any:
    given: dict[str, Any] = {"staff": "sara", "length": HALF_HOUR, "place": "المقر", "by": "sara"} | fields
    return await world.write(
        lambda tx: interviews.offer(tx, using or content(), starts_at=at, now=world.clock(), **given)
    )


async def ask(world: World, user: str = "u1") -> Case:
    return await open_case(world, user, kind="interview", answers={"part_of_day": "any"})


async def times(world: World, case: Case) -> list[int]:
    return [one.id for one in await world.store.read.times_of_case(ORG, case.id)]


async def press(world: World, choice: str, user: str = "u1") -> list[str]:
    return await world.hear(choice=choice, user=user)


async def test_a_time_lies_in_the_future_in_working_hours_and_apart(world: World) -> None:
    working = replace(content(), hours=MORNINGS)  # 8 to 12 in Riyadh
    assert isinstance(await offer(world, START - HALF_HOUR), Past)
    assert isinstance(await offer(world, length=timedelta(minutes=5)), Past)
    eleven = TOMORROW - timedelta(hours=1)
    assert isinstance(await offer(world, eleven, working), Offered)
    assert isinstance(await offer(world, eleven + timedelta(minutes=10), working), Clash)
    assert isinstance(await offer(world, eleven + timedelta(minutes=10), working, staff="omar"), Offered)
    assert isinstance(await offer(world, TOMORROW - timedelta(minutes=10), working), NotWorking)
    day = (2026, 3, 2)
    holiday = Holiday(name={"ar": "إجازة", "en": "Holiday"}, calendar="gregorian", first=day, last=day)
    closed = replace(content(), hours=replace(MORNINGS, holidays=(holiday,)))
    refused = await offer(world, eleven, closed, staff="huda")
    assert isinstance(refused, NotWorking)
    assert refused.holiday == holiday


async def test_the_person_takes_a_time_by_button_and_moves_it(world: World) -> None:
    case = await ask(world)
    first, second = (await offer(world)).time, (await offer(world, TOMORROW + HALF_HOUR)).time
    assert isinstance(await step(world, case, "offer"), Made)
    assert "اختر ما يناسبك" in (await bring(world))[-1]
    listed = await press(world, f"do:times:{case.reference}")
    assert "أيها يناسبك" in listed[-1]
    buttons = world.channel.sent[-1].message.buttons
    assert [one.id for one in buttons[:2]] == [f"do:book:{case.reference}:{n}" for n in (first, second)]
    assert "هـ" in buttons[0].label
    assert "12:00" in buttons[0].label
    assert max(len(one.id.encode()) for one in buttons) <= 64
    said = await press(world, f"do:book:{case.reference}:{first}")
    assert "ثبت موعد" in said[-1]
    assert "12:00 · المقر" in said[-1]
    assert await times(world, case) == [first]
    await press(world, f"do:book:{case.reference}:{second}")
    assert await times(world, case) == [second]
    free = await world.write(lambda tx: tx.interviews.free(ORG, after=world.clock(), limit=9))
    assert [one.id for one in free] == [first]


async def test_of_two_who_want_a_time_one_gets_it(world: World) -> None:
    one, two = await ask(world), await ask(world, "u2")
    time = (await offer(world)).time
    other = (await offer(world, TOMORROW + HALF_HOUR)).time
    await press(world, f"do:book:{one.reference}:{time}")
    said = await press(world, f"do:book:{two.reference}:{time}", "u2")
    assert "سبقك غيرك" in said[-1]
    assert f"do:book:{two.reference}:{other}" in [each.id for each in world.channel.sent[-1].message.buttons]
    assert (await times(world, one), await times(world, two)) == ([time], [])
    late = await world.write(
        lambda tx: interviews.take(tx, content(), two.reference, time, actor=PERSON, now=world.clock())
    )
    assert isinstance(late, Gone)


async def test_nobody_takes_a_time_for_a_case_of_another_chat(world: World) -> None:
    case = await ask(world)
    time = (await offer(world)).time
    await world.hear("مرحبا", user="stranger")
    said = await press(world, f"do:book:{case.reference}:{time}", "stranger")
    assert "لا يمكن" in said[-1]
    assert await times(world, case) == []
    assert not any("المقر" in text for text in await press(world, f"do:times:{case.reference}", "stranger"))


async def test_calling_it_off_frees_the_time(world: World) -> None:
    case = await ask(world)
    time = (await offer(world)).time
    await press(world, f"do:book:{case.reference}:{time}")
    await press(world, f"do:retract-yes:{case.reference}")
    assert (await case_now(world, case)).stage == "withdrawn"
    assert await times(world, case) == []
    refused = await press(world, f"do:book:{case.reference}:{time}")
    assert "لا يمكن" in refused[-1]
    assert await times(world, case) == []


async def test_staff_book_on_the_phone_and_the_history_says_who(world: World) -> None:
    case = await ask(world)
    time = (await offer(world)).time
    made = await world.write(
        lambda tx: interviews.take(tx, content(), case.reference, time, actor="sara", now=world.clock())
    )
    assert isinstance(made, Made)
    history = await world.store.read.case_steps(ORG, case.id)
    assert (history[-1].actor, history[-1].action) == ("sara", "choose")


async def test_the_day_before_the_person_is_reminded_once_and_not_at_night(world: World) -> None:
    case = await ask(world)
    time = (await offer(world, datetime(2026, 3, 5, 5, 30, tzinfo=UTC))).time  # Thursday, half past eight
    await press(world, f"do:book:{case.reference}:{time}")
    await bring(world)
    assert await world.worker.reminders.remind_due() == 0
    world.clock.time = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)  # 23:00 in Riyadh
    assert await world.worker.reminders.remind_due() == 1
    assert await world.worker.reminders.remind_due() == 0
    assert await bring(world) == []
    world.clock.time = datetime(2026, 3, 5, 5, 1, tzinfo=UTC)
    told = await bring(world)
    assert "نذكّرك بمقابلتك" in told[-1]
    assert json.dumps(told, ensure_ascii=False).count("نذكّرك بمقابلتك") == 1


async def test_no_free_time_offers_a_person(world: World) -> None:
    case = await ask(world)
    said = await press(world, f"do:times:{case.reference}")
    assert "لا أوقات متاحة" in said[-1]
    assert "person" in [one.id for one in world.channel.sent[-1].message.buttons]


async def confirmed(world: World, case: Case) -> list[bool]:
    found = await world.store.read.times_of_case(ORG, case.id)
    return [one.confirmed_at is not None for one in found]


async def actions(world: World, case: Case) -> list[str]:
    return [one.action for one in await world.store.read.case_steps(ORG, case.id)]


async def test_the_person_confirms_under_the_reminder_and_once(world: World) -> None:
    case = await ask(world)
    time = (await offer(world, TOMORROW + timedelta(days=1))).time
    await press(world, f"do:book:{case.reference}:{time}")
    assert f"do:attend:{case.reference}" in [one.id for one in world.channel.sent[-1].message.buttons]
    world.clock.pass_(days=1, hours=1)
    assert await world.worker.reminders.remind_due() == 1
    assert "نذكّرك بمقابلتك" in (await bring(world))[-1]
    assert f"do:attend:{case.reference}" in [one.id for one in world.channel.sent[-1].message.buttons]
    assert await confirmed(world, case) == [False]
    said = await press(world, f"do:attend:{case.reference}")
    assert "تأكد حضورك" in said[-1]
    assert "12:00 · المقر" in said[-1]
    assert await confirmed(world, case) == [True]
    assert "تأكد حضورك" in (await press(world, f"do:attend:{case.reference}"))[-1]
    assert (await actions(world, case)).count("confirm") == 1


async def test_what_was_confirmed_is_not_once_the_time_is_moved(world: World) -> None:
    case = await ask(world)
    first, second = (await offer(world)).time, (await offer(world, TOMORROW + HALF_HOUR)).time
    await press(world, f"do:book:{case.reference}:{first}")
    await press(world, f"do:attend:{case.reference}")
    await press(world, f"do:book:{case.reference}:{second}")
    assert await confirmed(world, case) == [False]
    free = await world.write(lambda tx: tx.interviews.free(ORG, after=world.clock(), limit=9))
    assert [(one.id, one.confirmed_at) for one in free] == [(first, None)]


async def test_a_time_outside_the_calendar_is_confirmed_too_and_a_stranger_confirms_none(
    world: World,
) -> None:
    case = await ask(world)
    assert isinstance(await step(world, case, "arrange", on="2026-03-09", place="10:00 · المقر"), Made)
    await bring(world)
    await world.hear("مرحبا", user="stranger")
    assert "لا يمكن" in (await press(world, f"do:attend:{case.reference}", "stranger"))[-1]
    assert "confirm" not in await actions(world, case)
    assert "10:00 · المقر" in (await press(world, f"do:attend:{case.reference}"))[-1]
    await press(world, f"do:attend:{case.reference}")
    assert (await actions(world, case)).count("confirm") == 1


async def test_nothing_is_confirmed_once_it_is_over_or_called_off(world: World) -> None:
    case = await ask(world)
    time = (await offer(world)).time
    await press(world, f"do:book:{case.reference}:{time}")
    world.clock.pass_(days=3)
    await press(world, f"do:attend:{case.reference}")
    assert await confirmed(world, case) == [False]
    assert isinstance(await step(world, case, "call-off", reason="مرض من يستقبل"), Made)
    assert "لا يمكن" in (await press(world, f"do:attend:{case.reference}"))[-1]


async def test_staff_call_a_time_off_and_the_request_stays(world: World) -> None:
    case = await ask(world)
    time = (await offer(world)).time
    await press(world, f"do:book:{case.reference}:{time}")
    await press(world, f"do:attend:{case.reference}")
    assert type(await step(world, case, "call-off")).__name__ == "Missing"
    assert isinstance(await step(world, case, "call-off", reason="مرض من يستقبل"), Made)
    told = (await bring(world))[-1]
    assert "أُلغي موعد مقابلتك" in told
    assert "مرض من يستقبل" in told
    buttons = [one.id for one in world.channel.sent[-1].message.buttons]
    assert buttons[:2] == [f"do:times:{case.reference}", "person"]
    assert (await case_now(world, case)).stage == "received"
    free = await world.write(lambda tx: tx.interviews.free(ORG, after=world.clock(), limit=9))
    assert [(one.id, one.confirmed_at) for one in free] == [(time, None)]
    await press(world, f"do:book:{case.reference}:{time}")
    assert (await case_now(world, case)).stage == "arranged"
