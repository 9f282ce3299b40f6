"""The pages of cases in a real browser: nothing is wider than the screen, and a step is made by hand."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from bot.ports.records import Case
from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site, running
from tests.browser.test_chat import Keep
from tests.cases.acting import ANSWERS
from tests.store.values import HERE, a_case
from tests.worker.world import content

pytestmark = [pytest.mark.browser]
PLEDGE = {
    "text": "أقر بصحة ما قدمت",
    "method": "typed-name",
    "at": "2026-11-21T09:30",
    "name": "نورة",
    "witness": "",
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(contents=content) as found:
        yield found


def a_request(site: Site, number: int, *, days: int = 0, stage: str = "received") -> Case:
    now = site.house.needs.now() - timedelta(days=days)

    def work(tx: Any) -> Case:
        chat = tx.conversations.open(replace(HERE, user=f"b{number}"), language="ar", now=now).id
        case = replace(a_case(number, chat), opened_at=now, updated_at=now, stage_since=now)
        case = replace(case, stage=stage, pledge=PLEDGE, answers=ANSWERS)
        tx.cases.open(case)
        tx.cases.add_step("aoun", case.id, at=now, actor="person", action="opened", detail={"stage": stage})
        return case

    return site.run(site.house.store.write(work))


@pytest.mark.parametrize(("size", "name"), [(PHONE, "phone"), (DESK, "desk")])
def test_a_case_is_checked_and_the_list_read(
    site: Site, sign_in: Callable[..., Page], keep: Keep, size: tuple[int, int], name: str
) -> None:
    number = 40 + len(name)
    case = a_request(site, number)
    a_request(site, number + 10, days=9)
    page = sign_in("sara", size, at="cases?view=open")
    expect(page.locator("tbody tr").first).to_be_visible()
    keep(page, f"cases-{name}")
    assert page.evaluate(WIDER) <= 0
    page.goto(f"{site.direct}/console/cases/aoun/{case.reference}")
    page.locator(".step summary", has_text="مراجعة البيانات").click()
    keep(page, f"case-check-{name}")
    assert page.evaluate(WIDER) <= 0
    page.locator('input[name="check.phone"][value="to-correct"]').check()
    page.get_by_role("button", name="قبول كل ما بقي").click()
    expect(page.locator(".mark", has_text="روجعت بياناته").first).to_be_visible()
    page.locator(".step summary", has_text="إعادة للإكمال").click()
    keep(page, f"case-return-{name}")
    page.locator(".step[open] textarea[name=reason]").fill("الرقم لا يرد")
    page.locator(".step[open] button.primary").click()
    expect(page.locator(".mark", has_text="عند صاحبه للإكمال").first).to_be_visible()
    keep(page, f"case-returned-{name}")


@pytest.mark.parametrize(("size", "name"), [(PHONE, "phone"), (DESK, "desk")])
def test_a_session_is_held(
    site: Site, sign_in: Callable[..., Page], keep: Keep, size: tuple[int, int], name: str
) -> None:
    case = a_request(site, 60 + len(name), days=5, stage="committee")
    page = sign_in("sara", size, at="committee?org=aoun")
    keep(page, f"committee-{name}")
    assert page.evaluate(WIDER) <= 0
    page.fill("[name=at]", "2026-12-01T10:00")
    page.fill("[name=place]", "قاعة الاجتماعات")
    page.get_by_role("button", name="تحديد الجلسة").click()
    page.fill("[name=present]", "سالم العمري\nهند الشهري")
    page.get_by_role("button", name="حفظ").first.click()
    page.locator(f'input[type=checkbox][value="{case.reference}"]').check()
    page.get_by_role("button", name="إضافة إلى الجدول").click()
    page.locator(".agenda summary", has_text="عدم القبول").click()
    keep(page, f"session-{name}")
    assert page.evaluate(WIDER) <= 0
    page.locator(".step[open] [name=reason]").fill("لا رصيد الآن")
    page.locator(".step[open] [name=still]").fill("قدّم بعد ستة أشهر")
    page.locator(".step[open] [name=internal]").fill("نفد بند العلاج")
    page.locator(".step[open] [name=health]").check()
    page.locator(".step[open] button.primary").click()
    expect(page.locator(".agenda .mark.staff")).to_contain_text("عدم القبول")
    page.goto(page.url + "/minutes")
    expect(page.locator("table")).to_contain_text("نفد بند العلاج")
    keep(page, f"minutes-{name}")
    page.goto(f"{site.direct}/console/cases/aoun/{case.reference}/dossier")
    keep(page, f"dossier-{name}")
    assert page.evaluate(WIDER) <= 0
