"""The page on which staff say that two chats are one person's."""

import re

import pytest

from bot.ports.records import Conversation, Role
from bot.worker.service import utc_now
from tests.channels.web.house import House
from tests.console.test_console import a_chat, address_of, post, signed_in

PHONES = ("+966500000001", "+966500000002")


async def known(home: House, chat: Conversation, **given: str) -> None:
    fields = {name: given.get(name) for name in ("name", "phone", "national_id", "iban")}

    def work(tx: object) -> None:
        person = tx.people.match_or_add("aoun", **fields, language="ar", now=utc_now())  # type: ignore[attr-defined]
        tx.people.link("aoun", chat.id, person)  # type: ignore[attr-defined]

    await home.store.write(work)


async def test_suggested_compared_confirmed_and_undone(home: House) -> None:
    one, other = await a_chat(home), await a_chat(home)
    await known(home, one, name="أحمد الحربي", phone=PHONES[0])
    await known(home, other, name="احمد الحربى", phone=PHONES[1])
    place = address_of(one)
    async with signed_in(home, "sara", role="researcher") as staff:
        assert f"{place}/merge" in (await staff.get(place)).text
        listed = (await staff.get(f"{place}/merge")).text
        assert f"merge?other={other.id}" in listed
        assert "الاسم نفسه" in listed
        compared = (await staff.get(f"{place}/merge?other={other.id}")).text
        assert "احمد الحربى" in compared
        assert PHONES[1] not in compared
        unsure = await post(staff, f"{place}/merge", f"{place}/merge", other=other.id)
        assert (unsure.status_code, "ضع العلامة" in unsure.text) == (400, True)
        done = await post(staff, f"{place}/merge", f"{place}/merge", other=other.id, sure="1")
        assert done.status_code == 303
        page = (await staff.get(place)).text
        assert 'class="several"' in page
        merge = re.findall(r'name="merge" value="([^"]+)"', (await staff.get(f"{place}/merge")).text)[0]
        assert (await post(staff, f"{place}/unmerge", f"{place}/merge", merge=merge)).status_code == 303
        assert 'class="several"' not in (await staff.get(place)).text
        again = await post(staff, f"{place}/unmerge", f"{place}/merge", merge=merge)
        assert again.status_code == 409


@pytest.mark.parametrize(
    ("typed", "found"), [("0500000002", True), ("٠٥٠٠٠٠٠٠٠٢", True), ("0500000009", False)]
)
async def test_found_by_what_is_typed(home: House, typed: str, found: bool) -> None:
    one, other = await a_chat(home), await a_chat(home)
    await known(home, other, phone=PHONES[1])
    async with signed_in(home, "sara") as staff:
        page = (await staff.get(f"{address_of(one)}/merge", params={"find": typed})).text
        assert (f"other={other.id}" in page) is found
        by_code = (await staff.get(f"{address_of(one)}/merge", params={"find": other.id[:8]})).text
        assert f"other={other.id}" in by_code


@pytest.mark.parametrize(("role", "status"), [("researcher", 409), ("supervisor", 303)])
async def test_different_ids_are_a_supervisors(home: House, role: Role, status: int) -> None:
    one, other = await a_chat(home), await a_chat(home)
    await known(home, one, national_id="1098765432")
    await known(home, other, national_id="1012345672")
    place = f"{address_of(one)}/merge"
    async with signed_in(home, "someone", role=role) as staff:
        answer = await post(staff, place, place, other=other.id, sure="1")
        assert answer.status_code == status
        assert ("لا يدمجهما إلا المشرف" in answer.text) is (status == 409)
        foreign = await a_chat(home, organisation="banan")
        assert (await post(staff, place, place, other=foreign.id, sure="1")).status_code == 404
