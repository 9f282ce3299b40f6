"""Putting a chat off on its page, and the list of those."""

from datetime import timedelta

import pytest

from bot.worker.service import utc_now
from tests.channels.web.house import House
from tests.console.test_console import a_chat, address_of, post, signed_in


async def test_a_chat_is_put_off_and_brought_back(home: House) -> None:
    chat = await a_chat(home)
    page = address_of(chat)
    async with signed_in(home, "sara") as staff:
        assert page in (await staff.get("/console/waiting")).text
        done = await post(staff, f"{page}/snooze", page, when="tomorrow")
        assert (done.status_code, done.json()["done"]) == (200, True)
        assert page not in (await staff.get("/console/waiting")).text
        listed = (await staff.get("/console/snoozed")).text
        assert page in listed
        assert "مؤجلة حتى" in listed
        assert "مؤجلة حتى" in (await staff.get(f"{page}/panel")).text
        await post(staff, f"{page}/awake", page)
        assert page in (await staff.get("/console/waiting")).text
        assert page not in (await staff.get("/console/snoozed")).text


@pytest.mark.parametrize(
    ("days", "clock", "status"),
    [(2, "", 200), (2, "15:30", 200), (-2, "", 400), (400, "", 400), (None, "", 400)],
)
async def test_a_date_is_chosen(home: House, days: int | None, clock: str, status: int) -> None:
    chat = await a_chat(home)
    day = (utc_now() + timedelta(days=days)).date().isoformat() if days is not None else ""
    async with signed_in(home, "sara") as staff:
        page = address_of(chat)
        done = await post(staff, f"{page}/snooze", page, when="date", day=day, clock=clock)
    assert done.status_code == status
    assert bool(done.json()["message"]) is (status != 200)
    row = await home.store.read.conversation("aoun", chat.id)
    assert row is not None
    assert (row.snooze == "until") is (status == 200)


async def test_waiting_on_the_person_ends_when_they_write(home: House) -> None:
    chat = await a_chat(home)
    page = address_of(chat)
    async with signed_in(home, "sara") as staff:
        await post(staff, f"{page}/snooze", page, when="person")
        assert "ننتظر صاحب المحادثة" in (await staff.get("/console/snoozed?lang=ar")).text
        assert "Waiting for the person" in (await staff.get("/console/snoozed?lang=en")).text
