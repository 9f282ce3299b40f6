"""Short ways to write, approve and send a campaign in the small world."""

from collections.abc import Mapping
from typing import Any

from bot.desk.chat import Desk
from bot.messages import Address
from bot.outreach import acts, wishes
from bot.outreach.life import Refused
from bot.ports.outreach import Campaign, Recipient
from bot.ports.records import Conversation
from bot.ports.store import Transaction
from tests.worker.world import ORG, World, content

TEXT = "أهلًا {name}، يبدأ برنامجنا يوم الأحد."
FORM: Mapping[str, str] = {
    "title": "برنامج الأحد",
    "text_ar": TEXT,
    "text_en": "Hello {name}, our programme begins on Sunday.",
    "cap": "1000",
}


async def agreed(world: World, *users: str) -> list[Conversation]:
    """Let people write and agree."""
    chats = []
    for user in users:
        await world.hear("مرحبا", user=user)
        await world.hear("أوافق على الرسائل", user=user)
        chats.append(await world.conversation(user))
    return chats


async def written(world: World, campaign: str = "c1", **fields: str) -> Campaign:
    """Let mona write a campaign, and try it in a chat of hers."""
    mona = await _member(world, "mona")
    kept = await world.at_desk(
        mona, lambda desk: acts.save(desk, content(), campaign, {**FORM, **fields}, new=True)
    )
    assert isinstance(kept, acts.Kept), kept
    return kept.campaign


async def approved(world: World, campaign: str = "c1", **fields: str) -> Campaign:
    """Let mona write and try a campaign, and huda approve it."""
    await written(world, campaign, **fields)
    mona, huda = await _member(world, "mona"), await _member(world, "huda")
    await a_tester(world, "mona")
    await done(world, "mona", lambda desk: acts.test(desk, content(), campaign))
    await world.sent()
    await done(world, "mona", lambda desk: acts.ask(desk, content(), campaign))
    assert mona.id != huda.id
    return await done(world, "huda", lambda desk: acts.approve(desk, content(), campaign))


async def done(world: World, login: str, act: Any) -> Campaign:
    member = await _member(world, login)
    outcome = await world.at_desk(member, act)
    assert isinstance(outcome, acts.Kept), outcome
    return outcome.campaign


async def refused(world: World, login: str, act: Any, role: Any = "supervisor") -> str:
    outcome = await world.at_desk(await _member(world, login, role), act)
    assert isinstance(outcome, Refused), outcome
    return outcome.why


async def a_tester(world: World, login: str) -> None:
    """Name a chat in which a member of staff looks at messages."""

    def work(tx: Transaction) -> None:
        address = Address(organisation=ORG, channel=world.channel.name, user=f"own-{login}")
        chat = tx.conversations.open(address, language="ar", now=world.clock())
        tx.campaigns.name_tester(ORG, login, chat.id, at=world.clock())

    await world.write(work)


async def sent_in(world: World, rounds: int = 4) -> list[str]:
    """Let the worker go through some rounds; return what was sent."""
    before = len(world.channel.sent)
    for _ in range(rounds):
        await world.worker.outreach.round()
        await world.worker.lanes.drained()
        await world.sent()
    await world.worker.outreach.round()
    return world.channel.texts[before:]


async def now_is(world: World, campaign: str = "c1") -> Campaign:
    found = await world.store.read.campaign(ORG, campaign)
    assert found is not None
    return found


async def statuses(world: World, campaign: str = "c1") -> dict[str, int]:
    """How many people of a campaign stand how; `later` are those put off."""
    found = await world.store.read.campaign_standing(ORG, campaign, now=world.clock())
    return {("later" if each.later else each.status): each.rows for each in found}


async def recipients(world: World) -> list[Recipient]:
    found = await world.write(lambda tx: [tx.campaigns.recipient(ORG, each) for each in range(1, 99)])
    return [each for each in found if each]


async def stop_wish(world: World, user: str) -> None:
    """Keep a no as another channel would, without a message in this chat."""
    row = await world.conversation(user)
    await world.write(lambda tx: wishes.stop(tx, row, method="words", now=world.clock()))


async def _member(world: World, login: str, role: Any = "supervisor") -> Any:
    known = await world.write(lambda tx: tx.staff.by_login(login))
    return known or await world.staff(login, role)


__all__ = ["Desk"]
