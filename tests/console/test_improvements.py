"""The improvement register: kept, changed, published to people and told in the chat; each act is audited."""

import html
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.content import Library
from bot.engine.respond import respond
from bot.messages import Address, Inbound
from bot.ports.records import Question
from bot.ports.store import Transaction
from tests.browser.assembly import assembled
from tests.channels.web.house import House
from tests.console.test_console import post, signed_in
from tests.store.values import a_case

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


def link(page: str, *within: str) -> str:
    """Return the address of the link to the register, the first behind some words."""
    for words in within:
        page = page[page.index(words) :]
    found = re.search(r'href="(/console/improvements[^"]*)"', page)
    assert found
    return html.unescape(found[1]).partition("#")[0]


async def new_entry(staff: httpx.AsyncClient, address: str) -> tuple[str, str]:
    """Follow a link to the register and keep what its form holds; return source and origin as kept."""
    page = (await staff.get(address)).text
    form = page[page.index('id="new"') :]
    assert "<details" not in form[: form.index(">")]
    assert " open" in form[: form.index(">")]
    source = re.findall(r'<option value="([a-z]+)" selected', form)[0]
    origin = re.findall(r'name="origin" value="([^"]*)"', form)[0]
    await added(staff, source=source, origin=origin)
    return source, origin


async def kept(home: House) -> tuple[str, str]:
    newest, *_ = await home.store.read.improvements(["aoun"])
    return newest.source, newest.origin


async def test_a_suggestion_leads_to_an_entry_that_names_it(five: House) -> None:
    case = replace(a_case(3, None, kind="suggestion"), pledge=None)
    await five.store.write(lambda tx: tx.cases.open(case))
    async with signed_in(five, "sara", role="supervisor") as staff:
        address = link((await staff.get(f"/console/cases/aoun/{case.reference}")).text, "<main")
        assert await new_entry(staff, address) == ("suggestion", case.reference)
    assert await kept(five) == ("suggestion", case.reference)


async def test_opinions_and_open_questions_lead_to_an_entry_of_their_source(five: House) -> None:
    now = five.needs.now()

    def work(tx: Transaction) -> None:
        for number in range(5):
            place = Address(organisation="aoun", channel="web", user=f"u{number}")
            row = tx.conversations.open(place, language="ar", now=now)
            tx.surveys.plan(row, about="chat", topic=None, now=now)
            [survey] = tx.surveys.due(now=now, limit=9)
            tx.surveys.answer(
                "aoun", survey.id, stars=2, reasons=["wait"], words="تأخر", status="answered", at=now
            )
            tx.people.keep_question(
                Question(
                    organisation="aoun", conversation=row.id, inbound=f"q{number}", text="س",
                    decision="unknown", topic="gap-age", offers=(), language="ar", at=now,
                )
            )  # fmt: skip

    await five.store.write(work)
    async with signed_in(five, "sara", role="supervisor") as staff:
        report = (await staff.get("/console/reports?org=aoun")).text
        unanswered = (await staff.get("/console/unanswered?org=aoun")).text
        for address, source in (
            (link(report, 'id="reasons"'), "survey"), (link(report, 'id="words"'), "survey"),
            (link(report, 'id="unanswered"'), "question"), (link(unanswered, "<main"), "question"),
        ):  # fmt: skip
            assert await new_entry(staff, address) == (source, "")
            assert await kept(five) == (source, "")
