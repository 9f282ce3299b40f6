"""The calendar of interviews on the console."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.ports.store import Transaction
from tests.channels.web.house import House
from tests.console.test_cases_pages import ORG, a_request, older_requests
from tests.console.test_console import post, signed_in

PAGE = f"/console/calendar?org={ORG}"


def a_day(home: House) -> str:
    local = home.needs.now().astimezone(ZoneInfo("Asia/Riyadh"))
    return (local + timedelta(days=2)).date().isoformat()


async def test_times_are_added_booked_on_the_phone_and_removed(home: House) -> None:
    case = await a_interview(home)
    day = a_day(home)
    form = {"day": day, "from": "09:00", "length": "30", "count": "2", "place": "المقر"}
    async with signed_in(home, "sara", role="researcher") as staff:
        added = await post(staff, f"/console/calendar/{ORG}/add", PAGE, **form)
        assert added.status_code == 303
        again = await post(staff, f"/console/calendar/{ORG}/add", PAGE, **form)
        assert again.status_code == 409
        assert "مقابلة أخرى" in again.text
        shown = (await staff.get(added.headers["location"])).text
        for words in ("09:00–09:30", "09:30–10:00", "المقر", case, "هـ", "متاح"):
            assert words in shown
        times = await home.store.write(lambda tx: tx.interviews.free(ORG, after=home.needs.now(), limit=9))
        assert len(times) == 2
        took = await post(staff, f"/console/calendar/{ORG}/{times[0].id}/take", PAGE, case=case, week=day)
        assert took.status_code == 303
        late = await post(staff, f"/console/calendar/{ORG}/{times[0].id}/take", PAGE, case=case, week=day)
        assert late.status_code == 409
        assert "سبق غيرك" in late.text
        gone = await post(staff, f"/console/calendar/{ORG}/{times[1].id}/remove", PAGE, week=day)
        assert gone.status_code == 303
        shown = (await staff.get(added.headers["location"])).text
    assert "محجوز" in shown
    assert "09:30–10:00" not in shown
    found = await home.store.read.case(ORG, case)
    assert found is not None
    assert found.stage == "arranged"


async def test_what_is_past_or_not_ours_is_refused(home: House) -> None:
    form = {"day": "2020-01-01", "from": "09:00", "length": "30", "count": "1", "place": ""}
    async with signed_in(home, "sara", role="researcher") as staff:
        past = await post(staff, f"/console/calendar/{ORG}/add", PAGE, **form)
        assert past.status_code == 409
        assert "الوقت مضى" in past.text
        other = await post(staff, "/console/calendar/miras/add", PAGE, **form)
        assert other.status_code == 403
        assert (await staff.get("/console/calendar?org=miras")).status_code == 404
        wrong = await post(staff, f"/console/calendar/{ORG}/add", PAGE, **form | {"length": "long"})
        assert wrong.status_code == 400


async def a_interview(home: House) -> str:
    """Keep a case of the kind interview; return its reference."""
    case = await a_request(home)
    other = replace(case, id="interview-1", reference="AOUN-2026-00009-7", kind="interview", flow="interview")

    def work(tx: Transaction) -> None:
        tx.cases.open(other)
        tx.cases.add_step(
            ORG, other.id, at=other.opened_at, actor="person", action="opened", detail={"stage": "received"}
        )

    await home.store.write(work)
    return other.reference


async def a_family(home: House, number: int = 1) -> str:
    """Keep a report of a family in need; return its reference."""
    case = await a_request(home, number)
    other = replace(
        case, id="family-1", reference="AOUN-2026-00008-6", kind="family-in-need", flow="family-in-need",
        conversation=None, person=None, answers={"family_name": "آل سالم"},
    )  # fmt: skip

    def work(tx: Transaction) -> None:
        tx.cases.open(other)
        tx.cases.add_step(
            ORG, other.id, at=other.opened_at, actor="person", action="opened", detail={"stage": "received"}
        )

    await home.store.write(work)
    return other.reference


async def test_older_cases_of_another_kind_push_none_out_of_the_calendar(home: House) -> None:
    waits, family = await a_interview(home), await a_family(home, 2)
    await older_requests(home, 201)
    async with signed_in(home, "sara", role="supervisor") as staff:
        page = (await staff.get(PAGE)).text
    assert waits in page
    assert family in page


async def stage(home: House, reference: str) -> str:
    found = await home.store.read.case(ORG, reference)
    assert found is not None
    return found.stage


async def test_a_visit_is_planned_for_a_colleague_moved_confirmed_and_called_off(home: House) -> None:
    case, day = await a_family(home), a_day(home)
    async with signed_in(home, "noura", role="researcher"):
        pass
    async with signed_in(home, "sara", role="supervisor") as staff:
        page = (await staff.get(PAGE)).text
        noura = next(
            one for one in await home.store.write(lambda tx: tx.staff.list()) if one.login == "noura"
        )
        assert f'value="{noura.id}"' in page
        form = {"case": case, "who": noura.id, "day": day, "from": "10:00", "length": "60"}
        planned = await post(staff, f"/console/calendar/{ORG}/visit", PAGE, **form)
        assert planned.status_code == 303
        shown = (await staff.get(planned.headers["location"])).text
        for words in ("10:00–11:00", "زيارة", case, noura.name):
            assert words in shown
        assert "آل سالم" not in shown
        assert await stage(home, case) == "visit"
        moved = await post(
            staff, f"/console/calendar/{ORG}/visit", PAGE, **form | {"from": "10:30", "who": noura.id}
        )
        assert moved.status_code == 303
        shown = (await staff.get(moved.headers["location"])).text
        assert "10:30–11:30" in shown
        assert "10:00–11:00" not in shown
        [time] = await home.store.write(lambda tx: tx.interviews.of_case(ORG, "family-1"))
        confirm = f"/console/calendar/{ORG}/{time.id}/confirm"
        assert (await post(staff, confirm, PAGE, week=day)).status_code == 303
        assert (await post(staff, confirm, PAGE, week=day)).status_code == 409
        assert "مؤكدة" in (await staff.get(moved.headers["location"])).text
        off = await post(staff, f"/console/cases/{ORG}/{case}/steps/call-off", PAGE, note="سافروا")
        assert off.status_code == 303
        assert case not in (await staff.get(moved.headers["location"])).text.split('id="visits"')[0]
    assert await stage(home, case) == "received"
    assert not await home.store.write(lambda tx: tx.interviews.of_case(ORG, "family-1"))
    assert not await home.store.write(lambda tx: tx.interviews.free(ORG, after=home.needs.now(), limit=9))


async def test_a_visit_that_cannot_be_changes_nothing(home: House) -> None:
    case, day = await a_family(home), a_day(home)
    form = {"case": case, "day": day, "from": "10:00", "length": "60"}
    add = {"day": day, "from": "10:30", "length": "30", "count": "1", "place": ""}
    async with signed_in(home, "sara", role="researcher") as staff:
        await post(staff, f"/console/calendar/{ORG}/add", PAGE, **add)
        clash = await post(staff, f"/console/calendar/{ORG}/visit", PAGE, **form)
        assert clash.status_code == 409
        assert "مقابلة أخرى" in clash.text
        assert 'value="10:00"' in clash.text
        past = await post(staff, f"/console/calendar/{ORG}/visit", PAGE, **form | {"day": "2020-01-01"})
        assert past.status_code == 409
        other = await post(
            staff, f"/console/calendar/{ORG}/visit", PAGE, **form | {"case": "AOUN-2026-00099-1"}
        )
        assert other.status_code == 409
        # by its own step there is no visit without a time: the page leads to the calendar
        led = await post(staff, f"/console/cases/{ORG}/{case}/steps/plan", PAGE, on=day, place="x")
        assert led.headers["location"].startswith("/console/calendar")
        assert "calendar?org=" in (await staff.get(f"/console/cases/{ORG}/{case}")).text
    assert await stage(home, case) == "received"


async def test_supervisors_add_times_for_colleagues_and_researchers_do_not(home: House) -> None:
    day = a_day(home)
    form = {"day": day, "from": "09:00", "length": "30", "count": "1", "place": ""}
    async with signed_in(home, "noura", role="researcher") as staff:
        accounts = {one.login: one.id for one in await home.store.write(lambda tx: tx.staff.list())}
        assert 'name="who"' not in (await staff.get(PAGE)).text
        mine = await post(staff, f"/console/calendar/{ORG}/add", PAGE, **form)
        assert mine.status_code == 303
    async with signed_in(home, "sara", role="supervisor") as staff:
        late = form | {"from": "11:00"}
        done = await post(staff, f"/console/calendar/{ORG}/add", PAGE, **late, who=accounts["noura"])
        assert done.status_code == 303
        nobody = await post(staff, f"/console/calendar/{ORG}/add", PAGE, **late, who="nobody")
        assert nobody.status_code == 403
        sara = next(
            one.id for one in await home.store.write(lambda tx: tx.staff.list()) if one.login == "sara"
        )
    async with signed_in(home, "huda", role="researcher") as staff:
        others = await post(staff, f"/console/calendar/{ORG}/add", PAGE, **form, who=sara)
        assert others.status_code == 403
    times = await home.store.write(lambda tx: tx.interviews.free(ORG, after=home.needs.now(), limit=9))
    assert [one.staff for one in times] == [accounts["noura"]] * 2


async def test_an_interview_is_confirmed_moved_and_called_off_on_its_time(home: House) -> None:
    case, day = await a_interview(home), a_day(home)
    form = {"day": day, "from": "09:00", "length": "30", "count": "2", "place": "المقر"}
    async with signed_in(home, "sara", role="researcher") as staff:
        week = (await post(staff, f"/console/calendar/{ORG}/add", PAGE, **form)).headers["location"]
        one, two = await home.store.write(lambda tx: tx.interviews.free(ORG, after=home.needs.now(), limit=9))
        here = f"/console/calendar/{ORG}/{one.id}"
        assert (await post(staff, f"{here}/confirm", PAGE, week=day)).status_code == 409, "nobody has it"
        assert (await post(staff, f"{here}/move", PAGE, to=str(two.id), week=day)).status_code == 409
        await post(staff, f"{here}/take", PAGE, case=case, week=day)
        shown = (await staff.get(week)).text
        assert f"{here}/confirm" in shown
        assert f"{here}/move" in shown
        assert f"/console/cases/{ORG}/{case}/steps/call-off" in shown
        assert (await post(staff, f"{here}/confirm", PAGE, week=day)).status_code == 303
        assert (await post(staff, f"{here}/confirm", PAGE, week=day)).status_code == 409
        assert "مؤكدة" in (await staff.get(week)).text
        assert (await post(staff, f"{here}/move", PAGE, to="999", week=day)).status_code == 409
        assert (await post(staff, f"{here}/move", PAGE, to=str(two.id), week=day)).status_code == 303
        moved = await home.store.write(lambda tx: tx.interviews.get(ORG, two.id))
        assert moved is not None
        assert (moved.case, moved.confirmed_at) == ("interview-1", None)
        page = f"/console/cases/{ORG}/{case}"
        why = await post(staff, f"{page}/steps/call-off", PAGE, reason="")
        assert why.status_code == 409
        off = await post(staff, f"{page}/steps/call-off", PAGE, reason="مرض")
        assert off.status_code == 303
        free = await home.store.write(lambda tx: tx.interviews.free(ORG, after=home.needs.now(), limit=9))
    assert [each.id for each in free] == [one.id, two.id]
    assert await stage(home, case) == "received"
    read = home.store.read
    history = [line.action for line in await read.case_steps(ORG, "interview-1")]
    assert history == ["opened", "choose", "confirm", "choose", "call-off"]
