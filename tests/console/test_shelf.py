"""The shelf of documents in the console."""

import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from bot.console.shelf import cited_by
from bot.desk.shelf import Kept, delete
from bot.ports.store.shelf import ShelfVersion
from tests.channels.web.house import House
from tests.channels.web.test_shelf import PDF
from tests.console.test_console import a_chat, browser, post, signed_in
from tests.engine.small import topic

PAGE = "/console/documents?org=aoun"


async def upload(
    staff: httpx.AsyncClient, data: bytes | None = PDF, name: str = "طلب.pdf", **fields: str
) -> httpx.Response:
    token = re.findall(r'name="csrf" value="([^"]+)"', (await staff.get(PAGE)).text)[0]
    given = {"csrf": token, "document": "", "title-ar": "نموذج الطلب", "title-en": "", "audience": "public"}
    form: dict[str, tuple[str | None, str | bytes]] = {
        key: (None, value) for key, value in {**given, **fields}.items()
    }
    if data is not None:
        form["file"] = (name, data)
    return await staff.post("/console/documents/aoun", files=form)


def kept(folder: Path) -> list[Path]:
    return list(folder.rglob("files/??/*"))


def named(response: httpx.Response) -> str:
    return str(re.findall(r"saved=([a-z0-9-]+)", response.headers["location"])[0])


async def test_put_there_opened_changed_withdrawn_and_every_version_kept(home: House) -> None:
    async with signed_in(home, "amal", role="author") as amal, browser(home) as visitor:
        document = named(await upload(amal))
        address = f"/aoun/documents/{document}"
        assert (await visitor.get(address)).content == PDF
        newer = PDF + b"\n% new"
        await upload(amal, newer, document=document, note="شعار جديد")
        assert (await visitor.get(address)).content == newer
        await upload(amal, None, document=document, audience="withdrawn")
        assert (await visitor.get(address)).status_code == 404
        page = (await amal.get(PAGE)).text
        assert "شعار جديد" in page
        assert "مسحوبة" in page
        files = dict.fromkeys(re.findall(r'"(/console/documents/aoun/\d+)"', page))
        assert [(await amal.get(each)).content for each in files] == [newer, newer, PDF]
    versions = await home.store.write(lambda tx: tx.shelf.all("aoun"))
    assert [one.audience for one in versions] == ["withdrawn", "public", "public"]


async def test_each_change_is_in_the_audit_trail(home: House) -> None:
    async with signed_in(home, "amal", role="author") as amal:
        document = named(await upload(amal))
        await upload(amal, None, document=document, audience="staff")
    rows = await home.store.read._pool.all(  # type: ignore[attr-defined]
        text("SELECT action, subject FROM audit WHERE action LIKE 'document-%' ORDER BY id"), {}
    )
    assert [tuple(row) for row in rows] == [("document-added", document), ("document-changed", document)]


@pytest.mark.parametrize(
    ("data", "fields", "said"),
    [
        (b"MZ\x90\0" + b"\0" * 400, {}, "هذا النوع من الملفات لا يُقبل هنا"),
        (b"PK\x03\x04" + b"\0" * 60, {}, "هذا النوع من الملفات لا يُقبل هنا"),
        (PDF, {"title-ar": "  "}, "اكتب اسم الوثيقة"),
        (None, {}, "اختر ملفًا"),
        (b"", {}, "اختر ملفًا"),
    ],
)
async def test_what_cannot_stand_there_is_refused_in_words(
    home: House, tmp_path: Path, data: bytes | None, fields: dict[str, str], said: str
) -> None:
    async with signed_in(home, "amal", role="author") as amal:
        answer = await upload(amal, data, **fields)
        assert (answer.status_code, said in answer.text) == (422, True)
    assert await home.store.write(lambda tx: tx.shelf.all("aoun")) == []
    assert kept(tmp_path) == []


async def test_staff_read_it_beside_a_chat_and_do_not_change_it(home: House) -> None:
    chat = await a_chat(home)
    async with (
        signed_in(home, "amal", role="author") as amal,
        signed_in(home, "sara", role="researcher") as sara,
    ):
        public, inner = named(await upload(amal)), named(await upload(amal, audience="staff"))
        page = (await sara.get(f"/console/chat/aoun/{chat.id}")).text
        beside = page[page.index('id="shelf"') :]
        assert beside.count("data-beside") == 2
        assert f'data-insert="http://wasl.test/aoun/documents/{public}"' in beside
        assert f"documents/{inner}" not in beside
        assert 'name="audience"' not in (await sara.get(PAGE)).text
        assert (await upload(sara)).status_code == 403
        assert (await sara.get("/console/documents?org=nowhere")).status_code == 404


async def test_a_form_from_elsewhere_changes_nothing(home: House) -> None:
    async with signed_in(home, "amal", role="author") as amal:
        assert (await upload(amal, csrf="0" * 64)).status_code == 403
    async with browser(home) as nobody:
        assert (await nobody.get("/console/documents/aoun/1")).headers["location"] == "/console/sign-in"


async def shelf(home: House) -> list[ShelfVersion]:
    return list(await home.store.write(lambda tx: tx.shelf.all("aoun")))


async def test_an_earlier_version_is_restored_and_opened_to_nobody_new(home: House) -> None:
    newer = PDF + b"\n% new"
    async with signed_in(home, "amal", role="author") as amal, browser(home) as visitor:
        document = named(await upload(amal))
        await upload(amal, newer, document=document, audience="staff")
        first = (await shelf(home))[-1].id
        back = await post(amal, f"/console/documents/aoun/{first}/restore", PAGE)
        assert back.status_code == 303
        assert (await visitor.get(f"/aoun/documents/{document}")).status_code == 404  # still for staff
        assert "أُعيد إصدار سابق" in (await amal.get(PAGE)).text
        versions = await shelf(home)
        assert (await amal.get(f"/console/documents/aoun/{versions[0].id}")).content == PDF
        assert [one.audience for one in versions] == ["staff", "staff", "public"]
        again = await post(amal, f"/console/documents/aoun/{versions[0].id}/restore", PAGE)
        assert again.status_code == 404
        await upload(amal, None, document=document, audience="withdrawn")
        await post(amal, f"/console/documents/aoun/{first}/restore", PAGE)
        assert (await visitor.get(f"/aoun/documents/{document}")).content == PDF
    async with signed_in(home, "sara", role="researcher") as sara:
        assert (await post(sara, f"/console/documents/aoun/{first}/restore", PAGE)).status_code == 403


async def test_an_administrator_deletes_what_is_withdrawn_with_a_reason(home: House, tmp_path: Path) -> None:
    away = "/console/documents/aoun/delete"
    async with signed_in(home, "amal", role="author") as amal:
        document = named(await upload(amal))
        other = named(await upload(amal, PDF + b"\n% other"))
        assert (await post(amal, away, PAGE, document=document, reason="قديمة")).status_code == 403
    async with signed_in(home, "mona", role="administrator") as mona:
        early = await post(mona, away, PAGE, document=document, reason="قديمة")
        assert (early.status_code, "اسحب الوثيقة أولًا" in early.text) == (422, True)
        await upload(mona, None, document=document, audience="withdrawn")
        assert "حذف نهائي" in (await mona.get(PAGE)).text
        silent = await post(mona, away, PAGE, document=document, reason="  ")
        assert (silent.status_code, "اكتب سبب الحذف" in silent.text) == (422, True)
        assert len(kept(tmp_path)) == 2
        assert (await post(mona, away, PAGE, document=document, reason="قديمة")).status_code == 303
        assert (await post(mona, away, PAGE, document=document, reason="قديمة")).status_code == 404
    assert {one.document for one in await shelf(home)} == {other}
    assert len(kept(tmp_path)) == 1


async def test_what_an_answer_names_is_not_deleted(home: House) -> None:
    content = home.needs.contents("aoun")
    citing = topic("apply-how", document="bylaws")
    named_in = replace(content, topics={citing.id: citing})
    assert cited_by(content, "ar") == {}
    assert cited_by(named_in, "ar") == {"bylaws": [citing.title["ar"]]}
    async with signed_in(home, "mona", role="administrator") as mona:
        document = named(await upload(mona))
        await upload(mona, None, document=document, audience="withdrawn")
    [one] = await home.store.write(lambda tx: tx.staff.list())
    refused = await home.store.write(
        lambda tx: delete(tx, one, "aoun", document, reason="x", cited=True, now=home.needs.now())
    )
    assert refused == Kept(why="cited")
    assert {one.document for one in await shelf(home)} == {document}
