"""A family in need, reported by somebody else: who did is kept nowhere; a family that declines is gone."""

from bot.cases.contact import contact
from bot.cases.steps import Made
from bot.cases.verifying import faults
from bot.engine.effects import OpenCase
from bot.messages import Event
from bot.ports.records import Case
from bot.ports.store import Transaction
from bot.worker.carrying import carry_out
from bot.worker.scene import Act, Aftermath
from tests.cases.acting import bring, case_now, step
from tests.worker.world import _FLOWS, ORG, World, content

ANSWERS = {
    "need": "بيتهم بلا مكيف",
    "family_place": {"text": "محايل"},
    "family_name": "آل سالم",
    "family_phone": "+966501234567",
    "they_know": "no",
}
FLOW = _FLOWS["family-in-need"]


async def _report(world: World) -> Case:
    """Let a neighbour report a family through the worker, as the flow's last step does."""
    await world.hear("مرحبا", user="neighbour")
    row = await world.conversation("neighbour")
    effect = OpenCase(kind=FLOW.id, flow=FLOW.id, version=FLOW.version, answers=ANSWERS)

    def open_(tx: Transaction) -> Event | None:
        act = Act(
            tx=tx, content=content(), conversation=row, now=world.clock(),
            new_id=lambda: "family-1", aftermath=Aftermath(),
        )  # fmt: skip
        return carry_out(act, effect)

    event = await world.write(open_)
    assert event is not None
    found = await world.store.read.case(ORG, event.fields["reference"])
    assert found is not None
    return found


async def test_nothing_leads_from_the_report_to_who_made_it(world: World) -> None:
    case = await _report(world)
    assert (case.conversation, case.person) == (None, None)
    row = await world.conversation("neighbour")
    assert row.person is None
    assert not await world.write(lambda tx: tx.cases.of_conversation(ORG, row.id))
    history = await world.store.read.case_steps(ORG, case.id)
    assert not any(row.id in str(line) for line in history)


async def test_the_familys_number_is_not_taken_for_the_reporters() -> None:
    assert not contact(ANSWERS, FLOW).known
    assert contact({**ANSWERS, "phone": "+966501234567"}, None).known


async def test_a_visit_is_told_to_nobody(world: World) -> None:
    case = await _report(world)
    assert isinstance(await step(world, case, "plan", on="2026-03-10", note="باحثتان"), Made)
    assert isinstance(await step(world, case, "visited", note="رحّبوا"), Made)
    before = await world.sent()
    assert await bring(world) == before
    assert not await world.write(lambda tx: tx.notices.of_case(ORG, case.id))
    assert (await case_now(world, case)).stage == "visited"


async def test_a_family_that_declines_is_forgotten_and_the_history_holds(world: World) -> None:
    case = await _report(world)
    assert isinstance(await step(world, case, "plan", on="2026-03-10", note="بيت آل سالم"), Made)
    assert isinstance(await step(world, case, "decline", "researcher"), Made)
    now = await case_now(world, case)
    assert (now.stage, dict(now.answers)) == ("declined", {})
    history = await world.store.read.case_steps(ORG, case.id)
    assert "سالم" not in str(history)
    assert not await faults(world.store.read, now)
