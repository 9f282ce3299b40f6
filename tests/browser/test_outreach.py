"""A campaign by hand in a real browser: written, mended, tried, approved by another; both sizes, axe."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.engine.respond import respond
from bot.messages import Address
from bot.outreach import wishes
from bot.ports.store import Transaction
from tests.browser.axe import findings
from tests.browser.conftest import DESK, PHONE
from tests.browser.site import Site, running
from tests.browser.test_chat import Keep
from tests.worker.world import content

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running(respond=respond, contents=content) as found:
        found.run(found.house.store.write(lambda tx: _two_who_agreed(found, tx)))
        yield found


def _two_who_agreed(site: Site, tx: Transaction) -> None:
    now = site.house.needs.now()
    for user in ("one", "two"):
        address = Address(organisation="aoun", channel="web", user=user)
        wishes.agree(tx, tx.conversations.open(address, language="ar", now=now), method="form", now=now)
    sara = tx.staff.by_login("sara")
    assert sara is not None
    own = tx.conversations.open(
        Address(organisation="aoun", channel="web", user="own"), language="ar", now=now
    )
    tx.campaigns.name_tester("aoun", sara.id, own.id, at=now)


def _looked_at(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    assert findings(page) == []
    assert page.evaluate(WIDER) <= 0


@pytest.mark.parametrize(("size", "language", "scheme"), [(PHONE, "ar", "dark"), (DESK, "en", "light")])
def test_a_message_from_its_first_word_to_its_approval(
    site: Site, sign_in: Callable[..., Page], keep: Keep, size: tuple[int, int], language: str, scheme: str
) -> None:
    title = f"رمضان {language}"
    sara = sign_in("sara", size, language, color_scheme=scheme)
    sara.goto(f"{site.direct}/console/outreach")
    _looked_at(sara)
    sara.click("a[href='/console/outreach/aoun/new']")
    sara.fill("[name=title]", title)
    sara.fill("[name=text_ar]", "أهلًا {nme}، تهنئكم {association} بالشهر الكريم.")
    sara.fill("[name=text_en]", "Hello {name}, {association} wishes you a blessed month.")
    sara.check("[name=when][value=yearly]")
    _looked_at(sara)
    keep(sara, f"outreach-form-{language}")
    sara.click("form.card .primary")
    expect(sara.locator("#wrong-text_ar")).to_contain_text("name")
    expect(sara.locator("[name=title]")).to_have_value(title)
    _looked_at(sara)
    keep(sara, f"outreach-wrong-{language}")
    sara.fill("[name=text_ar]", "أهلًا {name}، تهنئكم {association} بالشهر الكريم.")
    sara.click("form.card .primary")
    expect(sara.locator("h1")).to_have_text(title)
    expect(sara.locator("blockquote[lang=ar]")).to_contain_text("أهلًا ضيفنا الكريم")
    for act in ("test", "ask"):
        sara.click(f"form[action$='/{act}'] button")
        sara.wait_for_load_state()
    expect(sara.locator("form[action$='/ask']")).to_have_count(0)
    expect(sara.locator("form[action$='/approve']")).to_have_count(0)
    _looked_at(sara)
    keep(sara, f"outreach-waiting-{language}")

    fahad = sign_in("fahad", size, language, color_scheme=scheme)
    fahad.goto(sara.url)
    fahad.click("form[action$='/approve'] button")
    expect(fahad.locator("form[action$='/stop']")).to_have_count(1)
    expect(fahad.locator("form[action$='/approve']")).to_have_count(0)
    _looked_at(fahad)
    keep(fahad, f"outreach-approved-{language}")
