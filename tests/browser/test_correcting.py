"""Staff correct what they wrote on the chat's page; the person's window shows it where it stood."""

import pytest
from playwright.sync_api import Page, expect

from bot.desk import writing
from bot.desk.writing import Reply
from bot.ports.store import Transaction
from tests.browser.axe import findings_in_both_schemes
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site
from tests.browser.test_axe import fits
from tests.browser.test_chat import Keep, answered, keep_here, say
from tests.browser.test_desk import SignIn, a_waiting_person

pytestmark = [pytest.mark.browser]
WORDS = {
    "ar": {"correct": "تصحيح", "send": "إرسال التصحيح", "done": "صُحّحت"},
    "en": {"correct": "Correct", "send": "Send the correction", "done": "Corrected"},
}


def reply(staff: Page, text: str) -> None:
    staff.fill("#text", text)
    staff.click("#reply .primary")
    expect(staff.locator(".entry.staff", has_text=text)).to_have_count(1)


def correct(staff: Page, old: str, new: str, words: dict[str, str]) -> None:
    entry = staff.locator(".entry.staff", has_text=old).last
    entry.locator(".correct summary").click()
    expect(entry.locator("textarea")).to_have_value(old)
    entry.locator("textarea").fill(new)
    entry.get_by_role("button", name=words["send"]).click()
    expect(staff.locator(".entry.staff", has_text=new)).to_have_count(1)


@pytest.mark.parametrize(("size", "language"), [(PHONE, "ar"), (DESK, "ar"), (DESK, "en")])
def test_a_reply_is_corrected_live_and_after_a_reload(
    site: Site, open_page: Open, sign_in: SignIn, keep: Keep, size: tuple[int, int], language: str
) -> None:
    words, name = WORDS[language], f"correct-{size[0]}-{language}"
    person, address = a_waiting_person(site, open_page)
    keep_here(person)
    staff = sign_in("sara", size, language, at=address)
    reply(staff, "الموعد يوم الأحد")
    expect(person.locator(".msg.staff")).to_contain_text("الأحد")
    say(person, "شكرًا")
    expect(staff.locator(".entry.in", has_text="شكرًا")).to_be_visible()
    entry = staff.locator(".entry.staff", has_text="الأحد")
    entry.locator(".correct summary").click()
    fits(staff)
    assert findings_in_both_schemes(staff) == []
    keep(staff, name)
    entry.locator(".correct summary").click()
    correct(staff, "الموعد يوم الأحد", "الموعد يوم الاثنين", words)
    bubble = person.locator(".msg.staff")
    expect(bubble).to_contain_text("الاثنين")
    expect(bubble.locator(".edited")).to_have_text("✏️ عُدّلت")
    expect(entry.locator("[data-superseded]")).to_have_text(words["done"])
    expect(entry.locator(".correct")).to_have_count(0)
    correct(staff, "الموعد يوم الاثنين", "الموعد يوم الثلاثاء", words)
    expect(bubble).to_contain_text("الثلاثاء")
    assert "الأحد" not in bubble.inner_text()
    expect(person.locator(".msg").last).to_contain_text("شكرًا")  # it stays where it stood
    person.reload()
    expect(bubble).to_have_count(1)
    expect(bubble).to_contain_text("الثلاثاء")
    expect(bubble.locator(".edited")).to_be_visible()
    fits(person)
    assert findings_in_both_schemes(person) == []
    keep(person, f"{name}-person")
    staff.reload()
    expect(staff.locator(".entry.staff .correct")).to_have_count(1)  # under the newest words alone
    expect(staff.locator(".entry.staff [data-superseded]:visible")).to_have_count(2)


def test_a_note_is_corrected_without_script_and_a_colleague_is_told(
    site: Site, open_page: Open, sign_in: SignIn
) -> None:
    _, address = a_waiting_person(site, open_page)
    staff = sign_in("sara", at=address, java_script_enabled=False)
    staff.fill("#text", "أهلًا بك")
    staff.click("#reply .primary")
    staff.locator(".entry.staff .correct summary").click()
    staff.locator(".entry.staff .correct textarea").fill("")
    staff.locator(".entry.staff .correct button").click()
    expect(staff.locator("#told")).to_contain_text("الرد فارغ")
    staff.locator(".note-box summary").click()
    staff.fill("#note-text", "يتصل غدًا")
    staff.click("#note button")
    note = staff.locator(".entry.note")
    note.locator(".correct summary").click()
    note.locator("textarea").fill("يتصل بعد غد")
    note.locator(".correct button").click()
    expect(staff.locator(".entry.note").last).to_contain_text("يتصل بعد غد")
    colleague = sign_in("fahad", at=address)
    expect(colleague.locator(".entry.staff")).to_be_visible()
    expect(colleague.locator(".correct")).to_have_count(0)  # one's own words alone


def test_the_bar_of_new_messages_covers_no_button(site: Site, open_page: Open, keep: Keep) -> None:
    page = open_page(f"{site.direct}/aoun")
    for number in range(6):
        say(page, f"رسالة {number}")
        answered(page, f"رسالة {number}")
    page.locator("#log").evaluate("log => { log.scrollTop = 0; }")
    chat = page.evaluate("fetch('/aoun/api/history').then(r => r.json()).then(r => r.conversation)")
    staff_says(site, chat)
    bar = page.locator("#down")
    expect(bar).to_be_visible()
    keep(page, "chat-newer-phone")
    boxes = page.evaluate("""() => { const bar = document.getElementById("down").getBoundingClientRect();
      return [...document.querySelectorAll("button, a, textarea, summary, .tool")]
        .filter((e) => e.id !== "down" && e.checkVisibility()).filter((e) => {
          const log = e.closest("#log")?.getBoundingClientRect(), own = e.getBoundingClientRect();
          const bottom = log ? Math.min(own.bottom, log.bottom) : own.bottom;
          return own.top < bar.bottom && bottom > bar.top && own.left < bar.right && own.right > bar.left;
        }).map((e) => e.textContent); }""")
    assert boxes == []
    fits(page)
    bar.click()
    expect(bar).to_be_hidden()
    expect(page.locator(".msg.staff")).to_be_in_viewport()


def staff_says(site: Site, chat: str) -> None:
    def work(tx: Transaction) -> None:
        sara = tx.staff.by_login("sara")
        assert sara is not None
        row = tx.conversations.lock("aoun", chat)
        draft = Reply(text="وصلت أوراقك", key=chat, seen_line=row.last_line)
        writing.reply(site.house.worker.desk(tx, sara, "aoun"), chat, draft)

    site.run(site.house.store.write(work))
