"""A branch with a group of its own: late cases, summaries, who is called; and words that come meanwhile."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.telegram_desk.mirroring import Mirror
from bot.engine.hours import DAYS_IN_ORDER
from bot.ports.places import place
from bot.ports.records import Shift, Thread
from bot.ports.store import Transaction
from bot.practice.telegram import Practice
from tests.cases.acting import open_case
from tests.channels.telegram_desk.office import BRANCH, GROUP, OF_BRANCH, OMAR, SARA, TOKEN, Office, office
from tests.worker.world import ORG

ABHA = place(ORG, BRANCH)


@pytest.fixture
async def both_groups(tmp_path: Path, practice: Practice) -> AsyncIterator[Office]:
    async with office(tmp_path, practice, branch_group="mirror") as made:
        yield made


async def represent(made: Office, staff: str, branch: str) -> None:
    await made.world.write(lambda tx: tx.staff.set_role(staff, ORG, "researcher", branch=branch))


async def test_a_late_case_of_the_branch_is_named_in_its_group_alone(both_groups: Office) -> None:
    made = both_groups
    await made.member(SARA, "sara", role="supervisor")
    of_all = await open_case(made.world, "u1")
    of_branch = await open_case(made.world, "u2")
    chat = await made.world.conversation("u2")
    await made.world.write(lambda tx: tx.conversations.set_place(ORG, chat.id, ABHA))
    now = made.world.clock()

    def late(tx: Transaction) -> None:
        for case in (of_all, of_branch):
            tx.late.plan(ORG, case.id, due=now)
            tx.late.alerted(ORG, case.id, at=now, due=now + timedelta(days=3))
        tx.announce(f"queue:{ORG}")

    await made.world.write(late)
    await made.shows(of_all.reference)
    made.group = OF_BRANCH
    await made.shows(of_branch.reference)
    told = {group: str(made.practice.seen_in_group(TOKEN, group)) for group in (GROUP, OF_BRANCH)}
    assert of_branch.reference not in told[GROUP]
    assert of_all.reference not in told[OF_BRANCH]


async def test_a_branch_sees_its_own_cases_of_a_person_alone(both_groups: Office) -> None:
    made = both_groups
    await made.member(SARA, "sara")
    of_branch = await open_case(made.world)
    chat = await made.world.conversation()
    await made.world.write(lambda tx: tx.conversations.set_place(ORG, chat.id, ABHA))
    made.world.clock.pass_(seconds=1)
    of_all = await open_case(made.world, "u2")  # the newer one, of the same person
    assert of_all.person == of_branch.person
    made.group = OF_BRANCH
    topic = await made.hand_over()
    await made.until(lambda: of_branch.reference in made.head(topic)["text"])
    made.say(SARA, "/history", topic)
    await made.shows("طلب واحد:", topic)
    assert of_all.reference not in "".join(made.texts())


async def test_the_summary_of_a_branch_counts_its_chats_and_no_questions(both_groups: Office) -> None:
    made = both_groups
    await made.world.hear("زلابية مقرمشة")
    await made.world.hear(choice="person")
    chat = await made.world.conversation()
    await made.world.write(lambda tx: tx.conversations.set_place(ORG, chat.id, ABHA))
    await made.world.hear("ثانية", user="u2")
    await made.world.hear(choice="person", user="u2")
    await made.world.hear("ثالثة", user="u3")
    await made.world.hear(choice="person", user="u3")
    for watch in made.desk._watches.values():
        await made.desk.sum_up(watch)
    await made.shows("ينتظر 3")
    await made.shows("أسئلة آخر يوم")
    made.group = OF_BRANCH
    await made.shows("ينتظر 1")
    assert not any("أسئلة" in text for text in made.texts() if "📊" in text)


async def test_who_represents_another_branch_is_not_called(both_groups: Office) -> None:
    made = both_groups
    await made.member(SARA, "sara")
    await made.member(OMAR, "omar")
    await represent(made, "sara", BRANCH)
    await represent(made, "omar", "jazan")
    for staff in ("sara", "omar"):
        for day in DAYS_IN_ORDER:
            shift = Shift(id=0, organisation=ORG, team="", day=day, opens=0, closes=1440, staff=staff)
            await made.world.write(lambda tx, shift=shift: tx.duty.add_shift(shift))  # type: ignore[misc]
    await made.world.hear("مرحبا")
    chat = await made.world.conversation()
    await made.world.write(lambda tx: tx.conversations.set_place(ORG, chat.id, ABHA))
    await made.world.hear(choice="person")
    await made.until(lambda: any("أنت المناوب" in m["text"] for m in made.practice.seen(SARA, TOKEN)))
    assert not any("أنت المناوب" in m["text"] for m in made.practice.seen(OMAR, TOKEN))


async def test_what_is_written_after_a_chat_was_looked_at_waits_for_the_next_look(notify: Office) -> None:
    """It may be a branch's by then."""
    await notify.world.hear("قبل النظر")
    chat = await notify.world.conversation()
    await notify.world.hear("بعد النظر")
    watch = notify.desk._watches[ORG]
    number = await watch.group.open_topic("موضوع")
    thread = Thread(organisation=ORG, conversation=chat.id, group=GROUP, number=number, head=0, closed=True)
    mirror = Mirror(needs=notify.desk.needs, group=watch.group, speech=watch.speech)
    shown = await mirror.lines(chat, thread)
    assert shown.cursor == chat.last_line
    said = "\n".join(notify.texts(number))
    assert "قبل النظر" in said
    assert "بعد النظر" not in said
