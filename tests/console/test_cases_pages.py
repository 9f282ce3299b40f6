"""Cases on the console: the list, the page with its steps and refusals, sessions of the committee."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx

from bot.ports.records import Case
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
        early = await step(staff, case, "refuse", reason="لا رصيد", still="قدّم لاحقًا", internal="س")
        assert early.status_code == 409
        assert "بقي 14 يومًا على أسبوعين" in early.text
        assert "قدّم لاحقًا</textarea>" in early.text
        gone = await step(staff, case, "close")
        assert "لا تُعمل الخطوة" in gone.text
        done = await step(staff, case, "refuse", reason="x", still="y", internal="z", early="ظرف")
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
