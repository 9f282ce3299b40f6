"""Granting on the console that somebody acts for another."""

from dataclasses import replace
from datetime import timedelta

from bot.cases.reference import make
from bot.ports.store import Transaction
from tests.channels.web.house import House
from tests.console.test_cases_pages import ORG, a_request
from tests.console.test_console import post, signed_in


async def test_a_supervisor_grants_what_was_asked_and_ends_it(home: House) -> None:
    kept = await a_request(home)
    case = replace(kept, id="acted-1", reference=make(ORG, 2026, 5))
    asked = replace(
        kept, id="asks-1", reference=make(ORG, 2026, 6), kind="acting-for", flow="acting-for",
        answers={"scope": ["follow"], "relation": "agent", "full_name": "سعاد", "safe_to_tell": "talk"},
    )  # fmt: skip

    def work(tx: Transaction) -> None:
        for one in (case, asked):
            tx.cases.open(one)
            tx.cases.add_step(
                ORG, one.id, at=one.opened_at, actor="person", action="opened", detail={"stage": "received"}
            )

    await home.store.write(work)
    page, own = f"/console/cases/{ORG}/{asked.reference}", f"/console/cases/{ORG}/{case.reference}"
    until = (home.needs.now() + timedelta(days=40)).date().isoformat()
    form = {"acted": case.reference, "scope": "follow", "document": "وكالة 44", "until": until}
    async with signed_in(home, "sara", role="researcher") as staff:
        refused = await post(staff, f"{page}/grant", page, **form)
        assert refused.status_code == 409
        assert "مشرف أو مسؤول" in refused.text
    async with signed_in(home, "huda", role="supervisor") as staff:
        wrong = await post(staff, f"{page}/grant", page, **form | {"acted": "AOUN-2026-77777-1"})
        assert "لا يوجد طلب بهذا الرقم" in wrong.text
        assert "وكالة 44" in wrong.text
        granted = await post(staff, f"{page}/grant", page, **form)
        assert granted.status_code == 303, granted.text.split('alert">')[-1][:300]
        assert "تحقق الموظفون" in (await staff.get(page)).text
        shown = (await staff.get(own)).text
        assert "وكالة 44" in shown
        assert "سارٍ إلى" in shown
        assert (await post(staff, f"{own}/grant/end", own)).status_code == 303
        assert "سارٍ إلى" not in (await staff.get(own)).text
