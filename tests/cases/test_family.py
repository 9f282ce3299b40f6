"""A family in need, reported by somebody else: who did is kept nowhere; a family that declines is gone."""

from dataclasses import replace

from bot.cases.contact import contact
from bot.cases.own_data import export
from bot.cases.service import Missing, find, own
from bot.cases.steps import Made
from bot.cases.verifying import faults
from bot.desk.contacts import Logged, NewContact, log
from bot.engine.effects import FindCase, OpenCase
from bot.messages import Event
from bot.ports.records import Case, Conversation
from bot.ports.store import Transaction
from bot.worker.carrying import carry_out
from bot.worker.scene import Act, Aftermath
from tests.cases.acting import bring, case_now, step
from tests.worker.world import _FLOWS, ORG, World, attachment, content

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
    assert isinstance(await step(world, case, "plan", on="2026-03-10", place="10:00 · سارة"), Made)
    assert isinstance(await step(world, case, "visited", note="رحّبوا"), Made)
    before = await world.sent()
    assert await bring(world) == before
    assert not await world.write(lambda tx: tx.notices.of_case(ORG, case.id))
    assert (await case_now(world, case)).stage == "visited"


async def test_a_family_that_declines_is_forgotten_and_the_history_holds(world: World) -> None:
    case = await _report(world)
    assert isinstance(await step(world, case, "plan", on="2026-03-10", place="بيت آل سالم"), Made)
    assert isinstance(await step(world, case, "decline", "researcher"), Made)
    now = await case_now(world, case)
    assert (now.stage, dict(now.answers)) == ("declined", {})
    history = await world.store.read.case_steps(ORG, case.id)
    assert "سالم" not in str(history)
    assert not await faults(world.store.read, now)


async def _told_by_hand(world: World) -> list[str]:
    """Let a neighbour fill the form in, answer by answer; return what they are told at its end."""
    await world.hear("مرحبا", user="neighbour")
    world.clock.pass_(minutes=1)
    await world.hear(choice="flow:family-in-need", user="neighbour")
    await world.hear(choice="do:agree", user="neighbour")
    await world.hear("بيتهم بلا مكيف", user="neighbour")
    await world.hear(choice="pick:they_know:no", user="neighbour")
    await world.hear(choice="do:skip", user="neighbour")
    await world.hear("محايل", user="neighbour")
    await world.hear("آل سالم", user="neighbour")
    await world.hear("0501234567", user="neighbour")
    return await world.hear(choice="pick:review:send", user="neighbour")


async def test_who_reads_the_chat_does_not_see_that_its_person_reported(world: World) -> None:
    told = await _told_by_hand(world)
    assert any("وصل ما كتبته" in text for text in told)
    [case] = await world.store.read.cases([ORG], kind="family-in-need")
    assert case.answers["family_name"] == "آل سالم"
    assert case.reference not in "".join(told)
    lines = await world.lines("neighbour")
    kept = "".join(f"{line.text}{line.message}{line.trace}" for line in lines)
    for said in ("family-in-need", "الأسرة", "مكيف", "محايل", "سالم", "1234567", "الحاجة"):
        assert said not in kept
    heard = [line.text for line in lines if line.direction == "in"]
    assert heard[0] == "مرحبا"
    assert set(heard[1:]) == {"🔒"}
    assert await world.store.read.search([ORG], "سالم") == []
    row = await world.conversation("neighbour")
    assert "سالم" not in (row.state or "")


async def test_the_reporter_hears_nothing_and_finds_nothing_by_its_number(world: World) -> None:
    await _told_by_hand(world)
    [case] = await world.store.read.cases([ORG], kind="family-in-need")
    assert isinstance(await step(world, case, "plan", on="2026-03-10", place="10:00"), Made)
    assert isinstance(await step(world, case, "agree", note="رحّبوا"), Made)
    world.clock.pass_(days=1)
    assert await bring(world) == []
    await world.worker.surveys.queue_due()
    await world.worker.lanes.drained()
    assert await world.sent() == []
    row = await world.conversation("neighbour")
    found = await world.write(
        lambda tx: find(tx, row, FindCase(reference=case.reference, factor="4567"), now=world.clock())
    )
    assert not await world.write(lambda tx: own(tx, row))
    assert isinstance(found, Missing)


async def test_a_family_that_declines_is_forgotten_in_the_reporters_chat_too(world: World) -> None:
    await _told_by_hand(world)
    [case] = await world.store.read.cases([ORG], kind="family-in-need")
    assert isinstance(await step(world, case, "decline", "researcher"), Made)
    now = await case_now(world, case)
    row = await world.conversation("neighbour")
    exported = await world.write(lambda tx: str(export(tx, content(), row, at=world.clock()).kept))
    assert (now.stage, dict(now.answers)) == ("declined", {})
    assert "سالم" not in exported


async def _told_on_the_phone(world: World) -> Conversation:
    """Let a colleague log a neighbour's letter, and fill the form in for them; return the contact."""
    world.channel.name = "letters"
    sara = await world.staff("sara")
    listed = replace(content(), organisation=replace(content().organisation, channels=("letters",)))
    new = NewContact(
        id="k1", channel="letters", words="جارتهم تدلّ على بيت بلا مكيف", name="هيفاء القرني",
        phone="0507654321", files=(attachment(),),
    )  # fmt: skip
    logged = await world.at_desk(sara, lambda desk: log(desk, listed, new))
    assert isinstance(logged, Logged)
    assert logged.conversation.person is not None
    for said in (
        {"choice": "flow:family-in-need"}, {"choice": "do:agree"}, {"text": "بيتهم بلا مكيف"},
        {"choice": "pick:they_know:no"}, {"choice": "do:skip"}, {"text": "محايل"}, {"text": "آل سالم"},
        {"choice": "do:skip"}, {"choice": "pick:review:send"},
    ):  # fmt: skip
        world.clock.pass_(minutes=1)
        await world.hear(user="k1", typed_by="sara", **said)
    return await world.conversation("k1")


async def test_who_reports_on_the_phone_or_by_letter_is_forgotten_too(world: World) -> None:
    row = await _told_on_the_phone(world)
    [case] = await world.store.read.cases([ORG], kind="family-in-need")
    assert case.answers["family_name"] == "آل سالم"
    assert row.person is None
    lines = await world.lines("k1")
    kept = "".join(f"{line.text}{line.message}{line.trace}{line.attachments}" for line in lines)
    for said in ("هيفاء", "القرني", "جارتهم", "مكيف", "7654321", "photo.jpg"):
        assert said not in kept, said
    assert [line.text for line in lines if line.direction == "note"] == ["🔒"]
    for said in ("هيفاء", "جارتهم"):
        assert await world.store.read.search([ORG], said) == []
    history = await world.store.read.case_steps(ORG, case.id)
    assert not any(row.id in str(line) or "sara" in str(line) for line in history)


async def test_what_staff_note_in_a_chat_of_the_reporters_own_stays(world: World) -> None:
    await world.hear("مرحبا", user="neighbour")
    row = await world.conversation("neighbour")
    await world.write(
        lambda tx: tx.transcript.add(ORG, row.id, direction="note", text="تفضّل العصر", at=world.clock())
    )
    await _told_by_hand(world)
    assert "تفضّل العصر" in [line.text for line in await world.lines("neighbour")]


async def test_a_note_of_another_contact_stays(world: World) -> None:
    world.channel.name = "letters"
    await world.hear("مرحبا", user="other")
    other = await world.conversation("other")
    await world.write(
        lambda tx: tx.transcript.add(ORG, other.id, direction="note", text="خطاب آخر", at=world.clock())
    )
    await _told_on_the_phone(world)
    assert "خطاب آخر" in [line.text for line in await world.lines("other")]
