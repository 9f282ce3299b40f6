"""Pages of managers and researchers in real browsers: on each, the work that it is there for."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from bot.cases.reference import make
from bot.console.channels import CHANNELS
from bot.engine.content import Content
from bot.messages import Address, Message
from bot.ports.records import Case
from bot.ports.store import Transaction
from tests.browser.axe import findings_in_both_schemes
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site, running
from tests.browser.test_axe import fits
from tests.browser.test_cases import a_request
from tests.browser.test_chat import Keep
from tests.browser.test_desk import SignIn
from tests.channels.web import house
from tests.worker import world

pytestmark = [pytest.mark.browser]
ORG = "aoun"
LACKS = "sms"
SIZES = [(PHONE, "ar"), (DESK, "ar"), (DESK, "en")]


def contents(organisation: str) -> Content:
    """Return content with flows and lives of cases, and every channel but one."""
    known = house.content(organisation)
    channels = tuple(each for each in CHANNELS if each != LACKS)
    return replace(
        world.content(organisation),
        organisation=replace(known.organisation, channels=channels),
        texts=known.texts,
        lives=known.lives,
    )


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(contents=contents) as found:
        yield found


def looks_right(page: Page, keep: Keep, name: str) -> None:
    fits(page)
    assert findings_in_both_schemes(page) == []
    keep(page, name)


def rated(site: Site, count: int) -> None:
    """Let people have given stars, on the website and on Telegram."""
    now = site.house.needs.now()

    def work(tx: Transaction, number: int) -> None:
        channel = ("web", "telegram")[number % 2]
        row = tx.conversations.open(
            Address(organisation=ORG, channel=channel, user=f"r{number}"), language="ar", now=now
        )
        tx.people.keep_rating(ORG, row.id, stars=5 - number % 3, reason="", at=now)

    for number in range(count):
        site.run(site.house.store.write(partial(work, number=number)))


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_manager_reads_the_report_of_a_hijri_month_and_takes_it_along(
    site: Site, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    rated(site, 12)
    page = sign_in("sara", size, language, at="reports")
    page.select_option("[name=named]", "hijri-month")
    page.locator(".period .primary").click()
    page.wait_for_url("**named=hijri-month**")
    table = page.locator("#ratings table, .report table").first
    expect(table).to_be_visible()
    expect(page.locator("main")).to_contain_text("هـ" if language == "ar" else "AH")
    looks_right(page, keep, f"reports-{size[0]}-{language}")
    for ending in ("xlsx", "pdf"):
        with page.expect_download() as taken:
            page.locator(f".files a[href*='file.{ending}']").click()
        assert taken.value.suggested_filename.endswith(f".{ending}")
    page.fill("[name=first]", "1448-13-40")
    page.locator(".period .primary").click()
    expect(page.get_by_role("alert").filter(visible=True)).to_be_visible()
    expect(page.locator("[name=first]")).to_have_value("1448-13-40")


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_finding_becomes_what_people_read(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    name = f"{size[0]}-{language}"
    finding, did = f"الانتظار طويل في الفرع {name}", f"زدنا موظفًا في الصباح {name}"
    page = sign_in("sara", size, language, at=f"improvements?org={ORG}")
    page.locator("#new > summary").click()
    form = page.locator("#new form")
    form.locator("[name=finding]").fill(finding)
    form.locator("[name=department]").fill("الاستقبال")
    form.locator("[name=due]").fill("2026-01-05")
    form.locator(".primary").click()
    card = page.locator("section.card", has=page.get_by_role("heading", name=finding))
    expect(card.locator(".mark.red")).to_be_visible()  # it is late
    card.locator("summary").click()
    looks_right(page, keep, f"improvements-{name}")
    said = {"said_ar": "الانتظار طويل", "did_ar": did, "said_en": "A long wait", "did_en": f"One more {name}"}
    for field, text in said.items():
        card.locator(f"[name={field}]").fill(text)
    card.locator("[name=state]").select_option("published")
    card.locator(".primary").click()
    expect(card.locator(".mark.staff")).to_be_visible()
    public = open_page(f"{site.direct}/{ORG}/improvements?lang={language}", size)
    expect(public.locator("main")).to_contain_text(did if language == "ar" else f"One more {name}")
    looks_right(public, keep, f"improvements-public-{name}")


def a_wish(site: Site, number: int, kind: str, **answers: object) -> Case:
    """Keep a case of some kind, beside a request of the same person."""
    kept = a_request(site, number)
    reference = make(ORG, 2026, number + 1)
    case = replace(kept, id=f"{kind}-{number}", reference=reference, kind=kind, flow=kind, answers=answers)
    opened = {"actor": "person", "action": "opened", "detail": {"stage": "received"}}

    def work(tx: Any) -> None:
        tx.cases.open(case)
        tx.cases.add_step(ORG, case.id, at=case.opened_at, **opened)

    site.run(site.house.store.write(work))
    return case


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_times_of_interviews_are_offered_taken_and_removed(
    site: Site, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    order = SIZES.index((size, language))
    wish = a_wish(site, 500 + 10 * order, "interview")
    local = site.house.needs.now().astimezone(ZoneInfo("Asia/Riyadh"))
    day = (local + timedelta(days=8 + order)).date().isoformat()
    page = sign_in("sara", size, language, at=f"calendar?org={ORG}")
    form = page.locator("form[action$='/add']")
    for field, text in {
        "day": day,
        "from": "09:00",
        "length": "30",
        "count": "2",
        "place": "مقر الجمعية",
    }.items():
        form.locator(f"[name={field}]").fill(text)
    form.locator(".primary").click()
    slots = page.locator(".slot", has=page.locator("form[action$='/remove']"))
    first = page.locator(".slot", has_text="09:00–09:30").last
    expect(first).to_contain_text("مقر الجمعية")
    first.locator("summary").click()
    looks_right(page, keep, f"calendar-{size[0]}-{language}")
    first.locator("[name=case]").select_option(wish.reference)
    first.locator(".primary").click()
    expect(page.locator(".slot.taken", has_text=wish.reference)).to_be_visible()
    before = slots.count()
    slots.last.locator("form[action$='/remove'] button").click()
    expect(slots).to_have_count(before - 1)
    page.locator(f".slot a[href$='{wish.reference}']").click()
    expect(page).to_have_url(re.compile(f"/cases/{ORG}/{wish.reference}"))


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_somebody_may_act_for_another_until_that_ends(
    site: Site, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    number = 600 + 10 * SIZES.index((size, language))
    case = a_wish(site, number, "support-request")
    wish = {"relation": "agent", "full_name": "سعاد", "safe_to_tell": "talk"}
    asks = a_wish(site, number + 5, "acting-for", scope=["follow"], **wish)
    page = sign_in("sara", size, language, at=f"cases/{ORG}/{asks.reference}")
    form = page.locator("form[action$='/grant']")
    form.locator("[name=acted]").fill("AOUN-2026-77777-1")
    form.locator("[name=document]").fill("وكالة شرعية 44")
    form.locator("[name=until]").fill((site.house.needs.now() + timedelta(days=40)).date().isoformat())
    form.locator(".primary").click()
    expect(page.get_by_role("alert").filter(visible=True).first).to_be_visible()
    expect(form.locator("[name=document]")).to_have_value("وكالة شرعية 44")  # nothing typed is lost
    form.locator("[name=acted]").fill(case.reference)
    form.scroll_into_view_if_needed()
    looks_right(page, keep, f"grant-{size[0]}-{language}")
    form.locator(".primary").click()
    page.goto(f"{site.direct}/console/cases/{ORG}/{case.reference}")
    given = page.locator("section", has=page.locator("form[action$='/grant/end']"))
    expect(given).to_contain_text("وكالة شرعية 44")
    given.scroll_into_view_if_needed()
    looks_right(page, keep, f"granted-{size[0]}-{language}")
    given.locator("form[action$='/grant/end'] button").click()
    expect(page.locator("form[action$='/grant/end']")).to_have_count(0)


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_the_ways_to_reach_the_association_for_staff_and_for_people(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    page = sign_in("sara", size, language, at="channels")
    section = page.locator(f"section[aria-labelledby=o-{ORG}]")
    expect(section.locator("dt")).to_have_count(len(CHANNELS))
    expect(section.locator("dt .mark:not(.staff)")).to_have_count(1)  # the one that it lacks
    looks_right(page, keep, f"channels-{size[0]}-{language}")
    section.locator("dd a[href*='/contacts']").first.click()
    expect(page).to_have_url(re.compile("/console/contacts"))
    public = open_page(f"{site.direct}/{ORG}/channels?lang={language}", size)
    expect(public.locator("main h1")).to_be_visible()
    looks_right(public, keep, f"channels-public-{size[0]}-{language}")


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_number_in_what_could_not_be_sent_is_shown_with_a_reason(
    site: Site, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    number, now = "1012345672", site.house.needs.now()

    def work(tx: Transaction) -> int:
        place = Address(organisation=ORG, channel="telegram", user=f"dead-{size[0]}-{language}")
        row = tx.conversations.open(place, language="ar", now=now)
        message = Message(text=f"رقم هويتك {number} لا يطابق الاسم.", language="ar")
        line = tx.transcript.add(
            ORG, row.id, direction="out", text="…", message=message, at=now, delivery="queued"
        )
        letter = tx.outbox.queue(
            row.id, address=place, message=message, line=line, staff=None, priority=5, not_before=now
        )
        tx.outbox.dead(ORG, letter, error="Unreachable", at=now)
        return letter

    letter = site.run(site.house.store.write(work))
    page = sign_in("sara", size, language, at="failures")
    row = page.locator(f"#d{letter}")
    expect(row).to_contain_text("1•••••••72")
    row.locator(".reveal summary").click()
    looks_right(page, keep, f"failures-{size[0]}-{language}")
    row.locator("[name=reason]").fill("اتصال بصاحب الرسالة")
    row.locator(".reveal button").click()
    expect(row).to_contain_text(number)
    page.goto(f"{site.direct}/console/failures")
    expect(row).not_to_contain_text(number)


@pytest.mark.parametrize(("size", "language"), SIZES)
def test_a_call_is_logged_and_its_page_lives(
    sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    page = sign_in("sara", size, language, at="contacts")
    page.check("[name=channel][value=phone]")
    page.fill("[name=words]", "يسأل عن طلبه")
    page.locator("main form .primary").click()
    stamp = page.locator(".entry time").first
    expect(stamp).to_be_visible()
    wanted = stamp.evaluate(
        """(time, language) => new Intl.DateTimeFormat(language === "ar" ? "ar-u-nu-latn-ca-gregory" : "en",
        { dateStyle: "medium", timeStyle: "short" }).format(new Date(time.dateTime))""", language
    )  # fmt: skip
    expect(stamp).to_have_text(wanted)  # the page's script came to its end
    page.set_input_files(
        "form.reply input[type=file]", {"name": "خطاب.png", "mimeType": "image/png", "buffer": b"x"}
    )
    expect(page.locator("#files")).to_have_text("خطاب.png")
    looks_right(page, keep, f"contact-{size[0]}-{language}")
    here = page.locator(".bar nav [aria-current]").bounding_box()
    assert here is not None
    assert here["x"] >= 0
    assert here["x"] + here["width"] <= size[0]  # where one is can be seen in the row of pages
