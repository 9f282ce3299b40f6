"""The audit trail as administrators read it: what staff do leaves entries, and the page shows them."""

import html
import re

import pytest

from bot.desk.signin import INSTALLATION
from bot.messages import LANGUAGES
from bot.ports.records import Role
from bot.ports.store import Transaction
from bot.ports.store.auditing import Asked
from bot.worker.service import utc_now
from tests.channels.web.house import House, texts
from tests.console.test_console import a_chat, address_of, post, signed_in

ROW = re.compile(r"<tr><td>.*?</tr>", re.S)
# what staff do, as the sources name it: one that is new is put into words (console_audit.*.yaml)
DONE = ("opened", "claimed", "replied", "noted", "returned", "signed-in", "signed-out", "report-taken")


def shown(page: str) -> list[str]:
    return [html.unescape(re.sub(r"<[^>]+>", " ", row)) for row in ROW.findall(page)]


async def test_what_staff_do_is_on_the_page(home: House) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as sara:
        address = address_of(chat)
        await sara.get(address)
        await post(sara, f"{address}/claim")
        await post(sara, f"{address}/note", text="انتبهوا")
        await sara.get("/console/reports/file.xlsx?org=aoun")
        await post(sara, "/console/sign-out", "/console/account")
    async with signed_in(home, "amal", role="administrator") as amal:
        page = (await amal.get("/console/audit")).text
        of_chat = shown((await amal.get(f"/console/audit?subject={chat.id}")).text)
        of_amal = shown((await amal.get("/console/audit?org=banan")).text)
        later = shown((await amal.get("/console/audit?since=2999-01-01")).text)
    rows = shown(page)
    for did in ("فتح المحادثة", "استلم المحادثة", "كتب ملاحظة", "نزّل تقريرًا", "خرج"):
        assert any("Sara" in row and did in row for row in rows), did
    assert f'href="{address}"' in page
    assert {"استلم المحادثة" in row or "فتح المحادثة" in row or "كتب ملاحظة" in row for row in of_chat} == {
        True
    }
    assert (of_amal, later) == ([], [])
    assert "انتبهوا" not in page  # what was written stays in the chat


@pytest.mark.parametrize("role", ["researcher", "supervisor", "author"])
async def test_the_trail_is_for_administrators(home: House, role: Role) -> None:
    async with signed_in(home, "sara", role=role) as staff:
        assert (await staff.get("/console/audit")).status_code == 403
        assert "/console/audit" not in (await staff.get("/console/account")).text


async def test_accounts_are_for_who_administers_everything(home: House) -> None:
    async with signed_in(home, "amal", role="administrator") as amal:
        assert any("دخل" in row for row in shown((await amal.get("/console/audit")).text))
        account = await home.store.look(lambda tx: tx.staff.by_login("amal"))
        assert account is not None
        await home.store.write(lambda tx: tx.staff.set_role(account.id, "banan", "supervisor"))
        assert shown((await amal.get("/console/audit")).text) == []
        assert shown((await amal.get("/console/audit?org=-")).text) == []


async def test_older_entries_have_a_page(home: House) -> None:
    def fill(tx: Transaction) -> None:
        for number in range(101):
            tx.staff.audit(
                "aoun", actor="somebody", action="opened", subject=str(number), detail={}, at=utc_now()
            )

    async with signed_in(home, "amal", role="administrator") as amal:
        await home.store.write(fill)
        page = (await amal.get("/console/audit?who=somebody")).text
        onwards = re.search(r'rel="next" href="([^"]+)"', page)
        assert onwards is not None
        rest = shown((await amal.get(f"/console/audit{html.unescape(onwards[1])}")).text)
    assert len(shown(page)) == 100
    assert len(rest) == 1
    assert "somebody" in rest[0]


def test_every_entry_has_words() -> None:
    for language in LANGUAGES:
        assert [one for one in DONE if f"console.did.{one}" not in texts().tables[language]] == []


async def test_only_the_page_of_a_chat_counts_as_opening_it(home: House) -> None:
    chat = await a_chat(home)
    async with signed_in(home, "sara") as sara:
        for part in ("", "/panel", "/earlier?before=99999"):
            assert (await sara.get(f"{address_of(chat)}{part}")).status_code == 200
        await sara.get("/console/chat/aoun/none")
    found = await home.store.read.audit(["aoun", INSTALLATION], Asked(subject=chat.id))
    assert [one.action for one in found] == ["opened"]
