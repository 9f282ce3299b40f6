from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.messages import Address
from bot.ports.outreach import HELD_BACK, OPTED_OUT, Campaign, Rules, Schedule
from bot.ports.records import STAFF_HOLD
from bot.ports.store import Store, Transaction
from tests.store.values import NOW, ORG, a_case, a_chat, account, address, later, saying

RIYADH = "Asia/Riyadh"


def a_campaign(name: str = "c1", **fields: Any) -> Campaign:
    made = Campaign(
        id=name, organisation=ORG, title="رمضان", state="sending", rules=Rules(),
        texts={"ar": "أهلًا", "en": "Hello"}, schedule=Schedule(kind="yearly", month=9, month_day=1),
        cap=5, authors=("staff-sara",), created_at=NOW, updated_at=NOW, occasion="2026-11-21", begun_at=NOW,
    )  # fmt: skip
    return replace(made, **fields)


async def agreed(store: Store, *users: str, organisation: str = ORG) -> list[str]:
    chats = [await a_chat(store, address(user, organisation)) for user in users]
    for chat in chats:
        await store.write(
            lambda tx, one=chat: tx.wishes.keep(organisation, one, agreed=True, method="button", at=NOW)  # type: ignore[misc]
        )
    return chats


async def drawn(store: Store, campaign: Campaign, *, limit: int = 100) -> int:
    """Draw it whole, batch by batch; return how many batches that were."""
    batches, done = 0, False
    while not done:
        cursor, done = await store.write(
            lambda tx, one=campaign: tx.campaigns.draw(one, timezone=RIYADH, now=NOW, limit=limit)  # type: ignore[misc]
        )
        campaign, batches = replace(campaign, cursor=cursor), batches + 1
    return batches


async def waiting(store: Store, campaign: Campaign) -> list[Any]:
    return list(await store.write(lambda tx: tx.campaigns.waiting(campaign, now=NOW, limit=99)))


async def test_a_wish_is_kept_with_its_history_and_the_newest_counts(store: Store) -> None:
    [chat] = await agreed(store, "one")
    await store.write(lambda tx: tx.wishes.keep(ORG, chat, agreed=False, method="words", at=later(60)))
    wish = (await store.write(lambda tx: tx.wishes.of(ORG, [chat])))[chat]
    assert (wish.agreed, wish.method, wish.at) == (False, "words", later(60))
    kept = await store.write(lambda tx: tx.people.kept(ORG, chat))
    assert [row["agreed"] for row in kept["outreach_wishes"]] == [True, False]
    assert await store.write(lambda tx: tx.wishes.of("basma", [chat])) == {}
    assert await store.read.wishes_count(ORG) == 0


async def test_all_chats_of_a_person_are_found_over_ties_and_records(store: Store) -> None:
    one, two, three, stranger = [await a_chat(store, address(user)) for user in ("1", "2", "3", "4")]

    def work(tx: Transaction) -> None:
        person = tx.people.add(ORG, language="ar", now=NOW)
        tx.ways.tie(ORG, one, two)
        tx.people.link(ORG, two, person)
        tx.people.link(ORG, three, person)

    await store.write(work)
    for chat in (one, two, three):
        found = await store.write(lambda tx, each=chat: tx.wishes.chats(ORG, each))  # type: ignore[misc]
        assert {each.id for each in found} == {one, two, three}
    assert [each.id for each in await store.write(lambda tx: tx.wishes.chats(ORG, stranger))] == [stranger]


async def test_a_person_is_drawn_once_however_often_it_is_drawn(store: Store) -> None:
    one, two, *_ = await agreed(store, "one", "two", "three", "four")
    await a_chat(store, address("silent"))
    await agreed(store, "one", organisation="basma")

    def tied(tx: Transaction) -> None:
        tx.ways.tie(ORG, one, two)
        tx.people.link(ORG, two, tx.people.add(ORG, language="ar", now=NOW))

    await store.write(tied)
    campaign = a_campaign()
    await store.write(lambda tx: tx.campaigns.add(campaign))
    assert await drawn(store, campaign, limit=2) == 3
    await drawn(store, campaign)
    assert len(await waiting(store, campaign)) == 3
    next_year = replace(campaign, occasion="2027-11-10")
    await drawn(store, next_year)
    assert len(await waiting(store, next_year)) == 3
    audience = await store.read.audience(ORG, Rules(), timezone=RIYADH)
    counted = await store.write(lambda tx: tx.campaigns.people(campaign, timezone=RIYADH))
    assert (audience.people, counted) == (3, 3)


async def test_a_campaign_is_read_as_it_was_written(store: Store) -> None:
    campaign = a_campaign(rules=Rules(kind="complaint", heard_after="2026-01-01"), next_at=later(5))
    await store.write(lambda tx: tx.campaigns.add(campaign))
    assert await store.read.campaign(ORG, "c1") == campaign
    assert await store.read.campaign("basma", "c1") is None
    changed = replace(campaign, state="approved", cursor="x", drawn=True, approved_at=NOW)
    await store.write(lambda tx: tx.campaigns.change(changed))
    assert await store.write(lambda tx: tx.campaigns.lock(ORG, "c1")) == changed
    assert await store.read.campaigns([ORG]) == [changed]
    assert await store.write(lambda tx: tx.campaigns.due(now=later(4))) == []
    assert await store.write(lambda tx: tx.campaigns.due(now=later(5))) == [changed]
    assert await store.write(lambda tx: tx.campaigns.sending()) == []


async def on_its_way(store: Store, campaign: Campaign) -> tuple[Any, int]:
    """Put the first one's message on its way; return the recipient and the outbox row."""
    [recipient, *_] = await waiting(store, campaign)

    def work(tx: Transaction) -> int:
        line = tx.transcript.add(
            ORG, recipient.conversation, direction="out", text="أهلًا", at=NOW, delivery="queued"
        )
        tx.campaigns.queued(recipient, conversation=recipient.conversation, line=line, at=NOW)
        place = Address(organisation=ORG, channel="web", user="one")
        return tx.outbox.queue(
            recipient.conversation, address=place, message=saying("أهلًا"), line=line, staff=None,
            priority=9, not_before=NOW,
        )  # fmt: skip

    return recipient, await store.write(work)


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("sent", "sent"),
        ("dead", "failed"),
        (STAFF_HOLD, "waiting"),
        (HELD_BACK, "waiting"),
        (OPTED_OUT, "left"),
        ("blocked", "blocked"),
    ],
)
async def test_how_a_message_went_is_noted(store: Store, reason: str, status: str) -> None:
    await agreed(store, "one")
    campaign = a_campaign()
    await store.write(lambda tx: tx.campaigns.add(campaign))
    await drawn(store, campaign)
    recipient, row = await on_its_way(store, campaign)

    def ended(tx: Transaction) -> None:
        if reason == "sent":
            tx.outbox.sent(ORG, row, external_id="1", at=later(1))
        elif reason == "dead":
            tx.outbox.dead(ORG, row, error="rejected", at=later(1))
        else:
            tx.outbox.withhold(ORG, row, reason=reason, at=later(1))

    assert await store.write(lambda tx: tx.campaigns.on_their_way("web")) == 1
    assert await store.write(lambda tx: tx.campaigns.settle(now=later(2))) == 0
    await store.write(ended)
    assert await store.write(lambda tx: tx.campaigns.settle(now=later(2))) == 1
    found = await store.write(lambda tx: tx.campaigns.recipient(ORG, recipient.id))
    assert found is not None
    assert (found.status, found.sent_at) == (status, later(1) if status == "sent" else None)
    assert await store.write(lambda tx: tx.campaigns.on_their_way("web")) == 0
    assert await store.write(lambda tx: tx.campaigns.unfinished(campaign)) == (status == "waiting")
    today = await store.write(lambda tx: tx.campaigns.queued_since(ORG, "c1", since=NOW))
    assert today == (0 if status == "waiting" else 1)


async def test_a_closed_chat_is_open_again_once_the_person_writes(store: Store) -> None:
    [chat] = await agreed(store, "one")
    campaign = a_campaign()
    await store.write(lambda tx: tx.campaigns.add(campaign))
    await drawn(store, campaign)
    recipient, row = await on_its_way(store, campaign)

    def closed(tx: Transaction) -> None:
        tx.outbox.withhold(ORG, row, reason="blocked", at=later(1))
        [line] = tx.transcript.recent(ORG, chat, limit=1)
        tx.transcript.set_delivery(ORG, line.id, "withheld")
        tx.transcript.add(ORG, chat, direction="system", text="أوقف", at=later(1))

    assert not await store.write(lambda tx: tx.campaigns.blocked(ORG, chat))
    await store.write(closed)
    assert await store.write(lambda tx: tx.campaigns.blocked(ORG, chat))
    await store.write(lambda tx: tx.transcript.add(ORG, chat, direction="in", text="عدت", at=later(2)))
    assert not await store.write(lambda tx: tx.campaigns.blocked(ORG, chat))
    found = await store.write(lambda tx: tx.campaigns.state_of_line(ORG, recipient.line or 0))
    assert found is None


async def test_who_heard_in_one_chat_has_heard(store: Store) -> None:
    one, two = await agreed(store, "one", "two")
    campaign = a_campaign()
    await store.write(lambda tx: tx.campaigns.add(campaign))
    await drawn(store, campaign)
    first, _ = await on_its_way(store, campaign)
    [second] = await waiting(store, campaign)
    assert await store.write(lambda tx: tx.campaigns.heard(second, [one, two]))
    assert not await store.write(lambda tx: tx.campaigns.heard(second, [second.conversation]))
    assert not await store.write(lambda tx: tx.campaigns.heard(first, [first.conversation]))


async def test_what_came_of_it_and_how_it_stands_is_counted(store: Store) -> None:
    await agreed(store, "one", "two")
    campaign = a_campaign()
    await store.write(lambda tx: tx.campaigns.add(campaign))
    await drawn(store, campaign)
    first, row = await on_its_way(store, campaign)

    def work(tx: Transaction) -> None:
        tx.outbox.sent(ORG, row, external_id="1", at=later(1))
        tx.campaigns.settle(now=later(1))
        [other] = tx.campaigns.waiting(campaign, now=NOW, limit=9)
        tx.campaigns.postpone(other, until=later(3600))
        tx.transcript.add(ORG, first.conversation, direction="in", text="شكرًا", at=later(60))
        tx.wishes.keep(ORG, first.conversation, agreed=False, method="words", at=later(61))

    await store.write(work)
    standing = await store.read.campaign_standing(ORG, "c1", now=NOW)
    assert {(each.status, each.later): each.rows for each in standing} == {
        ("sent", False): 1,
        ("waiting", True): 1,
    }
    [outcome] = await store.read.campaign_outcomes(ORG, "c1")
    assert (outcome.occasion, outcome.answered, outcome.left) == ("2026-11-21", 1, 1)
    assert await store.write(lambda tx: tx.campaigns.end(campaign, "stopped")) == 1
    assert not await store.write(lambda tx: tx.campaigns.unfinished(campaign))


@pytest.mark.parametrize(
    ("rules", "people"),
    [
        (Rules(), 2),
        (Rules(kind="support-request"), 2),
        (Rules(kind="support-request", stage="closed"), 0),
        (Rules(kind="complaint"), 0),
        (Rules(topic="review-time"), 0),
        (Rules(branch="abha"), 1),
        (Rules(language="en"), 0),
        (Rules(channel="web"), 2),
        (Rules(heard_after="2026-11-21"), 1),
        (Rules(heard_after="2026-11-22"), 0),
        (Rules(heard_before="2026-11-22"), 1),
    ],
)
async def test_rules_narrow_the_audience(store: Store, rules: Rules, people: int) -> None:
    one, two = await agreed(store, "one", "two")

    def work(tx: Transaction) -> None:
        person = tx.people.add(ORG, language="ar", now=NOW)
        tx.people.link(ORG, two, person)
        tx.cases.open(a_case(1, one))
        tx.cases.open(a_case(2, None, person=person))
        tx.conversations.set_place(ORG, one, f"{ORG}/abha")
        tx.conversations.heard(ORG, one, at=NOW)

    await store.write(work)
    found = await store.read.audience(ORG, rules, timezone=RIYADH)
    assert found.people == people


async def test_channels_that_bring_nothing_are_left_out(store: Store) -> None:
    chat = await a_chat(store, Address(organisation=ORG, channel="phone", user="p"))
    await store.write(lambda tx: tx.wishes.keep(ORG, chat, agreed=True, method="form", at=NOW))
    assert (await store.read.audience(ORG, Rules(), timezone=RIYADH)).people == 0


async def test_the_chat_for_trials_is_the_named_one_or_the_tied_telegram(store: Store) -> None:
    telegram = await a_chat(store, Address(organisation=ORG, channel="telegram", user="77"))
    named = await a_chat(store, address("own"))

    def linked(tx: Transaction) -> None:
        tx.staff.add(account("sara"))
        tx.links.issue("staff-sara", code_hash="h", expires_at=NOW + timedelta(hours=1))
        tx.links.redeem("h", user="77", now=NOW)

    await store.write(linked)
    assert await store.write(lambda tx: tx.campaigns.tester(ORG, "staff-sara")) == telegram
    assert await store.write(lambda tx: tx.campaigns.tester("basma", "staff-sara")) is None
    for chat in (telegram, named):
        await store.write(
            lambda tx, one=chat: tx.campaigns.name_tester(ORG, "staff-sara", one, at=NOW)  # type: ignore[misc]
        )
    assert await store.write(lambda tx: tx.campaigns.tester(ORG, "staff-sara")) == named


async def test_erasing_a_chat_takes_its_wish_and_its_place(store: Store) -> None:
    [chat] = await agreed(store, "one")
    campaign = a_campaign()
    await store.write(lambda tx: tx.campaigns.add(campaign))
    await drawn(store, campaign)
    await store.write(lambda tx: tx.conversations.forget(ORG, chat))
    assert await store.write(lambda tx: tx.wishes.of(ORG, [chat])) == {}
    assert await waiting(store, campaign) == []
    [standing] = await store.read.campaign_standing(ORG, "c1", now=NOW)
    assert standing.status == "left"


async def test_a_campaign_holds_up_no_reply_of_its_chat_but_keeps_its_own_order(store: Store) -> None:
    chat = await a_chat(store)

    def work(tx: Transaction) -> list[int]:
        return [_queued(tx, chat, priority) for priority in (9, 9, 1, 1)]

    first, _, reply, _ = await store.write(work)
    due = await store.write(lambda tx: tx.outbox.due("web", now=NOW, limit=9))
    assert [each.id for each in due] == [reply, first]


def _queued(tx: Transaction, chat: str, priority: int) -> int:
    line = tx.transcript.add(ORG, chat, direction="out", text="x", at=NOW, delivery="queued")
    return tx.outbox.queue(
        chat, address=address("visitor-1"), message=saying("x"), line=line, staff=None, priority=priority,
        not_before=NOW,
    )  # fmt: skip
