"""Sending a campaign: who hears, who does not, when, and that nobody hears twice whatever happens."""

from datetime import timedelta

import pytest

from bot.desk.holding import claim
from bot.engine.effects import HandOff
from bot.messages import DangerKind
from bot.outreach import acts
from bot.ports.channel import Blocked, Later, Rejected
from bot.ports.records import Case
from bot.ports.store import Transaction
from bot.worker.carrying import carry_out
from bot.worker.scene import Act, Aftermath
from tests.cases.acting import WHY, bring, open_case, step, to_committee
from tests.outreach.campaigning import (
    agreed,
    approved,
    done,
    now_is,
    sent_in,
    statuses,
    stop_wish,
    written,
)
from tests.worker.world import DANGER_WORD, ORG, World, content

HELLO = "أهلًا ضيفنا الكريم"


async def test_everybody_who_agreed_hears_once_with_the_way_to_stop(world: World) -> None:
    await world.hear("مرحبا", user="silent")  # said nothing of messages: default is no
    await agreed(world, "a", "b", "c")
    await approved(world)
    told = await sent_in(world)
    assert len(told) == 3
    assert all(text.startswith(HELLO) and "إيقاف الرسائل" in text for text in told)
    assert {button.id for button in world.channel.sent[-1].message.buttons} == {"do:news-no", "menu"}
    assert (await now_is(world)).state == "done"
    assert await statuses(world) == {"sent": 3}
    assert await sent_in(world) == []


async def test_agreeing_and_stopping_are_kept_with_method_and_time(world: World) -> None:
    [chat] = await agreed(world, "a")
    first = (await world.write(lambda tx: tx.wishes.of(ORG, [chat.id])))[chat.id]
    assert (first.agreed, first.method, first.at) == (True, "words", world.clock())
    world.clock.pass_(minutes=5)
    assert "أوقفنا" in "".join(await world.hear(choice="do:news-no", user="a"))
    last = (await world.write(lambda tx: tx.wishes.of(ORG, [chat.id])))[chat.id]
    assert (last.agreed, last.method, last.at) == (False, "button", world.clock())
    kept = await world.write(lambda tx: tx.people.kept(ORG, chat.id))
    assert [row["agreed"] for row in kept["outreach_wishes"]] == [True, False]


async def test_who_stops_between_drawing_and_sending_does_not_hear(world: World) -> None:
    await agreed(world, "a", "b")
    await approved(world)
    await world.write(world.worker.outreach._begin_due)
    [campaign] = await world.write(lambda tx: tx.campaigns.sending())
    await world.write(lambda tx: world.worker.outreach._draw(tx, campaign))
    assert await statuses(world) == {"waiting": 2}
    await world.hear("إيقاف الرسائل", user="a")
    assert len(await sent_in(world)) == 1
    assert await statuses(world) == {"sent": 1, "left": 1}


async def test_who_stops_while_it_waits_in_the_outbox_does_not_hear(world: World) -> None:
    await agreed(world, "a")
    await approved(world)
    await world.worker.outreach.round()
    await world.worker.lanes.drained()
    assert await statuses(world) == {"queued": 1}
    await stop_wish(world, "a")
    assert await sent_in(world) == []
    assert await statuses(world) == {"left": 1}
    assert (await world.lines("a"))[-1].delivery == "withheld"


async def test_a_stop_holds_back_even_what_waits_in_the_outbox(world: World) -> None:
    await agreed(world, "a", "b")
    await approved(world)
    await world.worker.outreach.round()
    await world.worker.lanes.drained()
    await done(world, "mona", lambda desk: acts.stop(desk, "c1"))
    assert await world.sent() == []
    assert await sent_in(world) == []
    assert (await now_is(world)).state == "stopped"


async def test_a_pause_holds_back_and_nobody_is_lost_or_hears_twice(world: World) -> None:
    await agreed(world, "a", "b", "c")
    await approved(world)
    await world.worker.outreach.round()
    await world.worker.lanes.drained()
    await done(world, "huda", lambda desk: acts.pause(desk, "c1"))
    assert await sent_in(world) == []
    world.clock.pass_(hours=1)
    await done(world, "huda", lambda desk: acts.resume(desk, "c1"))
    assert len(await sent_in(world)) == 3
    assert await statuses(world) == {"sent": 3}


async def test_a_person_with_two_channels_hears_once_and_a_no_holds_in_both(world: World) -> None:
    first, second = await agreed(world, "a", "b")
    await world.write(lambda tx: tx.ways.tie(ORG, first.id, second.id))
    await approved(world)
    assert len(await sent_in(world)) == 1
    await world.hear("لا ترسلوا لي", user="b")
    said = await world.write(lambda tx: tx.wishes.of(ORG, [first.id, second.id]))
    assert [said[chat.id].agreed for chat in (first, second)] == [False, False]


async def test_chats_tied_after_the_drawing_are_still_one_person(world: World) -> None:
    first, second = await agreed(world, "a", "b")
    await approved(world)
    await world.write(world.worker.outreach._begin_due)
    [campaign] = await world.write(lambda tx: tx.campaigns.sending())
    await world.write(lambda tx: world.worker.outreach._draw(tx, campaign))
    await world.write(lambda tx: tx.ways.tie(ORG, first.id, second.id))
    assert len(await sent_in(world)) == 1
    assert await statuses(world) == {"sent": 1, "again": 1}


async def test_no_more_than_the_cap_on_a_day(world: World) -> None:
    await agreed(world, "a", "b", "c", "d", "e")
    await approved(world, cap="2")
    assert len(await sent_in(world)) == 2
    world.clock.pass_(hours=2)
    assert await sent_in(world) == []
    world.clock.pass_(days=1)
    assert len(await sent_in(world)) == 2
    world.clock.pass_(days=1)
    assert len(await sent_in(world)) == 1
    assert (await now_is(world)).state == "done"


async def test_not_at_night_and_not_outside_the_hours_that_the_person_chose(world: World) -> None:
    chat, _ = await agreed(world, "a", "b")
    await world.write(lambda tx: tx.ways.choose(ORG, chat.id, way="here", hours="evening", at=world.clock()))
    await approved(world)
    assert len(await sent_in(world)) == 1
    assert await statuses(world) == {"sent": 1, "later": 1}
    world.clock.time = world.clock.time.replace(hour=13)  # 16 o'clock in Riyadh
    assert await sent_in(world) == []
    world.clock.time = world.clock.time.replace(hour=14, minute=1)
    assert len(await sent_in(world)) == 1


async def test_a_campaign_approved_at_night_waits_for_the_morning(world: World) -> None:
    await agreed(world, "a")
    world.clock.time = world.clock.time.replace(hour=20)  # 23 o'clock
    await approved(world)
    assert await sent_in(world) == []
    world.clock.pass_(hours=10)
    assert len(await sent_in(world)) == 1


async def test_never_after_danger(world: World) -> None:
    await agreed(world, "a")
    await world.hear(DANGER_WORD, user="a")
    await approved(world)
    assert await sent_in(world) == []
    assert await statuses(world) == {"spared": 1}


async def test_who_asked_for_silence_gets_nothing_in_any_chat(world: World) -> None:
    first, second = await agreed(world, "a", "b")
    await world.write(lambda tx: tx.ways.tie(ORG, first.id, second.id))
    await world.hear("خروج سريع", user="a")
    await approved(world)
    assert await sent_in(world) == []
    assert await statuses(world) == {"spared": 1}


async def _refused(world: World) -> Case:
    case = await open_case(world)
    await to_committee(world, case)
    while await bring(world):
        pass
    world.clock.pass_(days=20)
    await step(world, case, "refuse", **WHY)
    while await bring(world):
        pass
    return case


async def test_not_on_the_day_of_a_refusal(world: World) -> None:
    await _refused(world)
    await world.hear("أوافق على الرسائل")
    await approved(world)
    assert await sent_in(world) == []
    assert await statuses(world) == {"later": 1}
    world.clock.pass_(days=1)
    assert any(text.startswith("أهلًا") for text in await sent_in(world))


async def test_not_while_staff_talk_to_them(world: World) -> None:
    [chat] = await agreed(world, "a")
    sara = await world.staff("sara")
    await world.at_desk(sara, lambda desk: claim(desk, chat.id))
    await world.sent()
    await approved(world)
    assert await sent_in(world) == []
    assert await statuses(world) == {"later": 1}


async def test_who_closed_the_chat_is_not_reached_and_not_tried_again(world: World) -> None:
    await agreed(world, "a", "b")
    await approved(world)
    world.channel.failures = [Blocked("blocked by the user")]
    assert len(await sent_in(world)) == 1
    assert await statuses(world) == {"sent": 1, "blocked": 1}
    await approved(world, "c2")
    assert len(await sent_in(world)) == 1
    assert await statuses(world, "c2") == {"sent": 1, "blocked": 1}


async def test_what_the_platform_refuses_is_counted_and_what_it_puts_off_goes_later(world: World) -> None:
    await agreed(world, "a", "b")
    await approved(world)
    world.channel.failures = [Rejected("no"), Later(30.0)]
    assert await sent_in(world) == []
    assert await statuses(world) == {"failed": 1, "queued": 1}
    world.clock.pass_(minutes=1)
    assert len(await sent_in(world)) == 1
    assert await statuses(world) == {"failed": 1, "sent": 1}


async def test_a_reply_goes_before_a_campaign_even_in_the_same_chat(world: World) -> None:
    await agreed(world, "a")
    await approved(world)
    await world.worker.outreach.round()
    await world.worker.lanes.drained()
    world.channel.failures = []
    told = await world.hear("متى الرد؟", user="a")
    assert "أسبوعين" in told[0]
    assert told[-1].startswith(HELLO)
    assert [each.priority for each in world.channel.sent[-2:]] == [1, 9]


async def test_few_of_a_campaign_wait_in_the_outbox_at_once(world: World) -> None:
    await agreed(world, *(f"u{number}" for number in range(12)))
    await approved(world)
    for _ in range(3):
        await world.worker.outreach.round()
        await world.worker.lanes.drained()
        world.clock.pass_(seconds=1)
    assert (await world.store.read.counts())["outbox"] == 8
    assert len(await world.sent()) == 8
    world.clock.pass_(minutes=1)
    assert len(await sent_in(world)) == 4


async def test_replies_and_stops_within_a_week_are_the_result(world: World) -> None:
    await agreed(world, "a", "b", "c")
    await approved(world)
    await sent_in(world)
    await world.hear("متى الرد؟", user="a")
    await world.hear(choice="do:news-no", user="b")
    world.clock.pass_(days=8)
    await world.hear("متى الرد؟", user="c")
    [outcome] = await world.store.read.campaign_outcomes(ORG, "c1")
    assert (outcome.answered, outcome.left) == (2, 1)


async def test_a_name_is_said_only_where_it_was_given(world: World) -> None:
    case = await open_case(world, user="a")
    await agreed(world, "a", "b")
    await approved(world)
    assert sorted(text.split("،")[0] for text in await sent_in(world)) == [HELLO, "أهلًا نورة"]
    row = await world.conversation("b")
    await world.write(lambda tx: tx.people.link(ORG, row.id, case.person or ""))
    world.clock.pass_(minutes=1)
    await world.hear("مرحبا", user="b")  # somebody who typed her number: last heard, so written to there
    await approved(world, "c2")
    assert [text.split("،")[0] for text in await sent_in(world)] == [HELLO]


async def test_an_erased_person_hears_nothing_more(world: World) -> None:
    [chat] = await agreed(world, "a")
    await approved(world)
    await world.write(lambda tx: tx.conversations.forget(ORG, chat.id))
    assert await sent_in(world) == []
    assert await statuses(world) == {}
    assert await world.store.read.wishes_count(ORG) == 0


async def test_an_occasion_is_over_after_two_weeks(world: World) -> None:
    await agreed(world, "a", "b")
    await approved(world, cap="1")
    await sent_in(world)
    await done(world, "huda", lambda desk: acts.pause(desk, "c1"))
    world.clock.pass_(days=15)
    await done(world, "huda", lambda desk: acts.resume(desk, "c1"))
    assert await sent_in(world) == []
    assert await statuses(world) == {"sent": 1, "late": 1}
    assert (await now_is(world)).state == "done"


@pytest.mark.parametrize(
    ("fields", "heard"),
    [
        ({"language": "ar"}, 2),
        ({"language": "en"}, 0),
        ({"channel": "telegram"}, 0),
        ({"branch": "abha"}, 1),
        ({"topic": "review-time"}, 1),
        ({"stage": "complaint"}, 1),
        ({"stage": "complaint:received"}, 1),
        ({"stage": "complaint:closed"}, 0),
        ({"heard_before": "2026-03-01"}, 0),
        ({"heard_after": "2026-03-01"}, 2),
    ],
)
async def test_rules_choose_the_audience(world: World, fields: dict[str, str], heard: int) -> None:
    first, _ = await agreed(world, "a", "b")
    await world.hear("متى الرد؟", user="a")
    await world.write(lambda tx: tx.conversations.set_place(ORG, first.id, f"{ORG}/abha"))
    await open_case(world, kind="complaint", user="a", answers={"reply": "anonymous"})
    campaign = await written(world, **fields)
    found = await world.store.read.audience(ORG, campaign.rules, timezone="Asia/Riyadh")
    assert found.people == heard
    assert (found.sample is not None) == bool(heard)
    counted = await world.write(lambda tx: tx.campaigns.people(campaign, timezone="Asia/Riyadh"))
    assert counted == heard


async def test_every_year_on_its_hijri_day(world: World) -> None:
    await agreed(world, "a")
    campaign = await approved(world, when="yearly", month="10", month_day="1", clock="10:00")
    assert campaign.next_at is not None
    assert campaign.next_at.isoformat() == "2026-03-20T07:00:00+00:00"  # 1 Shawwal 1447
    assert await sent_in(world) == []
    world.clock.time = campaign.next_at
    assert len(await sent_in(world)) == 1
    after = await now_is(world)
    assert (after.state, after.next_at and after.next_at.date().isoformat()) == ("approved", "2027-03-09")
    world.clock.time = (after.next_at or world.clock()) + timedelta(minutes=1)
    assert len(await sent_in(world)) == 1
    assert (await now_is(world)).occasion == "2027-03-09"


async def test_a_day_on_which_nobody_was_at_work_is_left_out(world: World) -> None:
    await agreed(world, "a")
    campaign = await approved(world, when="yearly", month="10", month_day="1", clock="10:00")
    assert campaign.next_at is not None
    world.clock.time = campaign.next_at + timedelta(days=20)
    assert await sent_in(world) == []
    assert (await now_is(world)).next_at is not None
    assert (await now_is(world)).state == "approved"


async def test_a_form_that_is_running_is_not_broken_into(world: World) -> None:
    await agreed(world, "a")
    await world.hear(choice="flow:suggestion", user="a")
    await world.hear(choice="do:agree", user="a")
    await approved(world)
    assert await sent_in(world) == []
    world.clock.pass_(minutes=20)
    assert len(await sent_in(world)) == 1


@pytest.mark.parametrize(("danger", "agree"), [("violence", False), ("blackmail", False), ("medical", True)])
async def test_after_violence_the_yes_is_taken_back_in_every_chat(
    world: World, danger: DangerKind, agree: bool
) -> None:
    first, second = await agreed(world, "a", "b")
    await world.write(lambda tx: tx.ways.tie(ORG, first.id, second.id))

    def endangered(tx: Transaction) -> None:
        act = Act(
            tx=tx, content=content(), conversation=first, now=world.clock(), new_id=lambda: "x",
            aftermath=Aftermath(),
        )  # fmt: skip
        carry_out(act, HandOff(reason="danger", priority="urgent", danger=danger))

    await world.write(endangered)
    said = await world.write(lambda tx: tx.wishes.of(ORG, [first.id, second.id]))
    assert [said[chat.id].agreed for chat in (first, second)] == [agree, agree]
    await approved_anyway(world)
    assert await sent_in(world) == []


async def approved_anyway(world: World) -> None:
    """Send to one more person, so that there is somebody to send to."""
    await agreed(world, "c")
    await approved(world)
    assert len(await sent_in(world)) == 1
