"""A masked number in full: once, for who may, and never without a trace."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.engine.content import Content
from bot.ports.records import Role
from tests.browser.assembly import assembled
from tests.channels.web.house import House, content
from tests.console.test_cases_pages import ORG, a_request
from tests.console.test_console import post, signed_in
from tests.worker.world import content as knowing

NUMBER, MASKED = "1012345672", "••••••5672"


@pytest.fixture
async def home(tmp_path: Path) -> AsyncIterator[House]:
    def contents(organisation: str) -> Content:
        return replace(content(organisation), flows=knowing().flows)

    async with assembled(tmp_path, contents=contents) as built:
        yield built


async def test_it_is_shown_once_and_kept_in_the_history_with_its_reason(home: House) -> None:
    case = await a_request(home)
    page = f"/console/cases/{ORG}/{case.reference}"
    async with signed_in(home, "sara", role="researcher") as staff:
        before = (await staff.get(page)).text
        assert MASKED in before
        assert NUMBER not in before
        shown = await post(staff, f"{page}/reveal", answer="national_id", reason="مطابقة الهوية بالهاتف")
        assert shown.status_code == 200
        assert NUMBER in shown.text
        assert "no-store" in shown.headers["cache-control"]
        after = (await staff.get(page)).text
    assert NUMBER not in after
    assert re.search(r"أظهر رقمًا مخفيًا كاملًا.*?مطابقة الهوية بالهاتف", after, re.S)
    assert "السجل سليم" in after
    (kept,) = [one for one in await home.store.read.case_steps(ORG, case.id) if one.action == "revealed"]
    assert kept.detail == {"answer": "national_id", "note": "مطابقة الهوية بالهاتف"}


@pytest.mark.parametrize(
    ("role", "answer", "reason", "status"),
    [
        ("researcher", "national_id", "  ", 400),
        ("researcher", "size", "سبب", 404),
        ("researcher", "iban", "سبب", 404),
        ("author", "national_id", "سبب", 404),
    ],
)
async def test_without_a_reason_a_secret_or_the_right_nothing_is_shown(
    home: House, role: Role, answer: str, reason: str, status: int
) -> None:
    case = await a_request(home)
    page = f"/console/cases/{ORG}/{case.reference}"
    async with signed_in(home, "sara", role=role) as staff:
        refused = await post(staff, f"{page}/reveal", "/console/password", answer=answer, reason=reason)
    assert refused.status_code == status
    assert NUMBER not in refused.text
    steps = await home.store.read.case_steps(ORG, case.id)
    assert [one.action for one in steps] == ["opened"]
