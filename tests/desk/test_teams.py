"""Teams: who is in them, and chats that wait for one."""

import pytest

from bot.desk import holding
from bot.desk.accounts import NoAccount
from bot.desk.outcomes import Done, HeldBy, Unknown
from bot.desk.teams import BadTeam, InTeam, NoRole, set_team, teams_of
from tests.worker.world import ORG, World


async def team(world: World, login: str, name: str, **more: object) -> object:
    return await world.write(lambda tx: set_team(tx, login, name, now=world.clock(), **more))  # type: ignore[arg-type]


async def test_an_account_joins_and_leaves_a_team(world: World) -> None:
    await world.staff("sara")
    assert await team(world, "sara", "legal") == InTeam(organisations=(ORG,))
    assert await world.write(lambda tx: teams_of(tx, "sara", (ORG,))) == {ORG: ["legal"]}
    await team(world, "sara", "legal", leave=True)
    assert await world.write(lambda tx: teams_of(tx, "sara", (ORG,))) == {}


@pytest.mark.parametrize(
    ("login", "name", "organisation", "refused"),
    [
        ("nobody", "legal", None, NoAccount),
        ("sara", "قانون", None, BadTeam),
        ("sara", "legal", "basma", NoRole),
    ],
)
async def test_what_is_no_team_is_refused(
    world: World, login: str, name: str, organisation: str | None, refused: type
) -> None:
    await world.staff("sara")
    assert isinstance(await team(world, login, name, organisation=organisation), refused)


async def test_a_chat_is_passed_to_a_team_and_any_of_staff_may_claim_it(world: World) -> None:
    sara, omar = await world.staff("sara"), await world.staff("omar")
    await team(world, "omar", "legal")
    await world.hear(choice="person")
    chat = (await world.conversation()).id
    given = await world.at_desk(sara, lambda desk: holding.transfer(desk, chat, to=None, team="legal"))
    assert isinstance(given, Done)  # one that waits already
    assert given.conversation.team == "legal"
    await world.at_desk(sara, lambda desk: holding.claim(desk, chat))
    assert (await world.conversation()).team is None
    refused = await world.at_desk(omar, lambda desk: holding.transfer(desk, chat, to=None, team="legal"))
    assert isinstance(refused, HeldBy)
    await world.at_desk(sara, lambda desk: holding.transfer(desk, chat, to=None, team="legal"))
    row = await world.conversation()
    assert (row.owner, row.holder, row.team) == ("waiting", None, "legal")
    unknown = await world.at_desk(omar, lambda desk: holding.transfer(desk, chat, to=None, team="cooks"))
    assert isinstance(unknown, Unknown)
    await world.at_desk(omar, lambda desk: holding.close(desk, chat, reason="solved"))
    assert (await world.conversation()).team is None
