"""After staff found two chats to be one person's, each shows the requests of both."""

from bot.people.merging import Joined, join, part
from bot.ports.records import Case
from bot.ports.store import Transaction
from tests.cases.acting import ANSWERS, WHY, bring, open_case, step, to_committee
from tests.worker.world import ORG, World

OTHER = {**ANSWERS, "national_id": "1012345672", "phone": "+966500000007"}


async def merged(world: World, *users: str) -> Joined:
    chats = [(await world.conversation(user)).id for user in users]

    def work(tx: Transaction) -> object:
        first, second = (tx.conversations.lock(ORG, chat) for chat in sorted(chats))
        return join(tx, first, second, actor="sara", now=world.clock(), despite_ids=True)

    outcome = await world.write(work)
    assert isinstance(outcome, Joined)
    return outcome


async def own(world: World, user: str) -> str:
    """Look at one's own requests; whoever has looked before is asked whether to begin again."""
    told = await world.hear(choice="flow:tracking", user=user)
    return "\n".join([*told, *await world.hear(choice="do:restart", user=user)])


async def two_requests(world: World) -> tuple[Case, Case]:
    """Two people, as it seems, ask on two channels."""
    return await open_case(world, "u1"), await open_case(world, "u2", answers=OTHER)


async def test_each_chat_shows_the_requests_of_both_until_they_are_parted(world: World) -> None:
    one, two = await two_requests(world)
    assert two.reference not in await own(world, "u1")
    joined = await merged(world, "u1", "u2")
    for user in ("u1", "u2"):
        told = await own(world, user)
        assert one.reference in told
        assert two.reference in told
    assert await world.write(lambda tx: part(tx, joined.merge, actor="sara", now=world.clock())) is None
    assert two.reference not in await own(world, "u1")
    assert one.reference not in await own(world, "u2")


async def test_news_is_read_in_the_other_chat_and_once(world: World) -> None:
    one, _ = await two_requests(world)
    await merged(world, "u1", "u2")
    await to_committee(world, one)
    world.clock.pass_(days=20)
    await step(world, one, "refuse", **WHY)
    assert WHY["reason"] in await own(world, "u2")
    assert await bring(world) == []


async def test_who_only_typed_the_same_id_sees_nothing(world: World) -> None:
    """The third chat belongs to the same record, because it gave the same ID; nobody compared it."""
    one, two = await two_requests(world)
    three = await open_case(world, "u3", answers=OTHER)
    await merged(world, "u1", "u2")
    assert (await world.conversation("u3")).person == (await world.conversation("u1")).person
    told = await own(world, "u3")
    assert three.reference in told
    assert one.reference not in told
    assert two.reference not in told
    assert three.reference not in await own(world, "u1")


async def test_chats_that_were_compared_one_after_the_other_are_all_one(world: World) -> None:
    one, _ = await two_requests(world)
    third = await open_case(
        world, "u3", answers={**ANSWERS, "national_id": "1076543210", "phone": "+966500000009"}
    )
    await merged(world, "u1", "u2")
    await merged(world, "u2", "u3")
    assert third.reference in await own(world, "u1")
    assert one.reference in await own(world, "u3")
