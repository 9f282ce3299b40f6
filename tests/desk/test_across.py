"""Answering a person on another of their channels."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.desk import drafts
from bot.desk.across import reply_across
from bot.desk.chat import Desk
from bot.desk.outcomes import Noted, Outcome, Unknown, Unseen
from bot.desk.writing import Reply
from bot.messages import Address
from bot.ports.store import Transaction
from tests.worker.world import World

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


async def two_talks(world: World) -> tuple[str, str]:
    """Return the conversation that staff have open, and another one of the same person."""
    await world.hear("أحتاج أحدًا")
    opened = await world.conversation()
    organisation, channel = opened.address.organisation, opened.address.channel

    def work(tx: Transaction) -> str:
        elsewhere = Address(organisation=organisation, channel=channel, user="elsewhere")
        other = tx.conversations.open(elsewhere, language="ar", now=NOW).id
        person = tx.people.match_or_add(
            organisation,
            name=None,
            phone="+966500000001",
            national_id=None,
            iban=None,
            language="ar",
            now=NOW,
        )
        for chat in (opened.id, other):
            tx.people.link(organisation, chat, person)
        return other

    return opened.id, await world.store.write(work)


def sending(opened: str, to: str, *, seen: int = 10**9, key: str = "k1") -> Callable[[Desk], Outcome]:
    def act(desk: Desk) -> Outcome:
        return reply_across(desk, opened, to, Reply(text="أهلًا بك", key=key, seen_line=seen))

    return act


async def test_a_reply_goes_to_the_chosen_channel_and_takes_the_draft_along(world: World) -> None:
    opened, other = await two_talks(world)
    sara = await world.staff("sara")
    await world.at_desk(sara, lambda desk: drafts.keep(desk, opened, "أهلًا", key="k1"))
    assert isinstance(await world.at_desk(sara, sending(opened, other)), Noted)
    lines = await world.store.read.lines("aoun", other)
    assert [line.text for line in lines if line.direction == "staff"] == ["أهلًا بك"]
    assert await world.at_desk(sara, lambda desk: drafts.own(desk, opened)) is None
    await world.at_desk(sara, lambda desk: drafts.keep(desk, opened, "أهلًا ب", key="k1"))
    assert await world.at_desk(sara, lambda desk: drafts.own(desk, opened)) is None


async def test_what_was_sent_on_one_channel_is_not_sent_again_on_another(world: World) -> None:
    opened, other = await two_talks(world)
    sara = await world.staff("sara")
    first = await world.at_desk(sara, sending(opened, other))
    again = await world.at_desk(sara, sending(opened, opened))
    assert isinstance(first, Noted)
    assert again == Noted(line=first.line, repeated=True)


async def test_a_stranger_is_not_reached_from_this_page(world: World) -> None:
    opened, other = await two_talks(world)
    sara = await world.staff("sara")
    await world.store.write(lambda tx: tx.people.erase("aoun", _person(tx, opened)))
    assert await world.at_desk(sara, sending(opened, other)) == Unknown()
    assert await world.at_desk(sara, sending(opened, "none")) == Unknown()


async def test_what_they_wrote_on_the_other_channel_is_shown_first(world: World) -> None:
    opened, other = await two_talks(world)
    sara = await world.staff("sara")
    line = await world.store.write(
        lambda tx: tx.transcript.add("aoun", other, direction="in", text="انتظروا", at=NOW)
    )
    outcome = await world.at_desk(sara, sending(opened, other, seen=line - 1))
    assert outcome == Unseen(line=line, text="انتظروا")


def _person(tx: Transaction, chat: str) -> str:
    return tx.conversations.lock("aoun", chat).person or ""
