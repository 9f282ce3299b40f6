"""A pledge that was asked to be read out, on the page of its case."""

from dataclasses import replace

from tests.channels.web.house import House
from tests.console.test_console import post, signed_in
from tests.store.values import NOW, a_case

PLEDGE = {"text": "أقر بصحة ما قدمت", "method": "read-out", "at": NOW.isoformat(), "name": "", "witness": ""}


async def test_it_is_read_before_a_witness_and_then_no_more(home: House) -> None:
    case = replace(a_case(1, None), pledge=PLEDGE)
    await home.store.write(lambda tx: tx.cases.open(case))
    page = f"/console/cases/aoun/{case.reference}"
    async with signed_in(home, "sara", role="researcher") as staff:
        assert 'name="witness"' in (await staff.get(page)).text
        assert (await post(staff, f"{page}/pledge", page, witness="سالم الشاهد")).status_code == 303
        shown = (await staff.get(page)).text
        assert "سالم الشاهد" in shown
        assert 'name="witness"' not in shown
        assert (await post(staff, f"{page}/pledge", page, witness="غيره تماما")).status_code == 409
    kept = await home.store.read.case("aoun", case.reference)
    assert kept is not None
    assert (kept.pledge or {})["witness"] == "سالم الشاهد"
