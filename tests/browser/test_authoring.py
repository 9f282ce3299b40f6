"""The authors' pages in a browser: with and without script, on a phone and on a desk, in both languages."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.authors.office import TOPIC, Office
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE
from tests.browser.room import OPEN
from tests.browser.site import Site

pytestmark = [pytest.mark.browser]
Keep = Callable[[Page, str], None]
Enter = Callable[..., Page]
ROOM = "/console/authoring"
PAGES = {
    "topics": "", "topic": f"/topic?file={TOPIC}", "new": "/new", "flows": "/flows",
    "flow": "/flow?file=flows/support-request.yaml", "notices": "/notices", "questions": "/questions",
    "use": "/use", "versions": "/versions", "sheet": "/sheet", "notes": "/notes",
    "text": f"/text?file={TOPIC}",
}  # fmt: skip


@pytest.mark.parametrize(
    ("size", "language", "scheme"), [(PHONE, "ar", "light"), (DESK, "ar", "dark"), (DESK, "en", "light")]
)
def test_every_page_is_accessible_and_fits(
    rooms: Site, enter: Enter, keep: Keep, size: tuple[int, int], language: str, scheme: str
) -> None:
    page = enter("amal", size, language, color_scheme=scheme)
    for name, address in PAGES.items():
        page.goto(rooms.direct + ROOM + address)
        assert findings(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        keep(page, f"authors-{name}-{language}-{size[0]}")


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESK, "en")])
def test_a_topic_is_tried_and_published(
    rooms: Site,
    enter: Enter,
    opened: list[Office],
    keep: Keep,
    size: tuple[int, int],
    language: str,
) -> None:
    page = enter("amal", size, language)
    page.goto(f"{rooms.direct}{ROOM}/topic?file={TOPIC}")
    answer = f"تدرس لجنة البحث طلبك، وتجيبك بعد أسبوعين أو أكثر {size[0]}."
    page.fill("[name=answer_ar]", answer)
    page.locator(".bottom .primary").click()
    expect(page.locator(".diff ins").first).to_contain_text("أسبوعين أو أكثر")
    expect(page.locator("#ran .trouble, #ran .good")).to_be_visible(timeout=30_000)
    page.fill("#talk [name=text]", "متى يصلني الرد على طلبي؟")
    page.locator("#talk .say button").first.click()
    expect(page.locator(".sandbox .bot").first).to_contain_text("أسبوعين أو أكثر", timeout=30_000)
    page.locator(".sandbox .buttons button").first.click()
    expect(page.locator(".sandbox .me")).to_have_count(2)
    assert findings(page) == []
    keep(page, f"authors-review-{language}-{size[0]}")
    page.fill("[name=why]", "أوضح")
    page.locator("form[action$='/publish'] .primary").click()
    page.wait_for_url(re.compile("/versions"))
    assert findings(page) == []
    keep(page, f"authors-published-{language}-{size[0]}")
    assert answer in opened[0].text(TOPIC)
    for _ in range(100):
        if opened[0].live("aoun").topics["review-time"].answer["ar"] == answer:
            break
        page.wait_for_timeout(100)
    assert opened[0].live("aoun").topics["review-time"].answer["ar"] == answer


def test_a_group_of_questions_becomes_a_known_gap_on_a_phone(
    rooms: Site, enter: Enter, opened: list[Office]
) -> None:
    page = enter("amal", PHONE)
    page.goto(f"{rooms.direct}{ROOM}/questions")
    group = page.locator(".group").first
    expect(group).to_contain_text("× 3")
    group.locator("[name=kind][value=gap]").click()
    page.wait_for_selector("[name=ask_ar]")
    asked = page.input_value("[name=ask_ar]").splitlines()
    assert sorted(asked) == sorted(text for text, _ in OPEN[:3])
    page.fill("[name=id]", "gap-food")
    for name, text in {"title_ar": "سلال غذائية", "title_en": "Food baskets"}.items():
        page.fill(f"[name={name}]", text)
    page.fill("[name=answer_ar]", "لا تذكر السياسة سلالًا غذائية. وإن أحببت أوصلك بالباحث الاجتماعي.")
    page.fill("[name=answer_en]", "The policy mentions no food baskets. A social researcher can help you.")
    page.select_option("[name=section]", "procedure")
    page.locator(".bottom .primary").click()
    expect(page.locator(".diff ins").first).to_be_visible()
    page.fill("[name=why]", "سأل عنه ثلاثة")
    page.locator("form[action$='/publish'] .primary").click()
    page.wait_for_url(re.compile("/versions"))
    assert "- عندكم سلال غذائية رمضان" in opened[0].text("knowledge/gaps/gap-food.yaml")


def test_more_tests_and_unsaved_work(rooms: Site, enter: Enter) -> None:
    page = enter()
    page.goto(f"{rooms.direct}{ROOM}/topic?file={TOPIC}")
    rows = page.locator("[data-list=tests] [data-item]")
    before = rows.count()
    page.locator("[data-more=tests]").click()
    expect(rows).to_have_count(before + 1)
    names = page.locator("[data-list=tests] [name$=say]").evaluate_all("all => all.map(e => e.name)")
    assert len(set(names)) == before + 1
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.fill("[name=title_en]", "Something else")
    page.goto(f"{rooms.direct}{ROOM}")
    assert asked == ["beforeunload"]


def test_everything_works_without_script(rooms: Site, enter: Enter, opened: list[Office]) -> None:
    page = enter("badr", PHONE, java_script_enabled=False)
    page.goto(f"{rooms.direct}{ROOM}/topic?file={TOPIC}")
    page.fill("[name=title_en]", "Without script")
    page.locator(".bottom .primary").click()
    page.locator("form[action*='/tests'] button").click()
    expect(page.locator("#ran")).not_to_be_empty()
    page.fill("#talk [name=text]", "متى يصلني الرد على طلبي؟")
    page.locator("#talk .say button").first.click()
    expect(page.locator(".sandbox .bot").first).to_contain_text("لجنة البحث")
    page.fill("[name=why]", "بلا برمجة")
    page.locator("form[action$='/publish'] .primary").click()
    expect(page.locator("main")).to_contain_text("بلا برمجة")
    assert "en: Without script" in opened[0].text(TOPIC)


def test_a_spreadsheet_goes_out_and_comes_back(rooms: Site, enter: Enter, tmp_path: Path, keep: Keep) -> None:
    page = enter()
    page.goto(f"{rooms.direct}{ROOM}/sheet")
    with page.expect_download() as download:
        page.locator("[href$='topics.xlsx']").click()
    file = tmp_path / "topics.xlsx"
    download.value.save_as(file)
    page.set_input_files("[name=file]", file)
    page.locator("form[enctype] .primary").click()
    expect(page.locator("#report")).to_contain_text("مرفوضة: 0")
    bad = tmp_path / "bad.csv"
    bad.write_text("id,title_en\nBad Id,x\nreview-time,Waiting\n", "utf-8")
    page.set_input_files("[name=file]", bad)
    page.locator("form[action$='/sheet'] .primary").click()
    expect(page.locator("#report table")).to_contain_text("Bad Id")
    assert findings(page) == []
    keep(page, "authors-import-ar-1366")
    page.locator("#report .primary").click()
    expect(page.locator(".diff ins").first).to_contain_text("Waiting")


@pytest.mark.parametrize(("size", "language", "script"), [(PHONE, "ar", True), (DESK, "en", False)])
def test_notices_are_seen_as_people_get_them(
    enter: Enter, keep: Keep, size: tuple[int, int], language: str, *, script: bool
) -> None:
    page = enter("amal", size, language, java_script_enabled=script, to="authoring/notices")
    page.select_option("[name=kind]", "support-request")
    page.fill("[name=reason]", "قلة الموارد")
    page.fill("[name=still]", "<b>قدّم</b> بعد شهر")
    page.locator("form.author button").click()
    refusal = page.locator("#refuse")
    for each in ("ar", "en"):
        told = refusal.locator(f"[lang={each}]")
        locked, opened = told.locator(".sandbox .bot").all()
        expect(locked).not_to_contain_text("قلة الموارد")  # whoever looks at the screen learns nothing
        expect(locked.locator(".mark")).to_have_count(1)
        expect(opened).to_contain_text("قلة الموارد")
        expect(opened).to_contain_text("<b>قدّم</b> بعد شهر")
        expect(told).to_have_css("direction", "rtl" if each == "ar" else "ltr")
    expect(page.locator("[name=reason]")).to_have_value("قلة الموارد")
    assert page.locator(".sandbox", has_text="{").count() == 0  # every field is filled
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if script:
        assert findings(page) == []
    keep(page, f"authors-notices-filled-{language}")
    page.select_option("[name=kind]", "complaint")
    page.locator("form.author button").click()
    expect(page.locator("#refuse")).to_have_count(0)
    expect(page.locator(".sandbox").first).to_be_visible()
