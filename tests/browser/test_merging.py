"""Two chats of one person are merged in a real browser."""

import pytest
from playwright.sync_api import expect

from bot.messages import Address
from bot.ports.store import Transaction
from bot.worker.service import utc_now
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESK, "ar"), (DESK, "en")])
def test_suggested_compared_merged_and_parted(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    chats = [a_waiting_person(site, open_page)[1] for _ in range(2)]
    ids = [address.rsplit("/", 1)[1] for address in chats]
    name = f"سعاد الغامدي {language}{size[0]}"

    def tell(tx: Transaction) -> None:
        for chat, phone in zip(ids, ("1", "2"), strict=True):
            person = tx.people.match_or_add(
                "aoun",
                name=name,
                phone=f"+9665{size[0]}{language}{phone}",
                national_id=None,
                iban=None,
                language="ar",
                now=utc_now(),
            )
            tx.people.link("aoun", chat, person)

    site.run(site.house.store.write(tell))
    staff = sign_in("sara", size, language)
    staff.goto(chats[0])
    staff.fill("#text", "مسودة قبل الدمج")
    expect(staff.locator("#draft")).not_to_be_empty()
    if size == PHONE:
        staff.click(".more > summary")
    staff.click("a[href$='/merge']")
    expect(staff.locator("main section.card")).to_contain_text(name)
    fits(staff)
    assert findings(staff) == []
    keep(staff, f"desk-merge-suggested-{language}-{size[0]}")
    staff.click(f"a[href$='other={ids[1]}']")
    expect(staff.locator(".sides section")).to_have_count(2)
    fits(staff)
    assert findings(staff) == []
    keep(staff, f"desk-merge-{language}-{size[0]}")
    staff.click("form .primary")
    expect(staff.locator(".sides")).to_be_visible()  # the box was not ticked
    staff.check("[name=sure]")
    staff.click("form .primary")
    expect(staff.locator("#to option")).to_have_count(2)
    expect(staff.locator("#text")).to_have_value("مسودة قبل الدمج")
    staff.goto(f"{chats[0]}/merge")
    fits(staff)
    staff.click("form[action$=unmerge] button")
    expect(staff.locator("form[action$=unmerge]")).to_have_count(0)
    staff.goto(chats[0])
    expect(staff.locator("#to")).to_have_count(0)
    expect(staff.locator("#text")).to_have_value("مسودة قبل الدمج")


def test_a_chat_of_another_channel_is_merged(site: Site, open_page: Open, sign_in: SignIn) -> None:
    _, address = a_waiting_person(site, open_page)
    here, name = address.rsplit("/", 1)[1], "موضي الشمري"

    def tell(tx: Transaction) -> str:
        place = Address(organisation="aoun", channel="telegram", user="4711")
        there = tx.conversations.open(place, language="ar", now=utc_now()).id
        tx.transcript.add("aoun", there, direction="in", text="كتبت لكم في تيليجرام", at=utc_now())
        for chat, phone in ((here, "+966500000811"), (there, "+966500000812")):
            person = tx.people.match_or_add(
                "aoun", name=name, phone=phone, national_id=None, iban=None, language="ar", now=utc_now()
            )
            tx.people.link("aoun", chat, person)
        return there

    there = site.run(site.house.store.write(tell))
    staff = sign_in("sara", PHONE, at=f"chat/aoun/{here}/merge?other={there}")
    sides = staff.locator(".sides section")
    expect(sides).to_have_count(2)
    expect(staff.locator(".sides")).to_contain_text("تيليجرام")
    staff.check("[name=sure]")
    staff.click("form .primary")
    expect(staff.locator("#log")).to_contain_text("كتبت لكم في تيليجرام")
    expect(staff.locator(".entry", has_text="كتبت لكم في تيليجرام").locator(".via")).to_contain_text(
        "تيليجرام"
    )
    expect(staff.locator("#to option", has_text="تيليجرام")).to_have_count(1)
    staff.goto(f"{site.direct}/console/chat/aoun/{there}")
    expect(staff.locator("#to option")).to_have_count(2)
