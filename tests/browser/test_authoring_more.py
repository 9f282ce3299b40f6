"""The authors' pages in a browser: steps of flows, texts, versions, two at once, what people ask."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.authors.office import FLOW, OWN, TOPIC, Office
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.room import OPEN
from tests.browser.site import Site

pytestmark = [pytest.mark.browser]
Keep = Callable[[Page, str], None]
Enter = Callable[..., Page]
ROOM = "/console/authoring"


def publish(page: Page, why: str) -> None:
    page.fill("[name=why]", why)
    page.locator("form[action$='/publish'] .primary").click()
    page.wait_for_url(re.compile("/versions"))


@pytest.mark.parametrize(("size", "language", "id_"), [(PHONE, "ar", "home"), (DESK, "en", "work")])
def test_a_step_is_added_moved_tried_and_published(
    enter: Enter, opened: list[Office], keep: Keep, size: tuple[int, int], language: str, id_: str
) -> None:
    page = enter("amal", size, language, to=f"authoring/flow?file={FLOW}")
    page.fill("[name='steps.0.ask.ar']", f"ما الذي ينقصك ({id_})؟")
    page.select_option("[name=new-type]", "choice")
    page.fill("[name=new-id]", "need")  # there is one of that name
    page.select_option("[name=new-behind]", "1")
    page.fill("[name=new-ask_ar]", "كيف وصلت إلينا؟")
    page.fill("[name=new-ask_en]", "How did you find us?")
    page.fill("[name=new-options]", "friend: من صديق | From a friend\nsign لوحة")
    page.locator("[name=do][value=add]").click()
    expect(page.locator("#new-id-wrong, #new-options-wrong")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert findings(page) == []
    page.fill("[name=new-id]", id_)
    page.fill("[name=new-options]", "friend: من صديق | From a friend\nsign: لوحة | A sign")
    page.locator("[name=do][value=add]").click()
    expect(page.locator("#s2 legend")).to_contain_text(id_)
    page.locator("#s2 [name='skip.2']").check()
    page.locator("[name=do][value='up:2']").click()
    expect(page.locator("#s1 legend")).to_contain_text(id_)
    expect(page.locator("[name='skip.1']")).to_be_checked()
    expect(page.locator("[name='steps.1.ask.ar']")).to_have_value(f"ما الذي ينقصك ({id_})؟")
    keep(page, f"authors-steps-{language}-{size[0]}")
    page.locator("form#flow > .bottom .primary").click()
    expect(page.locator(".diff ins").first).to_contain_text(f"id: {id_}")
    expect(page.locator("#ran .trouble, #ran .good")).to_be_visible()
    page.fill("#talk [name=text]", "القائمة")
    page.locator("#talk .say button").first.click()
    page.locator(".sandbox .buttons button", has_text="طلب دعم").click()
    page.locator(".sandbox .buttons button", has_text="✅").click()  # consent
    expect(page.locator(".sandbox .bot").last).to_contain_text("كيف وصلت إلينا؟")
    page.locator(".sandbox .buttons button", has_text="لوحة").click()
    expect(page.locator(".sandbox .bot").last).to_contain_text(f"ما الذي ينقصك ({id_})؟")
    page.locator("button[form=back]").click()  # on with the draft, as it is
    expect(page.locator("#s1 legend")).to_contain_text(id_)
    page.locator("form#flow > .bottom .primary").click()
    publish(page, "نعرف كيف يصلون")
    assert f"  - id: {id_}\n    type: choice\n" in opened[0].text(FLOW)


def test_a_version_is_brought_back(enter: Enter, opened: list[Office]) -> None:
    before = opened[0].text(OWN)
    page = enter("amal", PHONE, to=f"authoring/text?file={OWN}")
    text = page.input_value("[name=text]")
    page.fill("[name=text]", text + "# كلمة زائدة\n")
    page.locator(".author .primary").click()
    publish(page, "خطأ يُراد الرجوع عنه")
    assert "كلمة زائدة" in opened[0].text(OWN)
    page.locator(".rows a, main table a").filter(has_text=re.compile("خارج|خطأ")).last.click()
    page.locator("form[action$='/back'] button").click()
    expect(page.locator(".diff del").first).to_contain_text("كلمة زائدة")
    expect(page.locator("[name=why]")).not_to_have_value("")
    page.locator("form[action$='/publish'] .primary").click()
    page.wait_for_url(re.compile("/versions"))
    assert opened[0].text(OWN) == before


def test_two_at_one_file_are_warned_and_the_later_loses_nothing(enter: Enter, opened: list[Office]) -> None:
    address = f"authoring/topic?file={TOPIC}"
    first, second = enter("amal", to=address), enter("badr", PHONE, to=address)
    expect(second.locator("main .banner")).to_contain_text("Amal")
    first.fill("[name=title_en]", "Amal's title")
    first.locator(".bottom .primary").click()
    publish(first, "أوضح")
    second.fill("[name=title_ar]", "عنوان بدر")
    second.locator(".bottom .primary").click()
    expect(second.locator(".card.bad a")).to_have_text(TOPIC)  # the new version, to be read first
    expect(second.locator("form[action$='/publish'] .primary")).to_have_count(0)
    second.locator("form[action$='/rebase'] button").click()
    expect(second.locator(".diff")).to_contain_text("عنوان بدر")
    publish(second, "بعد قراءة تغيير أمل")
    assert "عنوان بدر" in opened[0].text(TOPIC)


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_a_text_is_published_with_a_note_that_people_read(
    rooms: Site, enter: Enter, open_page: Open, opened: list[Office], size: tuple[int, int]
) -> None:
    file = "knowledge/common/contact-details.yaml"
    page = enter("amal", size, to=f"authoring/text?file={file}")
    text = page.input_value("[name=text]")
    page.fill("[name=text]", "id: [")
    page.locator(".author .primary").click()
    expect(page.locator("#checks .problems")).to_be_visible()
    expect(page.locator("form[action$='/publish'] .primary")).to_have_count(0)
    page.locator("button[form=back]").click()
    expect(page.locator("[name=text]")).to_have_value("id: [\n")  # what cannot be read is not lost
    page.fill("[name=text]", f"{text}# {size[0]}\n")
    page.locator(".author .primary").click()
    page.locator("form[action$='/publish'] summary").click()
    page.fill("[name=note_ar]", f"صارت طرق التواصل أوضح {size[0]}.")
    page.fill("[name=note_en]", f"The ways to reach us are clearer {size[0]}.")
    publish(page, "للناس")
    assert opened[0].text(file).endswith(f"# {size[0]}\n")
    anybody = open_page(f"{rooms.direct}/banan/changes", size)
    expect(anybody.locator("main")).to_contain_text(f"صارت طرق التواصل أوضح {size[0]}.")
    assert findings(anybody) == []
    anybody.goto(f"{rooms.direct}/aoun/changes?lang=en")
    expect(anybody.locator("main")).to_contain_text(f"clearer {size[0]}.")


def test_a_group_becomes_phrasings_of_a_topic(enter: Enter, opened: list[Office]) -> None:
    page = enter("amal", PHONE, to="authoring/questions")
    group = page.locator(".group", has_text="المده")
    expect(group.locator("[name=file] option").first).to_contain_text("★")  # what was offered stands first
    group.locator("form:has([name=file]) button").click()
    assert "المده" in page.input_value("[name=ask_ar]").splitlines()
    page.locator(".bottom .primary").click()
    expect(page.locator(".diff ins").first).to_contain_text("المده")
    publish(page, "كتبها الناس هكذا")
    assert "- المده" in opened[0].text(TOPIC)


def test_a_group_becomes_a_new_topic(enter: Enter, opened: list[Office]) -> None:
    page = enter("badr", DESK, to="authoring/questions")
    page.locator(".group").first.locator("form:not(:has([name=file])) button:not([name])").click()
    assert sorted(page.input_value("[name=ask_ar]").splitlines()) == sorted(text for text, _ in OPEN[:3])
    page.fill("[name=id]", "food-baskets")
    written = {
        "title_ar": "السلال", "title_en": "Baskets", "ask_en": "Do you give out food baskets?",
        "answer_ar": "نوزعها حين تتوفر.", "answer_en": "We give them out when there are some.",
    }  # fmt: skip
    for name, text in written.items():
        page.fill(f"[name={name}]", text)
    page.select_option("[name=section]", "procedure")
    page.locator(".bottom .primary").click()
    expect(page.locator(".diff ins").first).to_be_visible()
    publish(page, "سأل عنه ثلاثة")
    assert "- عندكم سلال غذائية رمضان" in opened[0].text("knowledge/common/food-baskets.yaml")
