"""Campaigns on the console: written with clear errors, tried, approved by another, watched and stopped."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.engine.respond import respond
from bot.messages import Address, Inbound
from bot.ports.outreach import Campaign
from bot.ports.store import Transaction
from tests.browser.assembly import assembled
from tests.channels.web.house import House
from tests.console.test_console import post, signed_in
from tests.store.values import a_case
from tests.worker.world import content

PAGE = "/console/outreach"
NEW = f"{PAGE}/aoun/new"
FORM = {
    "new": "yes",
    "title": "برنامج الأحد",
    "text_ar": "أهلًا {name}، يبدأ البرنامج يوم الأحد.",
    "text_en": "Hello {name}, it begins on Sunday.",
    "cap": "100",
}


@pytest.fixture
async def product(tmp_path: Path) -> AsyncIterator[House]:
    """The pages with the real engine and flows."""
    async with assembled(tmp_path, respond=respond, contents=content) as built:
        yield built


async def hear(home: House, user: str, text: str) -> str:
    place = Address(organisation="aoun", channel="web", user=user)
    said = Inbound(
        id=home.worker.new_id(), address=place, external_id=home.worker.new_id(),
        received_at=home.needs.now(), text=text,
    )  # fmt: skip
    await home.needs.accept(said)
    await home.worker.lanes.drained()
    row = await home.store.read.by_address(place)
    assert row is not None
    return row.id


async def agreed(home: House, *users: str) -> list[str]:
    for user in users:
        await hear(home, user, "مرحبا")
    return [await hear(home, user, "أوافق على الرسائل") for user in users]


async def saved(staff: httpx.AsyncClient, **fields: str) -> str:
    shown = (await staff.get(NEW)).text
    [address] = re.findall(r'action="(/console/outreach/aoun/[0-9a-f]+)/save"', shown)
    answer = await post(staff, f"{address}/save", NEW, **{**FORM, **fields})
    assert answer.status_code == 303, answer.text
    return str(address)


async def act(staff: httpx.AsyncClient, address: str, name: str) -> httpx.Response:
    return await post(staff, f"{address}/{name}", address)


async def with_tester(home: House, login: str) -> None:
    chat = await hear(home, f"own-{login}", "مرحبا")

    def work(tx: Transaction) -> None:
        member = tx.staff.by_login(login)
        assert member is not None
        tx.campaigns.name_tester("aoun", member.id, chat, at=home.needs.now())

    await home.store.write(work)


async def campaign(home: House, address: str) -> Campaign:
    found = await home.store.read.campaign("aoun", address.rpartition("/")[2])
    assert found is not None
    return found


async def test_from_a_draft_to_what_came_of_it(product: House) -> None:
    await agreed(product, "a", "b")
    async with signed_in(product, "mona") as mona, signed_in(product, "huda") as huda:
        address = await saved(mona)
        shown = (await mona.get(address)).text
        assert "مسودة" in shown
        assert "2 من الناس" in shown
        assert "أهلًا ضيفنا الكريم" in shown
        assert "إيقاف الرسائل" in shown
        assert "لم تحدد محادثة" in (await act(mona, address, "test")).text
        await with_tester(product, "mona")
        for name in ("test", "ask"):
            assert (await act(mona, address, name)).status_code == 303
        own = (await mona.get(address)).text
        assert "تنتظر زميلًا آخر" in own
        assert f"{address}/approve" not in own
        assert "كتبتَ فيها" in (await act(mona, address, "approve")).text
        assert f"{address}/approve" in (await huda.get(address)).text
        assert (await act(huda, address, "approve")).status_code == 303
        await product.worker.outreach.round()
        assert "تُرسل" in (await huda.get(address)).text
        assert (await act(mona, address, "pause")).status_code == 303
        assert (await campaign(product, address)).state == "paused"
        assert (await act(mona, address, "stop")).status_code == 303
        done = (await mona.get(address)).text
        assert "أُوقفت" in done
        assert "تعديل الرسالة" not in done
        english = (await mona.get(address, params={"lang": "en"})).text
        assert "Stopped" in english


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "اكتب عنوانًا"),
        ({"text_ar": "أهلًا {nme}"}, "هل تقصد «name»؟"),
        ({"text_en": ""}, "اكتب النص بهذه اللغة"),
        ({"when": "once", "day": "2020-01-01", "clock": "10:00"}, "هذا اليوم مضى"),
        ({"when": "once", "day": "يوم ما", "clock": "10:00"}, "اكتب يومًا واحدًا كاملًا"),
        ({"cap": "0"}, "اكتب عددًا من 1 إلى"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(
    product: House, fields: dict[str, str], said: str
) -> None:
    async with signed_in(product, "mona") as mona:
        answer = await post(mona, f"{PAGE}/aoun/c1/save", NEW, **{**FORM, "topic": "review-time", **fields})
        assert answer.status_code == 400
        assert said in answer.text
        assert "aria-invalid" in answer.text
        assert 'value="review-time" selected' in answer.text
        assert await product.store.read.campaign("aoun", "c1") is None


async def test_a_name_in_the_preview_is_masked(product: House) -> None:
    [chat] = await agreed(product, "a")

    def named(tx: Transaction) -> None:
        person = tx.people.match_or_add(
            "aoun", name="نورة سالم", phone="+966501234567", national_id=None, iban=None, language="ar",
            now=product.needs.now(),
        )  # fmt: skip
        tx.people.link("aoun", chat, person)
        case = a_case(1, chat, person=person)
        tx.cases.open(replace(case, answers={"full_name": "نورة سالم"}))

    await product.store.write(named)
    async with signed_in(product, "mona") as mona:
        shown = (await mona.get(await saved(mona))).text
    assert "أهلًا ن•••" in shown
    assert "نورة" not in shown


async def test_a_form_that_is_sent_twice_is_one_campaign(product: House) -> None:
    async with signed_in(product, "mona") as mona:
        for _ in range(2):
            answer = await post(mona, f"{PAGE}/aoun/c1/save", NEW, **FORM)
            assert answer.status_code == 303
        assert len(await product.store.read.campaigns(["aoun"])) == 1
        assert "برنامج الأحد" in (await mona.get(PAGE)).text


async def test_a_code_names_the_chat_and_a_wrong_one_is_told(product: House) -> None:
    async with signed_in(product, "mona") as mona:
        address = await saved(mona)
        wrong = await post(
            mona, f"{PAGE}/aoun/tester", address, code="00000000", campaign=address.rpartition("/")[2]
        )
    assert wrong.status_code == 409
    assert "الرمز غير صحيح" in wrong.text


async def test_it_is_for_supervisors_of_that_organisation(product: House) -> None:
    async with signed_in(product, "mona") as mona:
        address = await saved(mona)
        assert (await mona.get(f"{PAGE}/khuzam/new")).status_code == 403
        assert (await mona.get(f"{PAGE}/aoun/none")).status_code == 404
        assert (await act(mona, address, "explode")).status_code == 404
        elsewhere = address.replace("aoun", "banan")
        assert (await post(mona, f"{elsewhere}/stop", address)).status_code == 404
        bare = await mona.post(f"{address}/stop", data={})
        assert bare.status_code in (400, 403)
    async with signed_in(product, "sara", role="researcher") as sara:
        assert (await sara.get(PAGE)).status_code == 403
        assert (await sara.get(address)).status_code == 403
        assert "رسائل الجمعية" not in (await sara.get("/console/waiting")).text
