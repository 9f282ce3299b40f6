"""What authors learn from talk: the real engine answers people, and both pages count what came of it."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.authors.office import Office, office
from tests.patience import PATIENCE

ROOM = "/console/authoring"
RATING = Path(__file__).parents[2] / "flows" / "rating.yaml"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture
async def desk(tmp_path: Path, cache: Path) -> AsyncIterator[Office]:
    async with office(tmp_path, cache) as opened:
        shutil.copy(RATING, opened.root / "flows")
        assert opened.live.look()
        yield opened


class Person:
    """Somebody at the association's chat page."""

    def __init__(self, desk: Office) -> None:
        self._browser = desk.stranger()
        self._said = 0

    async def says(self, **words: str) -> list[dict[str, Any]]:
        """Write, or press a button; return the lines that answer."""
        self._said += 1
        sent = await self._browser.post("/aoun/api/messages", json={"key": str(self._said), **words})
        assert sent.status_code == 202, sent.text
        async with asyncio.timeout(PATIENCE):
            while True:
                lines = (await self._browser.get("/aoun/api/history")).json()["lines"]
                if found := [line for line in lines if line.get("answers") == sent.json()["id"]]:
                    return found
                await asyncio.sleep(0.01)


async def rate(person: Person, stars: int) -> None:
    """Give stars through the flow, and no reason."""
    await person.says(choice="flow:rating")
    asked = await person.says(choice=f"pick:stars:{stars}")
    await person.says(choice=asked[-1]["buttons"][0]["id"])


async def talk(desk: Office) -> None:
    """Let seven people talk with the engine."""
    pleased, cross, lost, found, rejecting, again, curious = (Person(desk) for _ in range(7))
    await pleased.says(text="كم ياخذ الرد")
    await rate(pleased, 4)
    await cross.says(text="كم ياخذ الطلب")
    await cross.says(text="وين مقركم")
    await cross.says(choice="person")  # an answer that was not enough
    await lost.says(text="متى القرار")
    await lost.says(text="رقم التواصل")
    await rate(lost, 2)
    await found.says(text="عنوان القرار")
    await found.says(choice="topic:contact-details")  # one of what was offered
    await rejecting.says(text="هل تبيعون سيارات")  # offered, and nothing taken
    await again.says(text="تبيعون سيارات؟ رقمي 0501234567")
    await again.says(text="كم يوم انتظر")
    await curious.says(text="كم العمر المطلوب")
    await curious.says(text="راتب الموظف كم")


def cells(page: str) -> list[list[str]]:
    """Return the rows of the page's table as their words."""
    rows = re.findall(r"<tr\b.*?</tr>", page[page.index("<tbody>") :], re.DOTALL)
    plain = [[re.sub(r"<[^>]*>", " ", cell) for cell in re.split(r"</t[hd]>", row)] for row in rows]
    return [[" ".join(unescape(cell).split()) for cell in row] for row in plain]


def groups(page: str) -> list[tuple[str, str]]:
    """Return each group's first example and how often it was asked."""
    heads = re.findall(r'<h2 id="g\d+" dir="auto">(.*?)</h2>.*?(× \d+)', page, re.DOTALL)
    return [(unescape(text), times) for text, times in heads]


async def test_both_pages_tell_what_came_of_talk(desk: Office) -> None:
    await talk(desk)
    contact, review, age = (
        ["Phone and address", "3", "★ 2.0 (1)", "1"],
        ["How long a request takes", "4", "★ 4.0 (1)", "–"],
        ["Age limits", "1", "–", "–"],
    )
    orders = {
        "used": [review, contact, age],
        "stars": [contact, review, age],
        "instead": [contact, review, age],
        "never": [age, contact, review],
    }
    async with desk.signed_in() as browser:
        for order, rows in orders.items():
            page = await browser.get(f"{ROOM}/use", params={"org": "aoun", "sort": order})
            assert [row[:4] for row in cells(page.text)] == rows, order
        page = await browser.get(f"{ROOM}/questions?org=aoun")
        assert groups(page.text) == [("تبيعون سيارات؟ رقمي 05••••••67", "× 2"), ("راتب الموظف كم", "× 1")]
        assert "3 of 11 questions were left open" in page.text
        assert "عنوان القرار" not in page.text  # somebody took what was offered for it
        assert "0501234567" not in page.text
        other = await browser.get(f"{ROOM}/questions?org=banan")
        assert groups(other.text) == []
