"""What could not be sent: numbers are covered, and shown in full once, with a reason that is kept."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.messages import Message
from bot.ports.store import Transaction
from bot.store.tables import audit as trail
from bot.store.transaction import CoreTransaction
from bot.worker.service import utc_now
from tests.channels.web.house import House
from tests.console.test_console import a_chat, post, signed_in

PAGE = "/console/failures"
NUMBER, PHONE = "1012345672", "0555123456"
TEXT = f"رقمك {NUMBER} وجوالك {PHONE}"


async def a_dead_letter(home: House, text: str = TEXT, organisation: str = "aoun") -> int:
    chat = await a_chat(home, organisation=organisation)
    now = utc_now()

    def work(tx: Transaction) -> int:
        message = Message(text=text, language="ar")
        line = tx.transcript.add(
            organisation, chat.id, direction="out", text="…", message=message, at=now, delivery="queued"
        )
        letter = tx.outbox.queue(
            chat.id, address=chat.address, message=message, line=line, staff=None, priority=5, not_before=now
        )
        tx.outbox.dead(organisation, letter, error="Unreachable", at=now)
        return letter

    return await home.store.write(work)


async def audit(home: House) -> list[dict[str, Any]]:
    """Return the details of what the trail keeps of numbers that were shown."""

    def read(tx: Transaction) -> list[dict[str, Any]]:
        assert isinstance(tx, CoreTransaction)
        shown = select(trail.c.detail).where(trail.c.action == "revealed")
        return list(tx.session.connection.execute(shown).scalars())

    return await home.store.write(read)


async def test_it_is_covered_until_somebody_says_why(home: House) -> None:
    letter = await a_dead_letter(home)
    async with signed_in(home, "sara", role="supervisor") as staff:
        before = (await staff.get(PAGE)).text
        assert "1•••••••72" in before
        assert NUMBER not in before
        assert PHONE not in before
        unsaid = await post(staff, f"{PAGE}/aoun/{letter}/reveal", PAGE, reason="  ")
        assert unsaid.status_code == 400
        assert "اكتب سبب الإظهار" in unsaid.text
        assert NUMBER not in unsaid.text
        shown = await post(staff, f"{PAGE}/aoun/{letter}/reveal", PAGE, reason="اتصال بصاحب الرسالة")
        assert TEXT in shown.text
        assert "no-store" in shown.headers["cache-control"]
        assert NUMBER not in (await staff.get(PAGE)).text
    assert await audit(home) == [{"outbox": letter, "note": "اتصال بصاحب الرسالة"}]


async def test_what_holds_no_number_needs_no_reason(home: House) -> None:
    await a_dead_letter(home, "وصل طلبك")
    async with signed_in(home, "sara", role="supervisor") as staff:
        shown = (await staff.get(PAGE)).text
    assert "وصل طلبك" in shown
    assert "/reveal" not in shown


@pytest.mark.parametrize(("role", "where", "off", "status"), [
    ("researcher", "aoun", 0, 404), ("supervisor", "aoun", 1, 404), ("supervisor", "banan", 0, 404),
])  # fmt: skip
async def test_nobody_else_and_nothing_else(
    home: House, role: Any, where: str, off: int, status: int
) -> None:
    letter = await a_dead_letter(home)
    async with signed_in(home, "sara", role=role) as staff:
        refused = await post(
            staff, f"{PAGE}/{where}/{letter + off}/reveal", "/console/password", reason="سبب"
        )
    assert refused.status_code == status
    assert NUMBER not in refused.text
    assert await audit(home) == []
