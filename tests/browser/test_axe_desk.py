"""Every page of the console, and documents as people see them, through axe: both themes, both languages."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from playwright.sync_api import Page

from bot.ports.store import Transaction
from bot.ports.store.shelf import ShelfVersion
from bot.worker.service import utc_now
from tests.browser.axe import findings_in_both_schemes
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site, running
from tests.browser.test_axe import OUT
from tests.browser.test_cases import a_request
from tests.browser.test_chat import Keep
from tests.browser.test_desk import a_waiting_person
from tests.browser.test_shelf import make_administrator
from tests.worker.world import content

pytestmark = [pytest.mark.browser, pytest.mark.timeout(500)]
LISTS = ("waiting", "mine", "team", "all", "cases", "committee", "contacts", "documents?org=aoun")
OTHERS = (
    "unanswered", "failures", "account", "password", "audit", "guide/staff", "guide/authors",
)  # fmt: skip
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(contents=content) as found:
        found.run(found.house.store.write(make_administrator))
        found.run(_shelved(found, "public"))
        found.run(_shelved(found, "staff"))
        yield found


async def _shelved(site: Site, audience: Literal["public", "staff"]) -> None:
    file = await site.house.needs.files.put(audience.encode(), name="form.txt")
    version = ShelfVersion(
        id=0, organisation="aoun", document=f"form-{audience}", title={"ar": "نموذج الطلب", "en": "Form"},
        audience=audience, file=file, actor="amal", note="صياغة جديدة", at=utc_now(),
    )  # fmt: skip

    def work(tx: Transaction) -> int:
        return tx.shelf.add(version)

    await site.house.store.write(work)


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESK, "en")])
def test_every_page_of_the_console(
    site: Site, open_page: Open, sign_in: Callable[..., Page], keep: Keep,
    size: tuple[int, int], language: str,
) -> None:  # fmt: skip
    a_waiting_person(site, open_page, "urgent")
    _, chat = a_waiting_person(site, open_page, "person")
    case: Any = a_request(site, size[0])
    staff = sign_in("sara", size, language)
    own = (f"cases/aoun/{case.reference}", chat.removeprefix(f"{site.direct}/console/"))
    wrong: dict[str, list[str]] = {}
    for page in (*LISTS, *OTHERS, *own):
        staff.goto(f"{site.direct}/console/{page}")
        staff.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        wrong[page] = findings_in_both_schemes(staff)
        if staff.evaluate(WIDER) > 0:
            wrong[page] += ["wider than the screen", *staff.evaluate(OUT)]
        keep(staff, f"axe-{page.split('?')[0].replace('/', '-')[:20]}-{language}")
    assert {page: found for page, found in wrong.items() if found} == {}


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESK, "en")])
def test_documents_as_people_see_them(
    site: Site, open_page: Open, keep: Keep, size: tuple[int, int], language: str
) -> None:
    for name, address in (
        ("list", "documents"),
        ("gone", "documents/form-staff"),
        ("none", "../banan/documents"),
    ):
        page = open_page(f"{site.direct}/aoun/{address}?lang={language}", size)
        assert findings_in_both_schemes(page) == [], name
        assert page.evaluate(WIDER) <= 0
        keep(page, f"people-documents-{name}-{language}")
