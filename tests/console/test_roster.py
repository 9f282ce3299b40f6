"""The page of the duty roster, and what the lists and chats show of it."""

from datetime import timedelta

from bot.desk import duty
from bot.engine.hours import DAYS_IN_ORDER, weekday
from bot.ports.records import Shift
from bot.worker.service import utc_now
from tests.channels.web.house import House
from tests.console.test_console import a_chat, address_of, post, signed_in

PAGE = "/console/roster"


async def _id(home: House, login: str) -> str:
    found = await home.store.write(lambda tx: tx.staff.by_login(login))
    assert found is not None
    return found.id


async def test_a_supervisor_sets_who_works_when(home: House) -> None:
    async with signed_in(home, "omar") as boss, signed_in(home, "sara", role="researcher") as sara:
        who = await _id(home, "sara")
        today = weekday(duty.local_day(utc_now(), home.needs.contents("aoun")))
        form = {"who": who, "day": today, "opens": "00:00", "closes": "00:00"}
        assert (await post(sara, f"{PAGE}/aoun/shift", "/console/account", **form)).status_code == 403
        assert "لا أحد مناوب الآن" in (await boss.get(PAGE)).text
        await post(boss, f"{PAGE}/aoun/shift", PAGE, **form)
        shown = (await sara.get(PAGE)).text
        assert "المناوبون الآن: Sara" in shown
        assert 'name="opens"' not in shown
        assert "المناوبون الآن: Sara" in (await sara.get("/console/waiting")).text
        (shift,) = await home.store.read.shifts("aoun")
        assert (shift.day, shift.opens, shift.closes) == (today, 0, 1440)
        gone = await post(boss, f"{PAGE}/aoun/drop-shift", PAGE, row=str(shift.id))
        assert gone.headers["location"] == f"{PAGE}?org=aoun"
        assert (await post(boss, f"{PAGE}/aoun/drop-shift", PAGE, row=str(shift.id))).status_code == 404
        odd = await post(boss, f"{PAGE}/aoun/shift", PAGE, **(form | {"opens": "25:00"}))
        assert odd.headers["location"].endswith("unfit=times")
        assert "نهاية المناوبة" in (await boss.get(odd.headers["location"])).text
        assert (await post(boss, f"{PAGE}/miras/shift", PAGE, **form)).status_code == 404


async def test_who_stands_in_sees_and_takes_the_chat(home: House) -> None:
    chat = await a_chat(home)
    page = address_of(chat)
    async with (
        signed_in(home, "boss") as boss,
        signed_in(home, "sara", role="researcher") as sara,
        signed_in(home, "huda", role="researcher") as huda,
    ):
        await post(sara, f"{page}/claim", page)
        assert page not in (await huda.get("/console/mine")).text
        today = duty.local_day(utc_now(), home.needs.contents("aoun"))
        form = {
            "who": await _id(home, "sara"),
            "first": today.isoformat(),
            "cover": await _id(home, "huda"),
        }
        await post(boss, f"{PAGE}/aoun/absence", PAGE, **form)
        assert "ينوب عنه Huda" in (await sara.get(PAGE)).text
        assert page in (await huda.get("/console/mine")).text
        assert "استلام نيابة عن الغائب" in (await huda.get(page)).text
        assert "استلام نيابة عن الغائب" not in (await boss.get(page)).text
        done = await post(huda, f"{page}/stand-in", page)
        assert done.json()["done"] is True
        row = await home.store.read.conversation("aoun", chat.id)
        assert row is not None
        assert row.holder == form["cover"]
        wrong = form | {"last": (today - timedelta(days=1)).isoformat()}
        answer = await post(boss, f"{PAGE}/aoun/absence", PAGE, **wrong)
        assert answer.headers["location"].endswith("unfit=days")


async def test_the_sound_calls_who_is_on_duty_first(home: House) -> None:
    from bot.console.duty import calling
    from tests.console.visiting import visit_of

    chat = await a_chat(home)
    async with signed_in(home, "sara"), signed_in(home, "omar"):
        sara, omar = await visit_of(home, "sara"), await visit_of(home, "omar")
        assert [await calling(one, [chat]) for one in (sara, omar)] == [1, 1]
        for day in DAYS_IN_ORDER:
            one = Shift(
                id=0, organisation="aoun", team="", day=day, opens=0, closes=1440, staff=sara.staff.id
            )
            await home.store.write(lambda tx, one=one: tx.duty.add_shift(one))  # type: ignore[misc]
        assert [await calling(one, [chat]) for one in (sara, omar)] == [1, 0]
        await home.store.write(lambda tx: tx.conversations.alerted("aoun", chat.id, at=utc_now()))
        late = await home.store.read.conversation("aoun", chat.id)
        assert late is not None
        assert await calling(omar, [late]) == 1
