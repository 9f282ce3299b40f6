"""New content is fitted behind running messages: none waits, and what follows hears the new answer."""

import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot.channels.web import Limits
from bot.content import cache as models
from bot.content.reload import Live
from bot.engine.respond import respond
from bot.matching import Corpus, Resources
from tests.channels.web.house import TEXTS, house
from tests.channels.web.test_api import history
from tests.content.serving import change, served

ANSWER = "knowledge/common/review-time.yaml"
OLD = "ويأتي ردها"
NEW = "ويصلك ردها"
BUSY = Limits(burst=100_000)  # one visitor stands for many
TOLD = "أسبوعين"  # in the answer, whichever it is
ASKED = "كم مدة الدراسة؟"
SLOW = 3.0  # seconds that a fit takes at least
LONGEST_WAIT = 60.0  # seconds until the new content must be in force


@pytest.fixture
def content(small: Path) -> Path:
    """The small content with all of the program's texts."""
    shutil.copytree(TEXTS, small / "knowledge" / "texts", dirs_exist_ok=True)
    return small


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that each fit took: a slow one, in a process of its own as always."""
    took: list[float] = []
    usual = models._fit

    def slowly(corpus: Corpus, resources: Resources, path: Path) -> None:
        begun = time.perf_counter()
        time.sleep(SLOW)
        usual(corpus, resources, path)
        took.append(time.perf_counter() - begun)

    monkeypatch.setattr(models, "_fit", slowly)
    return took


@pytest.fixture
def live(content: Path, cache: Path) -> Live:
    library = served(content, cache)
    return Live(library, content / "knowledge", content / "flows", cache=cache, every=0.05)


@pytest.fixture
async def visitor(live: Live, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody at the real web application, with the real engine, worker and store."""
    open_house = house(tmp_path, respond=respond, contents=live, organisations=("aoun",), limits=BUSY)
    async with open_house as built:
        transport = httpx.ASGITransport(built.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://wasl.test") as client:
            yield client


async def ask(visitor: httpx.AsyncClient, number: int) -> tuple[str, float]:
    """Ask once; return what was answered to it and after how many seconds."""
    begun = time.perf_counter()
    sent = await visitor.post("/aoun/api/messages", json={"key": f"k{number}", "text": ASKED})
    while time.perf_counter() - begun < LONGEST_WAIT:
        lines = await history(visitor, lines=1)
        answers = (line["text"] for line in lines if line.get("answers") == sent.json()["id"])
        said = next((text for text in answers if TOLD in text), None)
        if said is not None:
            return said, time.perf_counter() - begun
    pytest.fail("no answer came")


async def test_no_message_waits_for_a_fit(
    live: Live, content: Path, visitor: httpx.AsyncClient, fitted: list[float]
) -> None:
    first, _ = await ask(visitor, 0)
    assert OLD in first
    before = live.status.version
    change(content, ANSWER, OLD, NEW)
    change(content, ANSWER, "    - كم يوم انتظر\n", "    - كم يوم انتظر\n    - كم تطول الدراسة عندكم\n")
    live.start()
    try:
        meanwhile: list[tuple[str, float]] = []
        begun = time.perf_counter()
        while live.status.version == before and time.perf_counter() - begun < LONGEST_WAIT:
            asked = await ask(visitor, len(meanwhile) + 1)
            if live.status.version == before:
                meanwhile.append(asked)
        after, _ = await ask(visitor, len(meanwhile) + 2)
    finally:
        live.stop()
    (fit,) = fitted
    assert fit >= SLOW
    assert len(meanwhile) >= 3, "messages were answered while the new content was fitted"
    assert all(OLD in said for said, _ in meanwhile)
    assert max(seconds for _, seconds in meanwhile) < fit / 2, "no message waited for the fit"
    assert NEW in after
