"""Opening, finding and listing cases."""

from bot.cases import service
from bot.cases.contact import contact
from bot.cases.life import RECEIVED
from bot.engine.effects import FindCase, OpenCase, Pledge
from bot.engine.flow import Flow
from bot.ports.records import Case
from tests.worker.world import ORG, ROOT, World, load

ANSWERS = {"needs": ["food"], "full_name": "نورة", "phone": "+966501234567", "national_id": "1098765432"}


async def _open(world: World, user: str = "u1", **answers: object) -> Case:
    await world.hear("مرحبا", user=user)
    row = await world.conversation(user)
    given = answers or ANSWERS
    pledge = Pledge(text="أقر", method="typed-name", at=world.clock(), name="نورة")
    effect = OpenCase(kind="support-request", flow="f", version="v", answers=given, pledge=pledge)
    world.count += 1
    case_id = f"case{world.count}"
    return await world.write(
        lambda tx: service.open_case(
            tx, row, effect, flow=None, case_id=case_id, year=2026, now=world.clock()
        )
    )


async def _find(world: World, reference: str, factor: str, user: str = "u1") -> object:
    row = await world.conversation(user)
    effect = FindCase(reference=reference, factor=factor)
    return await world.write(lambda tx: service.find(tx, row, effect, now=world.clock()))


async def test_a_case_has_reference_person_pledge_and_history(world: World) -> None:
    case = await _open(world)
    kept = await world.store.read.case(ORG, case.reference)
    assert kept is not None
    assert kept.reference == "AOUN-2026-00001-" + case.reference[-1]
    assert kept.stage == RECEIVED
    assert kept.answers == ANSWERS
    assert kept.pledge is not None
    assert kept.pledge["name"] == "نورة"
    person = await world.write(lambda tx: tx.people.get(ORG, kept.person or ""))
    assert person is not None
    assert (person.phone, person.national_id) == ("+966501234567", "1098765432")
    assert (await world.conversation()).person == kept.person


async def test_numbers_follow_each_other_without_gaps(world: World) -> None:
    references = [(await _open(world)).reference for _ in range(3)]
    assert [reference.split("-")[2] for reference in references] == ["00001", "00002", "00003"]


async def test_the_same_person_is_matched(world: World) -> None:
    first, second = await _open(world, "u1"), await _open(world, "u2", national_id="1098765432")
    assert first.person == second.person


async def test_a_case_is_found_by_reference_and_last_digits(world: World) -> None:
    case = await _open(world)
    by_phone = await _find(world, case.reference.lower(), "٤٥٦٧", user="u1")
    by_id = await _find(world, case.reference, "5432")
    assert isinstance(by_phone, service.Found)
    assert isinstance(by_id, service.Found)
    assert by_phone.case.id == by_id.case.id == case.id


async def test_wrong_digits_and_wrong_references_are_told_alike(world: World) -> None:
    case = await _open(world)
    assert await _find(world, case.reference, "9999") == service.Missing()
    assert await _find(world, "AOUN-2026-09999-3", "4567") == service.Missing()
    assert await _find(world, case.reference, "67") == service.Missing()
    assert await _find(world, case.reference, "") == service.Missing()


async def test_a_later_request_with_the_same_id_does_not_open_an_earlier_case(world: World) -> None:
    case = await _open(world)
    await _open(world, "u2", national_id="1098765432", phone="+966559998888")
    assert await _find(world, case.reference, "8888", user="u2") == service.Missing()


async def test_an_anonymous_case_is_found_by_nobodys_digits(world: World) -> None:
    case = await _open(world, what="تأخير")
    assert case.person is None
    assert await _find(world, case.reference, "0000") == service.Missing()


async def test_guessing_is_throttled_within_a_chat(world: World) -> None:
    case = await _open(world)
    for digits in range(service.MOST_TRIES):
        await _find(world, case.reference, f"000{digits}")
    assert await _find(world, case.reference, "4567") == service.TooManyTries()
    world.clock.pass_(hours=2)
    assert isinstance(await _find(world, case.reference, "4567"), service.Found)


async def test_guessing_one_case_from_many_chats_is_throttled(world: World) -> None:
    case = await _open(world)
    for number in range(service.MOST_TRIES):
        await world.hear("مرحبا", user=f"guesser{number}")
        await _find(world, case.reference, f"000{number}", user=f"guesser{number}")
    await world.hear("مرحبا", user="last")
    assert await _find(world, case.reference, "4567", user="last") == service.TooManyTries()


async def test_a_chat_sees_its_own_cases_alone(world: World) -> None:
    await _open(world, "u1")
    mine = await _open(world, "u2", national_id="1098765432")
    row = await world.conversation("u2")
    assert [case.id for case in await world.write(lambda tx: service.own(tx, row))] == [mine.id]


def test_the_contact_is_read_by_step_type() -> None:
    flow = Flow.model_validate(load(ROOT / "flows" / "support-request.yaml"))
    steps = {step.type: step.id for step in flow.steps}
    given = contact({steps["name"]: "نورة", steps["phone"]: "+966501234567", steps["iban"]: None}, flow)
    assert (given.name, given.phone, given.iban, given.known) == ("نورة", "+966501234567", None, True)


def test_a_spoken_name_is_no_name() -> None:
    assert contact({"name": {"voice": {"key": "k"}}}, None).name is None
