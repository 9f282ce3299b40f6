"""A sent reply is corrected on its chat's page, and news is asked for where a stream does not arrive."""

import re

import httpx
import pytest

from bot.console.visits import HOME
from tests.channels.web.house import House
from tests.console.test_console import a_chat, address_of, post, signed_in


async def replied(desk: httpx.AsyncClient, page: str) -> int:
    done = await post(desk, f"{page}/reply", page, text="يوم الأحد", key="k1", seen_line="99")
    assert done.json()["done"], done.text
    found = re.search(r'name="line" value="(\d+)"', (await desk.get(page)).text)
    assert found
    return int(found[1])


async def test_a_correction_is_sent_once_and_both_texts_are_kept(home: House) -> None:
    chat = await a_chat(home)
    page = address_of(chat)
    async with signed_in(home, "sara") as desk:
        line = await replied(desk, page)
        for _ in range(2):
            done = await post(
                desk, f"{page}/correct", page, line=str(line), key="c1", text="يوم الاثنين 1000000008"
            )
            assert (done.status_code, done.json()["done"]) == (200, True)
        shown = (await desk.get(page)).text
        lines = await home.store.read.lines("aoun", chat.id)
        own = [each for each in lines if each.direction == "staff"]
        assert [each.text.partition(" ")[2] or each.text for each in own][-1].endswith("1•••••••08")
        assert len(own) == 2
        assert f'data-corrects="{line}"' in shown
        assert "صُحّحت" in shown
        assert "الأرقام المحجوبة" in shown
        news = await desk.get(f"{HOME}/news", params={"chat": f"aoun/{chat.id}/{line}"})
        told = {one["type"]: one["data"] for one in news.json()}
        assert {"line", "queue", "panel"} <= told.keys()
        assert "يوم الاثنين" in told["line"]["html"]
        other = await desk.get(f"{HOME}/news", params={"visit": "somebody else"})
        assert other.json() == [{"type": "signed-out", "data": {}}]


@pytest.mark.parametrize(
    ("staff", "fields", "status"),
    [
        ("fahad", {}, 403),
        ("sara", {"text": " "}, 400),
        ("sara", {"text": "ا" * 4001}, 413),
        ("sara", {"line": "999999"}, 404),
        ("sara", {"line": "x"}, 400),
        ("sara", {"key": ""}, 400),
    ],
)
async def test_what_is_refused(home: House, staff: str, fields: dict[str, str], status: int) -> None:
    chat = await a_chat(home)
    page = address_of(chat)
    async with signed_in(home, "sara") as sara, signed_in(home, "fahad") as fahad:
        given = {"line": str(await replied(sara, page)), "key": "c1", "text": "يوم الاثنين", **fields}
        done = await post(fahad if staff == "fahad" else sara, f"{page}/correct", page, **given)
    assert done.status_code == status
    lines = await home.store.read.lines("aoun", chat.id)
    assert [each.text for each in lines if each.direction == "staff"] == ["يوم الأحد"]
