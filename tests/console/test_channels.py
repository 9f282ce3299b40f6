"""The channels of each edition, switched off where it lacks them; for staff and for people."""

import html
from pathlib import Path

import httpx
import pytest

from bot.console.channels import CHANNELS, rows
from bot.content import Library
from bot.pages.codes import embedding, pictured
from tests.browser.assembly import assembled
from tests.channels.web.house import House
from tests.console.test_console import signed_in

LACKS = {
    "miras": {"sms"},
    "banan": set[str](),
    "livelaw": {"sms"},
    "khuzam": {"sms", "branch-offices"},
    "aoun": {"sms"},
}


@pytest.mark.parametrize("organisation", LACKS)
def test_the_five_editions(library: Library, organisation: str) -> None:
    content = library.contents[organisation]
    found = rows(content)
    assert {row.id for row in found} == set(CHANNELS)
    assert {row.id for row in found if not row.on} == LACKS[organisation]
    assert [row.id for row in found if row.on] == list(content.organisation.channels)
    assert all(not row.href for row in found if not row.on)
    assert {row.id for row in found if row.on and not row.href} <= {"sms"}


@pytest.mark.parametrize("organisation", LACKS)
def test_answers_agree_with_the_list(library: Library, organisation: str) -> None:
    topics = library.contents[organisation].topics
    assert ("ليست" not in topics["sms"].answer["ar"]) == ("sms" not in LACKS[organisation])
    assert ("ليسوا" in topics["branch-offices"].answer["ar"]) == ("branch-offices" in LACKS[organisation])


async def test_staff_see_what_the_product_does_for_each(home: House) -> None:
    async with signed_in(home, "sara", role="researcher") as staff:
        shown = await staff.get("/console/channels")
    assert shown.status_code == 200
    assert "قنوات التواصل" in shown.text
    assert "مغلقة: ليست في سياسة الجمعية" in shown.text


async def test_people_see_how_to_reach_it_and_nothing_that_it_lacks(library: Library, tmp_path: Path) -> None:
    contents = library.contents
    async with (
        assembled(tmp_path, contents=contents.__getitem__, organisations=tuple(LACKS)) as five,
        httpx.AsyncClient(transport=httpx.ASGITransport(five.app), base_url="http://test") as anybody,
    ):
        for organisation, lacks in LACKS.items():
            shown = await anybody.get(f"/{organisation}/channels")
            english = await anybody.get(f"/{organisation}/channels", params={"lang": "en"})
            assert "كيف تصل إلينا" in shown.text
            assert ("رسالة نصية" in shown.text) == ("sms" not in lacks)
            assert ("زر مندوبنا" in shown.text) == ("branch-offices" not in lacks)
            assert "How you can reach us" in english.text
            assert ("tel:0502407666" in shown.text) == (organisation == "aoun")
        assert (await anybody.get("/none/channels")).status_code == 404


async def test_staff_find_the_link_its_code_and_the_line_for_the_website(home: House) -> None:
    async with signed_in(home, "sara", role="researcher") as staff:
        page = html.unescape((await staff.get("/console/channels")).text)
    for organisation in ("aoun", "banan"):
        link = f"http://wasl.test/{organisation}?lang=ar"
        assert f'href="{link}"' in page
        svg = str(pictured(link, f"رمز يفتح محادثة جمعية {organisation}"))
        assert svg.startswith("<svg")
        assert svg in page
        assert f'<script src="http://wasl.test/widget.js" data-org="{organisation}" async></script>' in page


def test_the_line_names_the_address_that_people_reach() -> None:
    assert embedding("https://chat.example.org/", "aoun").startswith(
        '<script src="https://chat.example.org/widget.js"'
    )
    assert embedding('https://x"><b>', "aoun").count("<") == 2  # of the script alone
