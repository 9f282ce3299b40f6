"""Beside a chat: answers that may fit, and why it came to staff."""

import re
from dataclasses import replace
from pathlib import Path

from bot.messages import Reading
from tests.browser.assembly import assembled
from tests.channels.web.house import Deaf, content
from tests.console.test_console import a_chat, address_of, post, signed_in
from tests.worker.world import Matcher
from tests.worker.world import content as knowing


class Hears(Matcher):
    """Finds the one topic in every message."""

    def read(self, text: str, *, last_topic: str | None = None) -> Reading:
        return super().read(f"متى {text}", last_topic=last_topic)


async def test_an_answer_is_offered_with_its_source_to_who_may_reply(tmp_path: Path) -> None:
    def contents(organisation: str) -> object:
        plain = content(organisation)
        return replace(plain, topics=knowing().topics, matcher=Hears() if organisation == "aoun" else Deaf())

    async with assembled(tmp_path, contents=contents) as home:  # type: ignore[arg-type]
        chat, other = await a_chat(home), await a_chat(home, organisation="banan")
        async with signed_in(home, "sara") as staff:
            page = (await staff.get(address_of(chat))).text
            assert re.findall('data-insert="([^"]+)"', page) == ["مدة لا تقل عن أسبوعين."]
            assert "السياسة" in page.partition("أجوبة قد تناسب")[2]
            assert "طلب الشخص أن يتحدث مع موظف." in page
            assert "data-insert=" not in (await staff.get(address_of(other))).text
            await post(staff, f"{address_of(chat)}/claim")
            await post(staff, f"{address_of(chat)}/return")
            assert "data-insert=" not in (await staff.get(f"{address_of(chat)}/panel")).text
