"""When two chats may become one person's, and until when they can be parted."""

from datetime import timedelta

import pytest

from bot.people.merging import UNDO_WITHIN, AlreadyOne, Joined, OtherIds, TooLate, join, part
from bot.ports.store import Transaction
from tests.worker.world import ORG, World

IDS = ("1098765432", "1012345672")


async def two_chats(world: World, *ids: str | None) -> tuple[str, str]:
    chats = []
    for number, national_id in enumerate(ids):
        await world.hear("مرحبا", user=f"u{number}")
        row = await world.conversation(f"u{number}")
        chats.append(row.id)
        if national_id is not None:
            person = await world.write(
                lambda tx, national_id=national_id: tx.people.match_or_add(  # type: ignore[misc]
                    ORG,
                    name=None,
                    phone=None,
                    national_id=national_id,
                    iban=None,
                    language="ar",
                    now=world.clock(),
                )
            )
            await world.write(lambda tx, row=row, person=person: tx.people.link(ORG, row.id, person))  # type: ignore[misc]
    return chats[0], chats[1]


async def joined(world: World, *chats: str, despite_ids: bool = False) -> object:
    def work(tx: Transaction) -> object:
        first, second = (tx.conversations.lock(ORG, chat) for chat in chats)
        return join(tx, first, second, actor="sara", now=world.clock(), despite_ids=despite_ids)

    return await world.write(work)


@pytest.mark.parametrize("ids", [(None, None), (IDS[0], None), (None, IDS[0])])
async def test_chats_of_people_of_whom_nothing_is_known(world: World, ids: tuple[str | None, ...]) -> None:
    chats = await two_chats(world, *ids)
    outcome = await joined(world, *chats)
    assert isinstance(outcome, Joined)
    rows = [await world.conversation(user) for user in ("u0", "u1")]
    assert rows[0].person == rows[1].person
    known = await world.write(lambda tx: tx.people.get(ORG, rows[0].person or ""))
    assert known is not None
    assert known.national_id == next((one for one in ids if one), None)
    assert await joined(world, *chats) == AlreadyOne()
    assert await world.write(lambda tx: part(tx, outcome.merge, actor="sara", now=world.clock())) is None
    assert await joined(world, *chats) != AlreadyOne()


async def test_different_ids_are_for_who_is_allowed_to(world: World) -> None:
    chats = await two_chats(world, *IDS)
    assert await joined(world, *chats) == OtherIds()
    assert isinstance(await joined(world, *chats, despite_ids=True), Joined)


async def test_after_a_month_it_stays(world: World) -> None:
    outcome = await joined(world, *await two_chats(world, None, None))
    assert isinstance(outcome, Joined)
    late = world.clock() + UNDO_WITHIN + timedelta(seconds=1)
    assert await world.write(lambda tx: part(tx, outcome.merge, actor="sara", now=late)) == TooLate()
    assert await world.write(lambda tx: part(tx, outcome.merge, actor="sara", now=world.clock())) is None
    assert await world.write(lambda tx: part(tx, outcome.merge, actor="sara", now=world.clock())) == TooLate()
