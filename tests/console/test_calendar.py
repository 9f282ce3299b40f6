"""The calendar of interviews on the console."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.ports.store import Transaction
from tests.channels.web.house import House
from tests.console.test_cases_pages import ORG, a_request
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
