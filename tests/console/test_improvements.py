"""The improvement register: kept, changed, published to people and told in the chat; each act is audited."""

import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.content import Library
from bot.engine.respond import respond
from bot.messages import Address, Inbound
from tests.browser.assembly import assembled
from tests.channels.web.house import House
from tests.console.test_console import post, signed_in

PAGE = "/console/improvements"
FINDING = {
    "source": "survey", "finding": "الانتظار طويل وجوالي 1098765432", "department": "الاستقبال",
    "owner": "المشرف", "due": "2020-01-01",
}  # fmt: skip
PUBLIC = {
    **FINDING, "state": "published", "said_ar": "الانتظار طويل", "did_ar": "زدنا موظفًا في الصباح",
    "said_en": "The wait is long", "did_en": "One more colleague in the morning", "done": "عقد جديد",
}  # fmt: skip


@pytest.fixture
async def five(tmp_path: Path, library: Library) -> AsyncIterator[House]:
    """The product with the shipped content and the real engine."""
    contents = library.contents
    async with assembled(
        tmp_path, respond=respond, contents=contents.__getitem__, organisations=("aoun", "banan", "khuzam")
    ) as built:
        yield built


def audited(folder: Path) -> list[str]:
    """Return the acts on the register that the audit trail holds."""
    with closing(sqlite3.connect(folder / "wasl.db")) as database:
        rows = database.execute("SELECT action FROM audit WHERE action LIKE 'improvement%' ORDER BY id")
        return [action for (action,) in rows]


async def added(staff: httpx.AsyncClient, **fields: str) -> int:
    answer = await post(staff, f"{PAGE}/aoun", PAGE, **{**FINDING, **fields})
    assert answer.status_code == 303, answer.text
    return int(re.findall(r"#i(\d+)", answer.headers["location"])[0])


async def test_from_a_finding_to_what_people_read(five: House, tmp_path: Path) -> None:
    async with signed_in(five, "sara", role="supervisor") as staff:
        entry = await added(staff)
        shown = (await staff.get(PAGE)).text
        assert "الانتظار طويل" in shown
        assert "1098765432" not in shown, "numbers of people are masked"
        assert "تأخرت" in shown
        assert "زدنا" not in (await staff.get("/aoun/improvements")).text
        done = await post(staff, f"{PAGE}/aoun/{entry}", PAGE, **PUBLIC)
        assert done.status_code == 303
    async with httpx.AsyncClient(transport=httpx.ASGITransport(five.app), base_url="http://test") as anybody:
        arabic = (await anybody.get("/aoun/improvements")).text
        english = (await anybody.get("/aoun/improvements", params={"lang": "en"})).text
        assert (await anybody.get("/none/improvements")).status_code == 404
        assert "زدنا" not in (await anybody.get("/banan/improvements")).text
    assert "زدنا موظفًا في الصباح" in arabic
    assert "One more colleague" in english
    for secret in ("عقد جديد", "المشرف", "sara", "Sara"):
        assert secret not in arabic
    assert audited(tmp_path) == ["improvement-added", "improvement-changed"]


async def test_the_bot_tells_the_newest_that_are_published(five: House) -> None:
    async def asked(user: str) -> list[str]:
        place = Address(organisation="aoun", channel="web", user=user)
        said = Inbound(
            id=f"in-{user}", address=place, external_id=user, received_at=five.needs.now(),
            choice="topic:what-improved",
        )  # fmt: skip
        await five.needs.accept(said)
        await five.worker.lanes.drained()
        row = await five.store.read.by_address(place)
        assert row is not None
        return [line.text for line in await five.store.read.lines("aoun", row.id) if line.direction == "out"]

    assert "عملنا:" not in "".join(await asked("u1"))
    async with signed_in(five, "sara", role="supervisor") as staff:
        entry = await added(staff)
        await post(staff, f"{PAGE}/aoun/{entry}", PAGE, **PUBLIC)
        assert "✅ عملنا: زدنا موظفًا في الصباح" in (await asked("u2"))[-1]
        await post(staff, f"{PAGE}/aoun/{entry}", PAGE, **{**PUBLIC, "state": "done"})
    assert "عملنا:" not in "".join(await asked("u3"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"finding": " "}, "اكتب الملاحظة"),
        ({"finding": "x" * 1001}, "طويل"),
        ({"state": "published"}, "للنشر اكتب"),
        ({"state": "published", "said_ar": "قالوا"}, "للنشر اكتب"),
    ],
)
async def test_what_is_missing_is_said_and_nothing_is_lost(
    five: House, fields: dict[str, str], said: str
) -> None:
    async with signed_in(five, "sara", role="supervisor") as staff:
        entry = await added(staff)
        answer = await post(staff, f"{PAGE}/aoun/{entry}", PAGE, **{**FINDING, "owner": "هدى", **fields})
    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="هدى"' in answer.text


async def test_others_may_not(five: House) -> None:
    async with signed_in(five, "sara", role="supervisor") as staff:
        other = await post(staff, f"{PAGE}/khuzam", PAGE, **FINDING)
        missing = await post(staff, f"{PAGE}/aoun/999", PAGE, **FINDING)
    assert (other.status_code, missing.status_code) == (403, 404)
    async with signed_in(five, "mona", role="researcher") as staff:
        assert (await staff.get(PAGE)).status_code == 403
