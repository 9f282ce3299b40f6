"""Linking a Telegram user to an account: a code serves once, for half an hour, and is not guessed at."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.telegram_desk.codes import BadCode, Issued, Linked, issue, link
from bot.desk.accounts import NoAccount, set_disabled
from bot.desk.signin import MOST_TRIES, TooManyTries
from bot.practice.telegram import Practice
from bot.store.tables import audit
from bot.store.transaction import CoreTransaction
from tests.channels.telegram_desk.office import OMAR, SARA, STRANGER, TOKEN, office
from tests.worker.world import World, make_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = make_world(tmp_path)
    await made.staff("sara")
    yield made
    await made.store.close()


async def code(world: World) -> str:
    made = await world.write(lambda tx: issue(tx, "sara", now=world.clock()))
    assert isinstance(made, Issued)
    return made.code


async def entered(world: World, given: str, *, user: int = SARA) -> Linked | BadCode | TooManyTries:
    return await world.write(lambda tx: link(tx, user=user, code=given, now=world.clock()))


async def who(world: World, user: int) -> str | None:
    found = await world.write(lambda tx: tx.links.staff_of(str(user)))
    return found.id if found else None


async def test_a_code_serves_once(world: World) -> None:
    given = await code(world)
    assert isinstance(await entered(world, f" {given.upper()} "), Linked)
    assert isinstance(await entered(world, given, user=OMAR), BadCode)
    assert isinstance(await entered(world, given), BadCode)
    assert (await who(world, SARA), await who(world, OMAR)) == ("sara", None)


@pytest.mark.parametrize(("minutes", "good"), [(29, True), (31, False)])
async def test_a_code_serves_for_half_an_hour(world: World, minutes: int, good: bool) -> None:
    given = await code(world)
    world.clock.pass_(minutes=minutes)
    assert isinstance(await entered(world, given), Linked if good else BadCode)
    assert await who(world, SARA) == ("sara" if good else None)


async def test_a_newer_code_replaces_an_older_one(world: World) -> None:
    older, newer = await code(world), await code(world)
    assert isinstance(await entered(world, older), BadCode)
    assert isinstance(await entered(world, newer), Linked)


async def test_a_locked_account_has_no_code(world: World) -> None:
    given = await code(world)
    await world.write(lambda tx: set_disabled(tx, "sara", disabled=True, now=world.clock()))
    assert isinstance(await entered(world, given), BadCode)
    assert await who(world, SARA) is None
    assert await world.write(lambda tx: issue(tx, "sara", now=world.clock())) == NoAccount()
    assert await world.write(lambda tx: issue(tx, "nobody", now=world.clock())) == NoAccount()


async def test_who_guesses_has_to_wait_and_nobody_else_has(world: World) -> None:
    given = await code(world)
    tried = [await entered(world, f"guess{number}", user=STRANGER) for number in range(MOST_TRIES)]
    assert {type(each) for each in tried} == {BadCode}
    assert isinstance(await entered(world, given, user=STRANGER), TooManyTries)
    assert await who(world, STRANGER) is None
    world.clock.pass_(minutes=14)
    assert isinstance(await entered(world, given, user=STRANGER), TooManyTries)
    assert isinstance(await entered(world, given), Linked)
    assert await audited(world, "telegram-code-wrong") == MOST_TRIES


async def test_what_each_outcome_says_in_private(tmp_path: Path, practice: Practice) -> None:
    async with office(tmp_path, practice) as made:
        await made.member(SARA, "sara")
        for _ in range(MOST_TRIES + 1):
            practice.write(STRANGER, TOKEN, "/link abcdefghjk")
        await made.until(lambda: len(practice.seen(STRANGER, TOKEN)) == MOST_TRIES + 1)
        told = [str(message["text"]) for message in practice.seen(STRANGER, TOKEN)]
        assert ["الرمز غير صحيح" in text for text in told] == [True] * MOST_TRIES + [False]
        assert "محاولات كثيرة" in told[-1]


async def audited(world: World, action: str) -> int:
    def read(tx: object) -> int:
        assert isinstance(tx, CoreTransaction)
        rows = tx.session.connection.execute(audit.select().where(audit.c.action == action))
        return len(rows.all())

    return await world.write(read)
