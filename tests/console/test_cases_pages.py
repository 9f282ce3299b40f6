"""Cases on the console: the list, the page with its steps and refusals, sessions of the committee."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
from PIL import Image

from bot.cases.life import Wish
from bot.cases.steps import Made, make
from bot.console.cases_page import CasePage
from bot.console.dossier import dossier
from bot.console.visits import Visit, Visits
from bot.messages import Attachment
from bot.papers.document import Document, Grid, Heading, Paragraph, Picture
from bot.ports.records import Case, Staff
from bot.ports.store import Transaction
from tests.channels.web.house import House
from tests.console.test_console import post, signed_in
from tests.store.values import HERE, a_case

ORG = "aoun"
PLEDGE = {"text": "أقر", "method": "typed-name", "at": "2026-11-21T09:30", "name": "نورة", "witness": ""}


async def a_request(home: House, number: int = 1, *, days: int = 0, stage: str = "received") -> Case:
    """Keep a case of a person who writes on the website, opened some days ago."""
    now = home.needs.now() - timedelta(days=days)

    def work(tx: Any) -> Case:
        chat = tx.conversations.open(replace(HERE, user=f"v{number}"), language="ar", now=now).id
        case = replace(a_case(number, chat), opened_at=now, updated_at=now, stage_since=now)
        case = replace(case, stage=stage, pledge=PLEDGE)
        tx.cases.open(case)
        tx.cases.add_step(ORG, case.id, at=now, actor="person", action="opened", detail={"stage": stage})
        return case

    return await home.store.write(work)


async def older_requests(home: House, count: int) -> list[Case]:
    """Keep so many requests that came in before all others, a day ago and earlier."""
    now = home.needs.now() - timedelta(days=1)
    times = [now - timedelta(minutes=number) for number in range(count)]
    made = [
        replace(a_case(1000 + number, None), opened_at=at, updated_at=at, stage_since=at)
        for number, at in enumerate(times)
    ]

    def work(tx: Transaction) -> None:
        for case in made:
            tx.cases.open(case)

    await home.store.write(work)
    return made


async def step(staff: httpx.AsyncClient, case: Case, name: str, **fields: str) -> httpx.Response:
    page = f"/console/cases/{ORG}/{case.reference}"
    return await post(staff, f"{page}/steps/{name}", page, **fields)


async def stage(home: House, case: Case) -> str:
    found = await home.store.read.case(ORG, case.reference)
    assert found is not None
    return found.stage


async def test_a_case_goes_from_check_to_committee(home: House) -> None:
    case = await a_request(home)
    async with signed_in(home, "sara", role="researcher") as staff:
        page = f"/console/cases/{ORG}/{case.reference}"
        assert 'name="check.size"' in (await staff.get(page)).text
        assert (await step(staff, case, "check", rest="accepted")).status_code == 303
        assert (await step(staff, case, "register")).status_code == 303
        assert (await step(staff, case, "to-committee")).status_code == 303
        shown = (await staff.get(page)).text
        assert "السجل سليم" in shown
        assert "/steps/accept" not in shown
        assert "ما قيل لصاحب الطلب" in shown
        refused = await step(staff, case, "accept", internal="x")
    assert refused.status_code == 409
    assert "هذه الخطوة يعملها: مشرف، مسؤول" in refused.text
    assert await stage(home, case) == "committee"


async def test_a_refused_step_says_why_and_keeps_what_was_written(home: House) -> None:
    case = await a_request(home, stage="committee")
    async with signed_in(home, "huda", role="supervisor") as staff:
        missing = await step(staff, case, "defer", reason="ننتظر تقريرًا")
        assert missing.status_code == 409
        assert "ننتظر تقريرًا</textarea>" in missing.text
        gone = await step(staff, case, "close")
        assert "لا تُعمل الخطوة" in gone.text
        done = await step(staff, case, "defer", reason="x", internal="z")
    assert done.status_code == 303
    assert await stage(home, case) == "deferred"


async def test_the_committees_reply_is_made_in_its_session_alone(home: House) -> None:
    case = await a_request(home, stage="committee")
    why = {"reason": "لا رصيد", "still": "قدّم لاحقًا", "internal": "س"}
    async with signed_in(home, "huda", role="supervisor") as staff:
        shown = (await staff.get(f"/console/cases/{ORG}/{case.reference}")).text
        assert shown.index("صحة إنسان في خطر") < shown.index("/steps/refuse"), "only where it is urgent"
        assert "رد اللجنة يُسجَّل في جلستها" in shown
        refused = await step(staff, case, "refuse", **why, early="ظرف")
        assert refused.status_code == 409
        assert "جلسة مفتوحة" in refused.text
        assert await stage(home, case) == "committee"
        new = await post(
            staff, "/console/committee", "/console/committee", org=ORG, at="2026-12-01T10:00", place="المقر"
        )
        page = new.headers["location"]
        await post(staff, f"{page}/put", page, case=case.reference)
        await post(staff, f"{page}/attend", page, present="سالم العمري", absent="")
        decide = {"case": case.reference, "step": "refuse", **why}
        early = await post(staff, f"{page}/decide", page, **decide)
        assert early.status_code == 409
        assert "بقي 14 يومًا على أسبوعين" in early.text
        assert "قدّم لاحقًا</textarea>" in early.text
        done = await post(staff, f"{page}/decide", page, **decide, early="ظرف")
        assert done.status_code == 303
    assert await stage(home, case) == "refused"


async def test_the_list_shows_stages_age_and_what_is_late(home: House) -> None:
    fresh, late = await a_request(home, 1), await a_request(home, 2, days=9)
    async with signed_in(home, "sara", role="researcher") as staff:
        everything = (await staff.get("/console/cases?view=open")).text
        assert fresh.reference in everything
        assert everything.index(late.reference) < everything.index(fresh.reference)
        only_late = (await staff.get("/console/cases?view=late")).text
        assert late.reference in only_late
        assert fresh.reference not in only_late
        assert "stage=received" in everything


async def test_no_case_is_lost_behind_two_hundred_others(home: House) -> None:
    fresh = await a_request(home)
    older = await older_requests(home, 200)
    async with signed_in(home, "sara", role="researcher") as staff:
        first = (await staff.get("/console/cases")).text
        assert older[-1].reference not in first
        after = re.search(r'rel="next" href="([^"]+)"', first)
        assert after
        second = (await staff.get(after[1].replace("&amp;", "&"))).text
        assert older[-1].reference in second
        assert fresh.reference not in second
        assert 'rel="next"' not in second
        longest = (await staff.get("/console/cases?view=open")).text
        assert fresh.reference not in longest
        after = re.search(r'rel="next" href="([^"]+)"', longest)
        assert after
        assert "view=open" in after[1]
        assert fresh.reference in (await staff.get(after[1].replace("&amp;", "&"))).text
        found = (await staff.get(f"/console/cases?q={fresh.reference}")).text
        assert older[-1].reference not in found
        assert fresh.reference in found
        assert "لا طلب بهذا الاختيار" in (await staff.get("/console/cases?q=0500000000")).text


async def test_a_dossier_to_print(home: House) -> None:
    case = await a_request(home, stage="committee")
    async with signed_in(home, "huda", role="supervisor") as staff:
        shown = (await staff.get(f"/console/cases/{ORG}/{case.reference}/dossier")).text
        printed = await staff.get(f"/console/cases/{ORG}/{case.reference}/dossier.pdf")
        missing = await staff.get(f"/console/cases/{ORG}/AOUN-2026-99999-9/dossier.pdf")
    assert "print." in shown
    assert "1012345672" not in shown
    assert "ملف معروض على لجنة البحث" in shown
    assert f"{case.reference}/dossier.pdf" in shown
    assert printed.content.startswith(b"%PDF")
    assert case.reference in printed.headers["content-disposition"]
    assert missing.status_code == 404


def visit_of(home: House, staff: Staff) -> Visit:
    texts = home.needs.contents(ORG).texts
    return Visit(staff=staff, token="", csrf="", language="ar", texts=texts, needs=home.needs)  # type: ignore[arg-type]


def grids(document: Document) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of every table by the heading above it."""
    found: dict[str, list[tuple[str, ...]]] = {}
    heading = ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Grid):
            found[heading] = list(block.rows)
    return found


async def a_photo(home: House) -> Attachment:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(made, "PNG")
    return await home.needs.files.put(made.getvalue(), name="عداد.png")


async def test_the_dossier_has_answers_checks_files_and_how_earlier_requests_ended(home: House) -> None:
    photo = await a_photo(home)
    paper = await home.needs.files.put(b"%PDF-1.4 x", name="صك.pdf")
    before = await a_request(home, days=90, stage="committee")
    now = home.needs.now()
    why = {"reason": "لا رصيد", "still": "x", "internal": "س"}
    reply = Wish(step="refuse", actor="supervisor", now=now, given=why, deciders=3)
    case = replace(
        a_case(7, before.conversation), attachments=(photo, paper), stage="committee", pledge=PLEDGE
    )

    def work(tx: Transaction) -> None:
        assert isinstance(make(tx, home.needs.contents(ORG), before.reference, reply, actor="s"), Made)
        tx.cases.open(case)
        detail = {"stage": "checked", "checks": {"size": "accepted"}}
        tx.cases.add_step(ORG, case.id, at=now, actor="s", action="check", detail=detail)

    await home.store.write(work)
    async with signed_in(home, "huda", role="supervisor") as staff:
        address = f"/console/cases/{ORG}/{case.reference}"
        page = (await staff.get(f"{address}/dossier")).text
        printed = (await staff.get(f"{address}/dossier.pdf")).content
        [account] = await home.store.write(lambda tx: [one for one in tx.staff.list() if one.login == "huda"])
    visit = visit_of(home, account)
    shown = await CasePage(Visits(home.needs), None)._shown(visit, case)  # type: ignore[arg-type]
    document = dossier(visit, case, shown, {photo.key: await home.needs.files.get(photo.key)})
    rows = grids(document)
    assert ("size", "6", "مقبول") in rows["الإجابات"]
    [earlier] = rows["طلبات أخرى للشخص"]
    assert earlier[0] == before.reference
    assert "لا رصيد" in earlier[-1]
    assert "س" not in earlier[-1].split(":")[-1]
    assert any(isinstance(block, Paragraph) and block.text == "عداد.png، صك.pdf" for block in document.blocks)
    assert [block.name for block in document.blocks if isinstance(block, Picture)] == ["عداد.png"]
    assert printed.count(b"/Subtype /Image") == 1
    for words in (before.reference, "لا رصيد", "صك.pdf"):
        assert words in page


async def test_a_session_from_agenda_to_minutes(home: House) -> None:
    case = await a_request(home, days=20, stage="committee")
    other = await a_request(home, 2, days=20)
    async with signed_in(home, "huda", role="supervisor") as staff:
        new = await post(
            staff, "/console/committee", "/console/committee", org=ORG, at="2026-12-01T10:00", place="المقر"
        )
        page = new.headers["location"]
        assert case.reference in (await staff.get(page)).text
        incomplete = await post(staff, f"{page}/put", page, case=other.reference)
        assert incomplete.status_code == 409
        assert (await post(staff, f"{page}/put", page, case=case.reference)).status_code == 303
        decide = {"case": case.reference, "step": "accept", "internal": "مستحق"}
        nobody = await post(staff, f"{page}/decide", page, **decide)
        assert "سجّل الحضور أولًا" in nobody.text
        undecided = await post(staff, f"{page}/close", page)
        assert case.reference in undecided.text
        members = "سالم العمري\nهند الشهري"
        assert (await post(staff, f"{page}/attend", page, present=members, absent="")).status_code == 303
        done = await post(staff, f"{page}/decide", page, **decide, conflict="هند الشهري")
        assert done.status_code == 303
        await post(staff, f"{page}/write", page, minutes="نوقش الطلب.")
        assert (await post(staff, f"{page}/close", page)).status_code == 303
        minutes = (await staff.get(f"{page}/minutes")).text
        printed = await staff.get(f"{page}/minutes.pdf")
        assert printed.content.startswith(b"%PDF")
        assert "minutes.pdf" in minutes
        again = await post(staff, f"{page}/write", page, minutes="غير ذلك")
    assert again.status_code == 409
    assert await stage(home, case) == "accepted"
    for words in ("سالم العمري", "هند الشهري", "نوقش الطلب.", "مستحق", case.reference):
        assert words in minutes


async def test_a_researcher_reads_sessions_and_keeps_none(home: House) -> None:
    async with signed_in(home, "sara", role="researcher") as staff:
        assert (await staff.get("/console/committee")).status_code == 200
        sent = await post(
            staff, "/console/committee", "/console/waiting", org=ORG, at="2026-12-01T10:00", place=""
        )
    assert sent.status_code == 403


async def test_who_was_not_reached_is_called(home: House) -> None:
    case = await a_request(home)
    await home.store.write(
        lambda tx: tx.notices.add(
            ORG, case.id, conversation=None, step="register", fields={}, status="call", urgent=False,
            now=home.needs.now(),
        )
    )  # fmt: skip
    page = f"/console/cases/{ORG}/{case.reference}"
    async with signed_in(home, "sara", role="researcher") as staff:
        assert case.reference in (await staff.get("/console/cases?view=calls")).text
        assert (await post(staff, f"{page}/called", page)).status_code == 303
        assert case.reference not in (await staff.get("/console/cases?view=calls")).text
        assert (await post(staff, f"{page}/called", page)).status_code == 409
        assert "أخبر صاحبه بالهاتف" in (await staff.get(page)).text


async def a_session(staff: httpx.AsyncClient, present: str = "") -> str:
    """Begin a session of the committee; return its page."""
    form = {"org": ORG, "at": "2026-12-01T10:00", "place": "المقر"}
    page = (await post(staff, "/console/committee", "/console/committee", **form)).headers["location"]
    if present:
        await post(staff, f"{page}/attend", page, present=present, absent="")
    return str(page)


async def test_an_urgent_reply_goes_at_once_and_the_next_session_confirms_it(home: House) -> None:
    case = await a_request(home, stage="committee")
    async with signed_in(home, "huda", role="supervisor") as staff:
        unsaid = await step(staff, case, "accept", internal="حالة قلب")
        assert unsaid.status_code == 409
        done = await step(staff, case, "accept", internal="حالة قلب", health="yes")
        assert done.status_code == 303
        assert await stage(home, case) == "accepted"
        assert "خارج الجلسة" in (await staff.get(f"/console/cases/{ORG}/{case.reference}")).text
        page = await a_session(staff)
        assert case.reference in (await staff.get(page)).text
        alone = await post(staff, f"{page}/confirm", page, reply="1", case=case.reference)
        assert alone.status_code == 409
        assert "سجّل الحضور" in alone.text
        await post(staff, f"{page}/attend", page, present="سالم العمري", absent="")
        interested = await post(
            staff, f"{page}/confirm", page, reply="1", case=case.reference, conflict="سالم العمري"
        )
        assert interested.status_code == 409
        confirmed = await post(staff, f"{page}/confirm", page, reply="1", case=case.reference)
        assert confirmed.status_code == 303
        again = await post(staff, f"{page}/confirm", page, reply="1", case=case.reference)
        assert again.status_code == 409
        assert case.reference in (await staff.get(f"{page}/minutes")).text
        assert case.reference not in (await staff.get(await a_session(staff, "سالم العمري"))).text
    history = await home.store.read.case_steps(ORG, case.id)
    assert [one.action for one in history] == ["opened", "accept", "committee-confirmed"]
    assert history[1].detail["urgent"] is True
    notices = await home.store.read.case_notices(ORG, case.id)
    assert [(one.step, one.urgent) for one in notices] == [("accept", True)]


async def test_who_may_not_decide_is_not_offered_to_decide_urgently(home: House) -> None:
    case = await a_request(home, stage="committee")
    async with signed_in(home, "sara", role="researcher") as staff:
        assert "/steps/accept" not in (await staff.get(f"/console/cases/{ORG}/{case.reference}")).text
        refused = await step(staff, case, "accept", internal="x", health="yes")
    assert refused.status_code == 409
    assert await stage(home, case) == "committee"
