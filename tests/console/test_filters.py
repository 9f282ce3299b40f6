"""Lists by their address."""

import re
from collections.abc import Mapping
from datetime import timedelta

import pytest

from bot.console.filters import Filters, address, clean
from bot.console.queue import PAGE
from bot.desk.teams import set_team
from bot.messages import Address
from bot.ports.store import Transaction
from bot.worker.service import utc_now
from tests.channels.web.house import House
from tests.console.test_console import a_chat, address_of, post, signed_in


def shown(page: str) -> set[str]:
    return set(re.findall(r'href="(/console/chat/[^"]+)"', page))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("waiting", "waiting"),
        ("waiting?", "waiting"),
        ("mine?priority=urgent&org=aoun", "mine?org=aoun&priority=urgent"),
        ("all?channel=web&channel=&language=ar", "all?channel=web&language=ar"),
        ("all?priority=highest&language=fr&next=https://x.sa", "all"),
        ("waiting?topic=review-time&q=x", "waiting?topic=review-time&q=x"),
        ("all?channel=%26lang%3Den", "all?channel=%26lang%3Den"),
    ],
)
def test_an_address_keeps_the_filters_that_exist(given: str, kept: str) -> None:
    assert address(*clean(given)) == kept


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"aoun", "banan"}),
        ({"org": "banan"}, {"banan"}),
        ({"priority": "urgent"}, {"banan"}),
        ({"org": "banan", "priority": "normal"}, set()),
        ({"channel": "web", "language": "ar"}, {"aoun", "banan"}),
        ({"channel": "telegram"}, set()),
        ({"language": "en"}, set()),
        ({"topic": "review-time"}, set()),
    ],
)
async def test_a_list_shows_what_its_address_says(
    home: House, query: Mapping[str, str], found: set[str]
) -> None:
    chats = {"aoun": await a_chat(home), "banan": await a_chat(home, "urgent", "banan")}
    async with signed_in(home, "sara") as staff:
        page = (await staff.get("/console/waiting", params=query)).text
        other = re.search(r'class="quiet" href="([^"]+)"', page)
    assert shown(page) == {address_of(chats[one]) for one in found}
    assert other is not None
    kept = Filters.read(query).query.replace("&", "&amp;")
    assert kept in other[1]


async def test_all_chats_have_pages_and_a_channel_is_looked_for_in_all_of_them(home: House) -> None:
    now = utc_now()

    def fill(tx: Transaction) -> None:
        for number in range(PAGE + 5):
            channel = "phone" if number == 0 else "web"
            here = Address(organisation="aoun", channel=channel, user=f"v{number}")
            chat = tx.conversations.open(here, language="ar", now=now)
            tx.conversations.heard("aoun", chat.id, at=now + timedelta(seconds=number))

    await home.store.write(fill)
    async with signed_in(home, "sara") as staff:
        first = (await staff.get("/console/all?org=aoun")).text
        onwards = re.search(r'rel="next" href="([^"]+)"', first)
        assert onwards is not None
        second = (await staff.get(onwards[1].replace("&amp;", "&"))).text
        phone = (await staff.get("/console/all?channel=phone")).text
    assert len(shown(first)) == PAGE
    assert len(shown(second)) == 5
    assert not shown(first) & shown(second)
    assert 'rel="next"' not in second
    assert '<a href="/console/all?org=aoun">' in second
    assert shown(phone) < shown(second)
    assert 'value="phone"' in first


async def test_who_waits_on_a_channel_is_found_behind_many_others(home: House) -> None:
    now = utc_now()

    def fill(tx: Transaction) -> str:
        for number in range(PAGE + 1):
            here = Address(
                organisation="aoun", channel="phone" if number == PAGE else "web", user=f"v{number}"
            )
            chat = tx.conversations.open(here, language="ar", now=now)
            tx.conversations.put_waiting(
                "aoun", chat.id, reason="asked", priority="normal", danger=None, topic=None,
                now=now + timedelta(seconds=number),
            )  # fmt: skip
        return f"/console/chat/aoun/{chat.id}"

    last = await home.store.write(fill)
    async with signed_in(home, "sara") as staff:
        assert last not in shown((await staff.get("/console/waiting")).text)
        page = (await staff.get("/console/waiting?channel=phone")).text
        assert shown(page) == {last}
        assert 'value="web"' in page


async def test_my_team_is_what_waits_for_it_and_what_its_members_hold(home: House) -> None:
    waits, held, other = [await a_chat(home, text) for text in ("person", "person", "person")]
    async with signed_in(home, "sara") as sara, signed_in(home, "fahad") as fahad:
        assert shown((await sara.get("/console/team")).text) == set()
        for login in ("sara", "fahad"):
            await home.store.write(
                lambda tx, login=login: set_team(tx, login, "legal", organisation="aoun", now=utc_now())  # type: ignore[misc]
            )
        await post(sara, f"{address_of(waits)}/transfer", to="team:legal")
        await post(fahad, f"{address_of(held)}/claim")
        page = (await sara.get("/console/team")).text
    assert shown(page) == {address_of(waits), address_of(held)}
    assert address_of(other) not in page


async def test_a_saved_list_is_its_owners_and_can_be_forgotten(home: House) -> None:
    await a_chat(home)
    async with signed_in(home, "sara") as sara, signed_in(home, "fahad") as fahad:
        place = {"page": "/console/waiting?org=aoun", "list": "waiting?org=aoun&lang=en"}
        saved = await post(sara, "/console/views/save", name="  عون   العاجل ", **place)
        assert saved.headers["location"] == "/console/waiting?org=aoun"
        assert "☆ عون العاجل" in (await sara.get("/console/mine")).text
        assert "عون العاجل" not in (await fahad.get("/console/mine")).text
        await post(sara, "/console/views/drop", name="عون العاجل", **place)
        assert "☆" not in (await sara.get("/console/mine")).text


@pytest.mark.parametrize(
    ("name", "address", "status", "location"),
    [
        (" ", "waiting?org=aoun", 303, "/console/waiting?org=aoun&unfit=name"),
        ("x" * 61, "waiting", 303, "/console/waiting?unfit=name"),
        ("x", "https://elsewhere.sa", 404, None),
        ("x", "all?channel=" + "x" * 400, 400, None),
    ],
)
async def test_what_is_no_list_is_not_saved(
    home: House, name: str, address: str, status: int, location: str | None
) -> None:
    async with signed_in(home, "sara") as staff:
        page = "/console/waiting?org=aoun"
        answer = await post(staff, "/console/views/save", page=page, name=name, list=address)
        assert (answer.status_code, answer.headers.get("location")) == (status, location)
        if location:
            assert "لا يزيد على ستين حرفًا" in (await staff.get(location)).text


async def test_twenty_lists_are_enough_and_one_of_them_may_change(home: House) -> None:
    async with signed_in(home, "sara") as staff:
        page = "/console/waiting?org=aoun"
        for number in range(20):
            await post(staff, "/console/views/save", page=page, name=f"n{number}", list="all?org=aoun")
        more = await post(staff, "/console/views/save", page=page, name="more", list="all?org=banan")
        assert more.headers["location"].endswith("unfit=many")
        again = await post(staff, "/console/views/save", page=page, name="n3", list="all?org=banan")
        assert again.headers["location"] == "/console/all?org=banan"
        assert (await staff.get("/console/all")).text.count("☆") == 20


async def test_a_search_looks_in_the_list_or_in_all(home: House) -> None:
    found, other = await a_chat(home, "person"), await a_chat(home, "سؤال عن الإعانة")
    async with signed_in(home, "sara") as staff:
        for view, query, expected in (
            ("waiting", "اعانه", set()),
            ("all", "اعانه", {address_of(other)}),
            ("all", found.id[:6], {address_of(found)}),
        ):
            page = (await staff.get(f"/console/{view}", params={"q": query})).text
            assert shown(page) == expected, (view, query)
            assert ("ابحث في كل المحادثات" in page) == (view == "waiting")
