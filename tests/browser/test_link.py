"""The page behind a one-time link, in a real browser: with and without scripts, on a phone and on a desk."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import FilePayload, Page, expect

from bot.engine.codec import load
from bot.engine.questioning import question_of
from bot.engine.respond import respond
from bot.messages import Address, Inbound
from bot.people import secure_links
from bot.ports.store import Transaction
from tests.browser.axe import findings_in_both_schemes
from tests.browser.conftest import DESK, PHONE, Open
from tests.browser.site import Site, running
from tests.channels.telegram.papers import contents

pytestmark = [pytest.mark.browser]
PDF = FilePayload(name="deed.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\n" + bytes(400_000))
OTHER = FilePayload(name="b.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\nb")
NOTE = FilePayload(name="note.txt", mimeType="text/plain", buffer=b"just words")
Keep = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def asking() -> Iterator[Site]:
    with running(respond=respond, contents=contents("required")) as found:
        yield found


def a_link(site: Site, user: str, *answers: str) -> str:
    """Return the address of a link to the question at which a person on a messenger stands."""
    house, now = site.house, datetime.now(UTC)
    address = Address(organisation="aoun", channel="telegram", user=user)

    async def hear(number: int, **fields: str) -> None:
        name = f"{user}-{number}"
        await house.worker.accept(
            Inbound(id=name, address=address, external_id=name, received_at=now, **fields)  # type: ignore[arg-type]
        )
        await house.worker.lanes.drained()

    def mint(tx: Transaction) -> str:
        conversation = tx.conversations.open(address, language="ar", now=now)
        state = load(conversation.state or "{}")
        assert state.run is not None
        secure_links.mint(tx, conversation, question=question_of(state.run), token=user, now=now)
        return f"{site.direct}/aoun/link/{user}"

    async def work() -> str:
        await hear(0, choice="flow:papers")
        for number, answer in enumerate(answers, start=1):
            await hear(number, text=answer)
        return await house.store.write(mint)

    return site.run(work())


@pytest.mark.parametrize("scripts", [True, False])
def test_a_number(asking: Site, open_page: Open, keep: Keep, scripts: bool) -> None:
    page = open_page(a_link(asking, f"number-{scripts}"), java_script_enabled=scripts)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    keep(page, f"link-number-{scripts}")
    page.fill("#answer", "1000000009")
    page.click("button")
    expect(page.locator("#trouble")).to_be_visible()
    keep(page, f"link-trouble-{scripts}")
    page.fill("#answer", "١٠٠٠٠٠٠٠٠٨")
    page.click("button")
    expect(page.locator("h1")).to_contain_text("وصل جوابك")
    keep(page, f"link-done-{scripts}")
    page.goto(page.url.partition("?")[0])
    expect(page.locator("h1")).to_contain_text("استُخدم هذا الرابط")


@pytest.mark.parametrize("scripts", [True, False])
def test_files(asking: Site, open_page: Open, keep: Keep, scripts: bool) -> None:
    link = a_link(asking, f"files-{scripts}", "1000000008")
    page = open_page(link, java_script_enabled=scripts)
    keep(page, f"link-files-{scripts}")
    page.set_input_files("#answer", [NOTE])
    page.click("button")
    expect(page.locator("#trouble")).to_be_visible()
    page.set_input_files("#answer", [PDF, OTHER])
    page.click("button")
    expect(page.locator("h1")).to_contain_text("وصل جوابك")
    assert "done=1" in page.url


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_accessible(asking: Site, open_page: Open, keep: Keep, size: tuple[int, int]) -> None:
    name = f"axe-{size[0]}"
    page = open_page(a_link(asking, name), size)
    assert findings_in_both_schemes(page) == []
    keep(page, f"link-{name}")
    page.goto(f"{asking.direct}/aoun/link/none")
    assert findings_in_both_schemes(page) == []
    keep(page, f"link-closed-{name}")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
