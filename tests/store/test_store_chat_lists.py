"""What a list is narrowed to is looked for in all of it, not only in what would have been shown."""

import pytest

from bot.messages import Address
from bot.ports.store import Only, Store, Transaction
from tests.store.values import NOW, ORG, later, two_staff

MANY = 12
LIMIT = 4  # fewer than the chats that go before the one that is looked for


def _fill(tx: Transaction, act: str) -> str:
    """Put many chats into a list, and behind them one on the phone, in English, of another team or person."""
    last = ""
    for number in range(MANY + 1):
        odd = number == MANY
        here = Address(organisation=ORG, channel="phone" if odd else "web", user=f"u{number}")
        chat = tx.conversations.open(here, language="en" if odd else "ar", now=NOW)
        last, at = chat.id, later(number)
        tx.conversations.put_waiting(
            ORG,
            last,
            reason="asked",
            priority="normal",
            danger=None,
            topic="review-time" if odd else None,
            now=at,
        )
        if act == "waiting":
            tx.conversations.set_team(ORG, last, "legal" if odd else None)
        else:
            tx.conversations.claim(ORG, last, staff="staff-omar" if odd else "staff-sara", now=at)
        if act == "snoozed":
            tx.conversations.snooze(ORG, last, kind="until", until=later(3600 + number))
    return last


ONLY = {
    "channel": Only(channel="phone"),
    "language": Only(language="en"),
    "topic": Only(topic="review-time"),
    "all three": Only(channel="phone", language="en", priority="normal"),
}


@pytest.mark.parametrize("narrowed", ONLY)
@pytest.mark.parametrize("act", ["waiting", "held", "snoozed"])
async def test_a_narrowed_list_looks_behind_the_first_chats(store: Store, act: str, narrowed: str) -> None:
    await two_staff(store)
    last = await store.write(lambda tx: _fill(tx, act))
    listed = getattr(store.read, act)
    assert last not in [chat.id for chat in await listed([ORG], limit=LIMIT)]
    found = await listed([ORG], only=ONLY[narrowed], limit=LIMIT)
    assert [chat.id for chat in found] == [last]
    assert await listed([ORG], only=Only(channel="telegram"), limit=LIMIT) == []
    assert await listed(["basma"], only=ONLY[narrowed], limit=LIMIT) == []


async def test_teams_holders_and_what_a_search_found_narrow_too(store: Store) -> None:
    await two_staff(store)
    waits = await store.write(lambda tx: _fill(tx, "waiting"))
    read = store.read
    for only in (Only(teams={(ORG, "legal")}), Only(ids=[waits])):
        assert [chat.id for chat in await read.waiting([ORG], only=only, limit=LIMIT)] == [waits]
    for nothing in (Only(teams={("basma", "legal")}), Only(teams=()), Only(ids=())):
        assert await read.waiting([ORG], only=nothing) == []
    held = await store.write(lambda tx: _fill(tx, "held"))
    omars = Only(holders={(ORG, "staff-omar")}, awake=True)
    assert [chat.id for chat in await read.held([ORG], only=omars, limit=LIMIT)] == [held]
    assert [chat.id for chat in await read.waiting([ORG], holder="staff-omar", only=Only(language="en"))] == [
        held
    ]
    assert await read.waiting([ORG], holder="staff-omar", only=Only(language="ar")) == []
    await store.write(lambda tx: tx.conversations.snooze(ORG, held, kind="until", until=later(60)))
    assert await read.held([ORG], only=omars) == []
