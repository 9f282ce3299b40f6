"""The desk's lists outside working hours."""

import re
from dataclasses import replace
from pathlib import Path

from bot.engine.content import Content
from bot.engine.hours import Hours
from tests.browser.assembly import assembled
from tests.channels.web.house import content
from tests.console.test_console import a_chat, address_of, signed_in

CLOSED = Hours(week={})
MARK = "خارج الدوام"


async def test_outside_hours_is_shown_and_only_working_time_is_counted(tmp_path: Path) -> None:
    def contents(organisation: str) -> Content:
        return replace(content(organisation), hours=CLOSED)

    async with assembled(tmp_path, contents=contents) as home:
        await a_chat(home, "urgent")
        chat = await a_chat(home)
        async with signed_in(home, "sara") as staff:
            page = (await staff.get("/console/waiting")).text
            panel = (await staff.get(address_of(chat))).text
    urgent, normal = re.findall(r'<li class="row.*?</li>', page, re.S)
    assert MARK not in urgent
    assert MARK in normal
    assert "منذ أقل من دقيقة" in normal
    assert MARK in panel


async def test_without_hours_nothing_is_marked(tmp_path: Path) -> None:
    async with assembled(tmp_path) as home:
        await a_chat(home)
        async with signed_in(home, "sara") as staff:
            assert MARK not in (await staff.get("/console/waiting")).text
