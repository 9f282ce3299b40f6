"""A contact by phone: logged in a line, a form filled in in the person's place, nothing sent to anybody."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.cases import service
from bot.cases.life import ACCEPTED, TO_CORRECT, Wish
from bot.cases.steps import Made, make
from bot.content import Library
from bot.engine.effects import OpenCase
from bot.engine.respond import respond
from bot.messages import Address
from bot.ports.records import Case, Conversation
from bot.ports.store import Transaction
from tests.browser.assembly import assembled
from tests.channels.web.house import House
from tests.console.test_console import post, signed_in

FORM = {
    "org": "aoun",
    "key": "k1",
    "channel": "phone",
    "words": "يسأل عن شكوى",
    "name": "سعد",
    "language": "ar",
}
CALL = "/console/contacts"
COMPLAINT = (  # what staff press or type, and what Wasl then says
    ("flow:complaint", "", "قبل أن نبدأ"),
    ("do:agree", "", "عمَّ شكواك"),
    ("pick:about:delay", "", "ما الذي حدث"),
    ("", "تأخر الرد شهرين", "متى حدث"),
    ("", "أمس", "تتمنى"),
    ("do:skip:", "", "صورة أو ملف"),
    ("do:skip:", "", "تبقى شكواك بلا اسم"),
    ("pick:reply:contact", "", "بأي اسم"),
    ("", "سعد العتيبي", "أي رقم"),
    ("", "0501234567", "هذه شكواك كما كتبتها"),
    ("pick:review:send", "", "وصلت شكواك"),
)


@pytest.fixture
async def five(tmp_path: Path, library: Library) -> AsyncIterator[House]:
    """The product with the shipped content and the real engine."""
    contents = library.contents
    async with assembled(
        tmp_path, respond=respond, contents=contents.__getitem__, organisations=("aoun", "banan", "khuzam")
    ) as built:
        yield built


async def logged(staff: httpx.AsyncClient, **fields: str) -> str:
    answer = await post(staff, CALL, CALL, **{**FORM, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def spoken(staff: httpx.AsyncClient, page: str, choice: str, text: str) -> str:
    """Press the button that begins so, or type; return the page as it is then."""
    shown = (await staff.get(page)).text
    key = re.findall(r'name="key" value="([^"]+)"', shown)[0]
    if choice:
        there = re.findall(r'name="choice" value="([^"]+)"', shown)
        choice = next(one for one in there if one.startswith(choice))
    await post(staff, page, page, key=key, choice=choice, text=text)
    return (await staff.get(page)).text


async def chat_of(home: House, page: str) -> Conversation:
    organisation, id_ = page.split("/")[-2:]
    chat = await home.store.read.conversation(organisation, id_)
    assert chat is not None
    return chat


async def test_a_complaint_by_phone_is_a_case_like_any_other(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        page = await logged(staff)
        shown = await staff.get(page)
        assert "يسأل عن شكوى" in shown.text
        for choice, text, said in COMPLAINT:
            assert said in await spoken(staff, page, choice, text), (choice, text)
        chat = await chat_of(five, page)
        cases = await five.store.write(lambda tx: tx.cases.of_conversation("aoun", chat.id))
        assert [case.kind for case in cases] == ["complaint"]
        assert cases[0].reference in (await staff.get(page)).text
        second = await logged(staff, key="k2", phone="٠٥٠ ١٢٣ ٤٥٦٧")
        assert cases[0].reference in (await staff.get(second)).text, "the same phone, the same person"
    due = await five.store.write(lambda tx: tx.outbox.next_due("phone"))
    assert due is None, "nothing is sent"


async def test_the_same_form_twice_is_one_contact(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        first, again = await logged(staff), await logged(staff)
    assert first == again
    lines = await five.store.read.lines("aoun", (await chat_of(five, first)).id)
    assert [(line.direction, line.text) for line in lines] == [("note", "سعد · يسأل عن شكوى")]


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"phone": "12"}, 400, "رقم الجوال غير صحيح"),
        ({"words": "  "}, 400, "اكتب في سطر"),
        ({"channel": "fax"}, 409, "لا تذكر هذه القناة"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_lost(
    five: House, fields: dict[str, str], status: int, said: str
) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        answer = await post(staff, CALL, CALL, **{**FORM, **fields})
    assert answer.status_code == status
    assert said in answer.text
    assert 'value="سعد"' in answer.text


async def test_who_may_not_reply_logs_nothing(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        answer = await post(staff, CALL, CALL, **{**FORM, "org": "khuzam"})
    assert answer.status_code == 403


async def test_a_reply_to_a_caller_is_refused(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        chat = await chat_of(five, await logged(staff))
        await post(staff, f"/console/chat/aoun/{chat.id}/claim", f"/console/chat/aoun/{chat.id}")
        page = f"/console/chat/aoun/{chat.id}"
        answer = await post(staff, f"{page}/reply", page, text="نعم", key="r1", seen_line="99")
    assert answer.status_code == 409
    assert "اتصل به" in answer.json()["message"]


async def test_who_came_by_phone_is_asked_how_it_was_by_staff(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        page = await logged(staff)
        assert "نسألهم عن رأيهم" not in (await staff.get(CALL)).text
        chat = await chat_of(five, page)
        noon = datetime.now(UTC).replace(hour=9)
        await five.store.write(lambda tx: tx.surveys.plan(chat, about="case", topic="complaint", now=noon))
        five.worker.surveys.now = lambda: noon + timedelta(hours=1)
        await five.worker.surveys.queue_due()
        await five.worker.lanes.drained()
        assert f"{page}#end" in (await staff.get(CALL)).text
        for choice, text, said in (
            ("flow:survey", "", "كم نجمة"),
            ("pick:stars:2", "", "نحسّنه"),
            ("do:skip", "", "بكلماتك"),
            ("", "لم يتصل بي أحد", "حفظنا رأيك"),
        ):
            assert said in await spoken(staff, page, choice, text), (choice, text)
        assert "نسألهم عن رأيهم" not in (await staff.get(CALL)).text
    kept = await five.store.write(lambda tx: tx.surveys.get("aoun", 1))
    assert kept is not None
    assert (kept.channel, kept.status, kept.stars, kept.words) == ("phone", "answered", 2, "لم يتصل بي أحد")


async def test_a_letter_is_numbered_once_and_shows_its_scan(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        shown = (await staff.get(CALL)).text
        token = re.findall(r'name="csrf" value="([^"]+)"', shown)[0]
        form = {**FORM, "channel": "letters", "csrf": token}
        parts: dict[str, tuple[str | None, bytes]] = {
            name: (None, text.encode()) for name, text in form.items()
        }
        scan = {"scan": ("letter.png", b"\x89PNG\r\n\x1a\n" + b"0" * 40)}
        first = await staff.post(CALL, files={**parts, **scan})
        again = await staff.post(CALL, files={**parts, **scan})
        assert first.headers["location"] == again.headers["location"]
        page = (await staff.get(first.headers["location"])).text
        other = await logged(staff, key="k9", channel="letters", name="سليم")
        assert "رقم 2 لعام" in (await staff.get(other)).text
    assert "خطاب وارد رقم 1 لعام" in page
    assert "letter.png" in page


async def test_a_like_name_is_offered_and_the_choice_ties_the_contact(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        known = await logged(staff, name="أحمد بن علي العسيري", phone="0501234567")
        person = (await chat_of(five, known)).person
        fields = {**FORM, "key": "k2", "name": "احمد علي العسيرى"}
        asked = await post(staff, CALL, CALL, **fields)
        assert asked.status_code == 409
        assert "أحمد بن علي العسيري" in asked.text
        assert "4567" in asked.text
        assert "0501234567" not in asked.text
        assert 'value="احمد علي العسيرى"' in asked.text
        page = await logged(staff, **{**fields, "person": person or ""})
        assert (await chat_of(five, page)).person == person
        nobody = await logged(staff, **{**fields, "key": "k3", "person": "new"})
        assert (await chat_of(five, nobody)).person is None
        stranger = await logged(staff, key="k4", name="سارة محمد القحطاني")
        assert (await chat_of(five, stranger)).person is None


async def test_an_id_number_ties_the_contact_and_a_wrong_one_is_said(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        wrong = await post(staff, CALL, CALL, **FORM, national_id="1234567890")
        assert wrong.status_code == 400
        assert "رقم الهوية غير صحيح" in wrong.text
        one = await chat_of(five, await logged(staff, key="k5", national_id="١٠٠٠٠٠٠٠٠٨"))
        two = await chat_of(five, await logged(staff, key="k6", national_id="1000000008", name="غيره"))
    assert one.person is not None
    assert one.person == two.person


async def test_a_case_is_printed_as_a_form_to_be_signed(five: House) -> None:
    async with signed_in(five, "sara", role="researcher") as staff:
        page = await logged(staff)
        for choice, text, said in COMPLAINT:
            assert said in await spoken(staff, page, choice, text), (choice, text)
        chat = await chat_of(five, page)
        case = (await five.store.write(lambda tx: tx.cases.of_conversation("aoun", chat.id)))[0]
        here = f"/console/cases/aoun/{case.reference}"
        assert f"{here}/paper" in (await staff.get(here)).text
        paper = (await staff.get(f"{here}/paper")).text
    for words in (case.reference, "تأخر الرد شهرين", "ما تتمناه", "التوقيع"):
        assert words in paper
    assert "0501234567" not in paper


async def returned_case(home: House, *, place: str | None = None) -> Case:
    """Keep a request made on Telegram of which the need was returned to be given again."""
    now, content = home.needs.now(), home.needs.contents("aoun")
    flow = content.flows["support-request"]
    answers = {"need": "علاح", "full_name": "سعد العتيبي", "phone": "+966501234567"}
    effect = OpenCase(kind=flow.id, flow=flow.id, version=flow.version, answers=answers)
    address = Address(organisation="aoun", channel="telegram", user="77")

    def work(tx: Transaction) -> Case:
        chat = tx.conversations.open(address, language="ar", now=now)
        tx.conversations.set_place("aoun", chat.id, place)
        row = tx.conversations.lock("aoun", chat.id)
        case = service.open_case(tx, row, effect, flow=flow, case_id="c1", year=2026, now=now)
        checks = dict.fromkeys(answers, ACCEPTED) | {"need": TO_CORRECT}
        check = Wish(step="check", actor="researcher", now=now, checks=checks)
        back = Wish(step="return", actor="researcher", now=now, given={"reason": "وضّح الحاجة"})
        for wish in (check, back):
            assert isinstance(make(tx, content, case.reference, wish, actor="x"), Made)
        return case

    return await home.store.write(work)


async def test_what_was_returned_on_telegram_is_filled_in_on_the_phone(five: House) -> None:
    case = await returned_case(five)
    async with signed_in(five, "sara", role="researcher") as staff:
        here = f"/console/cases/aoun/{case.reference}"
        assert f"/console/contacts?org=aoun&amp;case={case.reference}" in (await staff.get(here)).text
        page = await logged(staff, phone="0501234567")
        assert f"do:complete:{case.reference}" in (await staff.get(page)).text
        assert "الذي تحتاجه" in await spoken(staff, page, "do:complete:", "")
        await spoken(staff, page, "", "علاج")
        assert f"do:complete:{case.reference}" not in (await staff.get(page)).text
        shown = (await staff.get(here)).text
        sara = await five.store.write(lambda tx: tx.staff.by_login("sara"))
    now = await five.store.read.case("aoun", case.reference)
    assert now is not None
    assert (now.answers["need"], now.stage) == ("علاج", "received")
    assert sara is not None
    history = await five.store.read.case_steps("aoun", case.id)
    assert (history[-1].action, history[-1].actor) == ("complete", sara.id)
    assert sara.name in shown
    notices = await five.store.read.case_notices("aoun", case.id)
    assert {(one.step, one.conversation, one.opened_at) for one in notices} == {
        ("return", case.conversation, None),
        ("complete", case.conversation, None),
    }, "the person hears of it where they asked"
    assert {one.status for one in notices} <= {"waiting", "queued"}, "in the daytime it is on its way at once"


async def test_a_contact_logged_from_the_page_of_a_case_is_of_its_person(five: House) -> None:
    case = await returned_case(five)
    async with signed_in(five, "sara", role="researcher") as staff:
        form = (await staff.get(f"/console/contacts?org=aoun&case={case.reference}")).text
        person = re.findall(r'name="person" value="([^"]+)"', form)[0]
        page = await logged(staff, person=person, name="")
        assert f"do:complete:{case.reference}" in (await staff.get(page)).text
        missing = await staff.get("/console/contacts?org=aoun&case=AOUN-2026-99999-9")
    assert missing.status_code == 404


@pytest.mark.parametrize(("place", "there"), [("aoun/abha", True), ("aoun/jazan", False), (None, False)])
async def test_a_branch_fills_in_only_what_is_of_the_branch(
    five: House, place: str | None, there: bool
) -> None:
    case = await returned_case(five, place=place)

    def work(tx: Transaction) -> list[str]:
        address = Address(organisation="aoun", channel="phone", user="p1")
        call = tx.conversations.open(address, language="ar", now=five.needs.now())
        tx.conversations.set_place("aoun", call.id, "aoun/abha")
        tx.people.link("aoun", call.id, case.person or "")
        row = tx.conversations.lock("aoun", call.id)
        return [one.reference for one in service.own(tx, row)]

    assert await five.store.write(work) == ([case.reference] if there else [])


async def test_on_a_channel_of_ones_own_a_number_alone_shows_no_case(five: House) -> None:
    case = await returned_case(five)

    def work(tx: Transaction) -> list[Case]:
        address = Address(organisation="aoun", channel="web", user="w1")
        other = tx.conversations.open(address, language="ar", now=five.needs.now())
        tx.people.link("aoun", other.id, case.person or "")
        return list(service.own(tx, tx.conversations.lock("aoun", other.id)))

    assert await five.store.write(work) == []
