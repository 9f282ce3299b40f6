"""Notices go where and when the person chose, to the next chat that is theirs, and end with a call."""

import re

import pytest

from bot.cases.steps import Made
from bot.channels.web.seen import note_shown
from bot.desk.holding import claim, close
from bot.ports.channel import Blocked, Rejected, SendError
from bot.ports.records import Case
from bot.worker.stranded import Stranded
from tests.cases.acting import WHY, bring, notices, open_case, step, to_committee
from tests.worker.world import ORG, World

CODE = re.compile(r"\d{8}")


async def choose(world: World, *presses: str, say: str = "", user: str = "u1") -> list[str]:
    """Let a person go through the part of `my data` about notices."""
    await world.hear(choice="flow:my-data", user=user)
    await world.hear(choice="pick:wants:notices", user=user)
    told: list[str] = []
    for press in presses:
        told = await world.hear(choice=press, user=user)
    return await world.hear(say, user=user) if say else told


async def tie(world: World, here: str, there: str) -> list[str]:
    """Tie the same person's chats on two channels with a code; the world's channel is `there` afterwards."""
    world.channel.name = here
    told = await choose(world, "pick:notices:link")
    code = CODE.search("".join(told))
    assert code is not None, told
    world.channel.name = there
    await world.hear("مرحبا")
    told = await choose(world, "pick:notices:tie", say=code.group())
    world.channel.name = here
    await world.sent()
    world.channel.name = there
    return told


async def registered(world: World, channel: str = "telegram") -> Case:
    world.channel.name = channel
    case = await open_case(world)
    await step(world, case, "check")
    await step(world, case, "register")
    return case


async def told_on(world: World, channel: str) -> list[str]:
    world.channel.name = channel
    return await bring(world)


@pytest.mark.parametrize("failure", [Blocked("blocked"), Rejected("never")])
async def test_who_is_not_reached_on_telegram_is_told_on_the_web_and_once(
    world: World, failure: SendError
) -> None:
    case = await registered(world)
    await tie(world, "telegram", "web")
    world.channel.failures = [failure]
    assert await told_on(world, "telegram") == []
    assert any("سُجِّل" in text for text in await told_on(world, "web"))
    assert [notice.status for notice in await notices(world, case)] == ["told"]
    world.clock.pass_(days=3)
    assert await told_on(world, "telegram") == await told_on(world, "web") == []


async def test_the_next_chat_is_told_in_the_language_chosen_there(world: World) -> None:
    case = await registered(world)
    await tie(world, "telegram", "web")
    await world.hear(choice="lang:en")
    world.channel.failures = [Blocked("blocked")]
    assert await told_on(world, "telegram") == []
    [told] = await told_on(world, "web")
    assert told == f"🗂️ Your request \u2066{case.reference}\u2069 is complete and registered."


async def test_when_every_chat_has_failed_staff_call(world: World) -> None:
    case = await registered(world)
    await tie(world, "telegram", "whatsapp")
    for channel in ("telegram", "whatsapp"):
        world.channel.failures = [Blocked("blocked")]
        assert await told_on(world, channel) == []
    await bring(world)
    [notice] = await notices(world, case)
    assert (notice.status, len(notice.tried)) == ("call", 2)
    assert [one.case for one in await world.store.read.calls([ORG])] == [case.id]


async def on_the_web_alone(world: World) -> Case:
    """Bring a notice to the website: the chat on Telegram is blocked."""
    await tie(world, "telegram", "web")
    case = await registered(world)
    world.channel.failures = [Blocked("blocked")]
    await told_on(world, "telegram")
    assert len(await told_on(world, "web")) == 1
    return case


async def days_later(world: World, days: int) -> int:
    world.clock.pass_(days=days)
    passed = await world.worker.notices.pass_on_unseen()
    await bring(world)
    return passed


async def test_what_no_page_has_shown_for_days_ends_with_a_call(world: World) -> None:
    case = await on_the_web_alone(world)
    assert [await days_later(world, days) for days in (0, 2)] == [0, 0]
    assert {one.status for one in await notices(world, case)} == {"told"}
    assert await world.store.read.cases_to_call([ORG]) == 0
    assert await days_later(world, 1) == 1
    assert {one.status for one in await notices(world, case)} == {"call"}
    assert [one.case for one in await world.store.read.calls([ORG])] == [case.id]
    assert await world.store.read.cases_to_call([ORG]) == 1
    assert [one.id for one in await world.store.read.cases([ORG], to_call=True)] == [case.id]
    assert await days_later(world, 30) == 0


async def test_what_a_page_has_shown_is_told(world: World) -> None:
    case = await on_the_web_alone(world)
    await note_shown(world.store, ORG, [line.id for line in await world.lines()])
    assert await days_later(world, 30) == 0
    assert {one.status for one in await notices(world, case)} == {"told"}


async def test_what_was_read_elsewhere_needs_no_page(world: World) -> None:
    case = await on_the_web_alone(world)
    world.channel.name = "telegram"
    await world.hear(choice=f"case:{case.reference}")
    assert await days_later(world, 30) == 0
    assert {one.status for one in await notices(world, case)} == {"told"}


async def test_a_new_channel_needs_nothing_here(world: World) -> None:
    """A channel that nobody has heard of yet lights a screen up: neutral until opened."""
    case = await registered(world)
    await tie(world, "telegram", "pigeon")
    world.channel.failures = [Blocked("blocked")]
    await told_on(world, "telegram")
    assert await told_on(world, "pigeon") == ["🔔 لديك تحديث."]
    [button] = world.channel.sent[-1].message.buttons
    assert any("سُجِّل" in text for text in await world.hear(choice=button.id))
    assert all(notice.opened_at for notice in await notices(world, case))


async def test_a_refusal_is_never_told_by_bare_sms(world: World) -> None:
    world.channel.name = "telegram"
    case = await open_case(world)
    await to_committee(world, case)
    await bring(world)
    await tie(world, "telegram", "sms")
    world.clock.pass_(days=20)
    assert isinstance(await step(world, case, "refuse", **WHY), Made)
    world.channel.failures = [Blocked("blocked")]
    assert await told_on(world, "telegram") == []
    assert await told_on(world, "sms") == []
    assert [notice.status for notice in await notices(world, case)][-1] == "call"


async def test_a_notice_goes_first_to_the_chat_that_was_chosen_and_in_its_hours(world: World) -> None:
    case = await registered(world)
    await tie(world, "telegram", "web")
    await choose(world, "pick:notices:here", "pick:hours:evening")
    assert await told_on(world, "telegram") == []
    assert await told_on(world, "web") == []
    world.clock.pass_(hours=6)  # from noon in Riyadh
    assert await told_on(world, "telegram") == []
    assert any("سُجِّل" in text for text in await told_on(world, "web"))
    assert [notice.status for notice in await notices(world, case)] == ["told"]


@pytest.mark.parametrize(("press", "status"), [("call", "call"), ("look", "kept")])
async def test_who_wants_no_message_gets_none(world: World, press: str, status: str) -> None:
    case = await open_case(world)
    await choose(world, f"pick:notices:{press}")
    await step(world, case, "check")
    await step(world, case, "register")
    assert await bring(world) == []
    assert [notice.status for notice in await notices(world, case)] == [status]
    told = await world.hear(choice="flow:tracking")
    assert any("سُجِّل" in text for text in told)


async def test_the_chosen_hours_hold_even_where_health_is_in_danger(world: World) -> None:
    case = await open_case(world)
    await choose(world, "pick:notices:here", "pick:hours:morning")
    await to_committee(world, case)
    world.clock.pass_(hours=11)  # 23:00 in Riyadh
    assert isinstance(await step(world, case, "accept", health=True, internal="x"), Made)
    assert await bring(world) == []
    world.clock.pass_(hours=10)
    assert any("وافقت" in text for text in await bring(world))


async def test_tied_chats_see_the_same_cases_until_they_are_untied(world: World) -> None:
    case = await registered(world)
    told = await tie(world, "telegram", "web")
    assert any("رُبطت المحادثتان" in text for text in told)
    assert any("رُبطت محادثة أخرى" in text for text in world.channel.texts)
    assert any(case.reference in text for text in await world.hear(choice="flow:tracking"))
    await choose(world, "pick:notices:untie")
    assert not any(case.reference in text for text in await world.hear(choice="flow:tracking"))


async def test_a_code_ties_once_and_is_not_guessed(world: World) -> None:
    await registered(world, "web")
    told = await choose(world, "pick:notices:link")
    [code] = CODE.findall("".join(told))
    for number in range(6):
        told = await choose(world, "pick:notices:tie", say=f"1111111{number}", user="thief")
        assert any("لم يصح" in text for text in told)
    assert any("لم يصح" in text for text in await choose(world, "pick:notices:tie", say=code, user="thief"))
    assert any("لم يصح" in text for text in await choose(world, "pick:notices:tie", say=code))
    told = await choose(world, "pick:notices:tie", say=code, user="mine")
    assert any("رُبطت" in text for text in told)
    again = await choose(world, "pick:notices:tie", say=code, user="other")
    assert any("لم يصح" in text for text in again)


async def test_nobody_is_asked_for_stars_on_the_day_of_a_refusal(world: World) -> None:
    case = await open_case(world)
    await to_committee(world, case)
    await bring(world)
    world.clock.pass_(days=20)
    sara = await world.staff("sara")

    async def offered() -> set[str]:
        row = await world.conversation()
        await world.at_desk(sara, lambda desk: claim(desk, row.id))
        await world.at_desk(sara, lambda desk: close(desk, row.id, reason="solved"))
        await world.sent()
        return {button.id for button in world.channel.sent[-1].message.buttons}

    assert "flow:rating" in await offered()
    assert isinstance(await step(world, case, "refuse", **WHY), Made)
    await bring(world)
    assert "flow:rating" not in await offered()
    world.clock.pass_(days=1)
    assert "flow:rating" in await offered()


async def on_its_way(world: World) -> None:
    """Let what is due be queued, and not sent yet."""
    await world.worker.notices.queue_due()
    await world.worker.lanes.drained()


def stranded(world: World, *served: str) -> Stranded:
    return Stranded(store=world.store, served=served, now=world.clock)


async def test_what_waits_for_a_channel_that_is_gone_comes_in_the_next_chat(world: World) -> None:
    case = await registered(world)
    await tie(world, "telegram", "web")
    world.channel.name = "telegram"
    await on_its_way(world)
    assert [notice.status for notice in await notices(world, case)] == ["queued"]
    assert await stranded(world, "web").give_up() == 0  # another process may have it, and be starting
    world.clock.pass_(minutes=31)
    assert await stranded(world, "web", "telegram").give_up() == 0
    assert await stranded(world, "web").give_up() > 0
    letters = await world.store.read.dead_letters((ORG,))
    assert {letter.error for letter in letters} == {"no channel: telegram"}
    await world.worker.notices.settle()
    assert any("سُجِّل" in text for text in await told_on(world, "web"))
    assert [notice.status for notice in await notices(world, case)] == ["told"]


async def test_where_there_is_no_other_chat_staff_call_and_see_why(world: World) -> None:
    case = await registered(world)
    await on_its_way(world)
    world.clock.pass_(minutes=31)
    assert await stranded(world, "web").give_up() > 0
    await world.worker.notices.settle()
    await on_its_way(world)
    assert [notice.status for notice in await notices(world, case)] == ["call"]
    assert [one.case for one in await world.store.read.calls([ORG])] == [case.id]
    row = await world.write(lambda tx: tx.cases.get(ORG, case.id))
    assert row is not None
    lines = await world.store.read.lines(ORG, row.conversation or "")
    assert sum(line.trace == {"notice": "no-channel"} for line in lines) == 1
    assert "failed" in {line.delivery for line in lines}


async def test_a_new_notice_does_not_wait_for_a_channel_that_is_gone(world: World) -> None:
    case = await registered(world)
    world.worker.notices.served = frozenset({"web"})
    await on_its_way(world)
    assert [notice.status for notice in await notices(world, case)] == ["call"]


async def test_what_was_returned_is_completed_from_a_tied_chat_and_that_is_said(world: World) -> None:
    world.channel.name = "telegram"
    case = await open_case(world)
    checks = dict.fromkeys(case.answers, "accepted") | {"need": "to-correct"}
    await step(world, case, "check", checks=checks)
    await step(world, case, "return", reason="وضّح الحاجة")
    await tie(world, "telegram", "web")
    await world.hear(choice=f"do:complete:{case.reference}")
    told = await world.hear("علاج أمي")
    assert "وصلنا ما أكملته" in "".join(told)
    now = await world.store.read.case(ORG, case.reference)
    assert now is not None
    assert (now.stage, now.answers["need"]) == ("received", "علاج أمي")
