"""What is kept of a person: what the chat itself is given, and what staff are."""

from typing import Any

from bot.cases import own_data
from bot.cases.service import open_case
from bot.engine.effects import OpenCase
from bot.people import data
from bot.ports.records import Case, Conversation
from bot.ports.store import Transaction
from tests.worker.world import ORG, World, attachment, content

GIVEN = {"name": "نورة القحطاني", "phone": "+966501234567", "national_id": "1098765432"}


async def _request(world: World, user: str, **answers: str) -> Case:
    await world.hear("مرحبا", user=user)
    row = await world.conversation(user)
    effect = OpenCase(
        kind="support-request",
        flow="support-request",
        version="v1",
        answers=answers,
        attachments=(attachment(user * 32),),
    )
    case_id = f"case-{user}"
    return await world.write(
        lambda tx: open_case(tx, row, effect, flow=None, case_id=case_id, year=2026, now=world.clock())
    )


def exported_of(
    world: World, tx: Transaction, row: Conversation, *, everything: bool = False
) -> dict[str, Any]:
    return own_data.export(tx, content(), row, at=world.clock(), everything=everything).kept


async def test_the_chat_is_given_what_was_given_in_it(world: World) -> None:
    case = await _request(world, "u1", **GIVEN)
    row = await world.conversation("u1")
    exported = await world.write(lambda tx: exported_of(world, tx, row))
    assert exported["person"] == GIVEN
    assert [one["reference"] for one in exported["cases"]] == [case.reference]
    assert [file["key"] for file in exported["files"]] == ["u1" * 32]
    assert exported["messages"][0] == {
        "at": world.clock().isoformat(),
        "from": "person",
        "text": "مرحبا",
        "files": [],
    }


async def test_who_types_anothers_id_is_not_handed_their_data(world: World) -> None:
    await _request(world, "u1", **GIVEN)
    await _request(world, "u2", national_id=GIVEN["national_id"])
    stranger = await world.conversation("u2")
    exported = await world.write(lambda tx: exported_of(world, tx, stranger))
    assert exported["person"] == {"national_id": GIVEN["national_id"]}
    assert len(exported["cases"]) == 1
    shown = await world.write(lambda tx: own_data.show(tx, stranger))
    assert shown.known == ("national_id",)


async def test_staff_are_given_all_of_the_person(world: World) -> None:
    await _request(world, "u1", **GIVEN)
    await _request(world, "u2", national_id=GIVEN["national_id"])
    row = await world.conversation("u2")
    exported = await world.write(lambda tx: exported_of(world, tx, row, everything=True))
    assert exported["person"] == GIVEN
    assert len(exported["cases"]) == 2


async def test_erasing_keeps_the_person_who_also_asked_elsewhere(world: World) -> None:
    first = await _request(world, "u1", **GIVEN)
    await _request(world, "u2", national_id=GIVEN["national_id"])
    stranger = await world.conversation("u2")
    erased = await world.write(lambda tx: data.erase(tx, stranger, now=world.clock()))
    assert erased.files == ("u2" * 32,)
    kept = await world.store.read.case(ORG, first.reference)
    assert kept is not None
    assert kept.answers == GIVEN
    person = await world.write(lambda tx: tx.people.get(ORG, first.person or ""))
    assert person is not None
    assert person.phone == GIVEN["phone"]


async def test_erasing_takes_the_person_with_it(world: World) -> None:
    case = await _request(world, "u1", **GIVEN)
    row = await world.conversation("u1")
    await world.write(lambda tx: data.erase(tx, row, now=world.clock()))
    assert await world.write(lambda tx: tx.people.get(ORG, case.person or "")) is None
    assert all(not line.text for line in await world.lines("u1") if line.direction != "system")
    left = await world.store.read.case(ORG, case.reference)
    assert left is not None
    assert not left.answers
    assert [step.action for step in await world.store.read.case_steps(ORG, case.id)] == ["opened", "erased"]
