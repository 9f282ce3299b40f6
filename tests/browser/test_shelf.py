"""A document: put on the shelf, opened beside a chat, its link sent, opened by the person."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.ports.store import Transaction
from tests.browser.axe import findings
from tests.browser.conftest import PHONE, Open
from tests.browser.site import Site
from tests.browser.test_chat import Keep
from tests.browser.test_desk import a_waiting_person

pytestmark = [pytest.mark.browser]
TITLE = "نموذج طلب الدعم"


def a_form(open_page: Open, folder: Path) -> Path:
    page = open_page("about:blank")
    page.set_content("<h1>Request form</h1>")
    path = folder / "form.pdf"
    page.pdf(path=path)
    return path


def make_administrator(tx: Transaction) -> None:
    sara = tx.staff.by_login("sara")
    if sara is not None:
        tx.staff.set_role(sara.id, "aoun", "administrator")


def test_from_the_shelf_to_the_person(
    site: Site, open_page: Open, sign_in: Callable[..., Page], keep: Keep, tmp_path: Path
) -> None:
    site.run(site.house.store.write(make_administrator))
    staff = sign_in("sara")
    person, chat = a_waiting_person(site, open_page)
    staff.goto(f"{site.direct}/console/documents?org=aoun")
    staff.fill("form.card [name=title-ar]", TITLE)
    staff.set_input_files("form.card [name=file]", a_form(open_page, tmp_path))
    staff.click("form.card .primary")
    expect(staff.get_by_role("heading", name=TITLE)).to_be_visible()
    assert findings(staff) == []
    keep(staff, "desk-documents")
    staff.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert staff.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    keep(staff, "desk-documents-phone")
    staff.set_viewport_size({"width": 1366, "height": 768})

    staff.goto(chat)
    staff.click("#shelf summary")
    staff.click("[data-beside]")
    frame = staff.locator("#reader iframe")
    expect(frame).to_be_visible()
    assert staff.wait_for_function(
        "() => [...performance.getEntriesByType('resource')].some((one) => /documents.aoun/.test(one.name))"
    )
    expect(staff.locator("#reply textarea")).to_be_visible()
    staff.wait_for_timeout(700)  # the browser's own reader draws after it has loaded
    expect(staff.locator("#reply textarea")).to_be_in_viewport()
    expect(frame).to_be_in_viewport()
    keep(staff, "desk-document-beside")
    staff.click("#reader-close")
    expect(frame).to_be_hidden()
    staff.get_by_role("button", name=re.compile("أدرج في الرد رابط")).click()
    expect(staff.locator("#text")).to_have_value(re.compile(r"/aoun/documents/document-[0-9a-f]{8}$"))
    staff.click("#reply .primary")

    link = person.locator(".msg.staff a")
    expect(link).to_be_visible()
    found = person.request.get(link.get_attribute("href") or "")
    assert (found.status, found.body()[:5]) == (200, b"%PDF-")


def test_a_new_version_withdrawn_and_the_old_one_restored(
    site: Site, open_page: Open, sign_in: Callable[..., Page], tmp_path: Path
) -> None:
    site.run(site.house.store.write(make_administrator))
    staff = sign_in("sara", PHONE, at="documents?org=aoun")
    staff.fill("form.card [name=title-ar]", "لائحة")
    file = a_form(open_page, tmp_path)
    staff.set_input_files("form.card [name=file]", file)
    staff.click("form.card .primary")
    document = staff.locator(".document", has=staff.get_by_role("heading", name="لائحة"))
    link = document.locator(".links a").last.get_attribute("href") or ""
    assert staff.request.get(f"{site.direct}{link}").status == 200

    def change(*, name: str = "", audience: str = "public") -> None:
        document.locator(".step > summary").first.click()
        if name:
            newer = tmp_path / name
            newer.write_bytes(file.read_bytes() + b"\n%% newer\n")
            document.locator(".step [name=file]").set_input_files(newer)
        document.locator(".step [name=audience]").select_option(audience)
        document.locator(".step .primary").click()
        expect(staff.locator("main > .good")).to_be_visible()

    change(name="newer.pdf")
    document.locator("details:not(.step) > summary").click()
    expect(document.locator(".versions li")).to_have_count(2)
    expect(document.locator(".versions li").first).to_contain_text("newer.pdf")
    assert staff.request.get(f"{site.direct}{link}").body().endswith(b"newer\n")
    change(audience="withdrawn")
    expect(document.locator(".line .mark.late")).to_be_visible()
    assert staff.request.get(f"{site.direct}{link}").status == 404
    document.locator("details:not(.step) > summary").click()
    document.locator(".versions li", has_text="form.pdf").get_by_role("button").click()
    expect(document.locator(".line .mark.late")).to_have_count(0)  # for everybody again, as that version was
    assert staff.request.get(f"{site.direct}{link}").body() == file.read_bytes()
