"""Counts of who waits and of questions without an answer."""

from datetime import timedelta

from bot.reports import standing
from tests.worker.world import ORG, START, World


async def test_who_waits_is_counted_by_priority_and_time(world: World) -> None:
    await world.hear("مرحبا", user="u1")
    await world.hear(choice="person", user="u1")
    world.clock.pass_(minutes=10)
    await world.hear("أنا بموت", user="u2")
    counted = await standing.waiting(world.store.read, (ORG,), now=world.clock())
    assert counted.by_priority == {"normal": 1, "urgent": 1}
    assert counted.longest == timedelta(minutes=10)
    assert counted.total == 2


async def test_nobody_waits(world: World) -> None:
    counted = await standing.waiting(world.store.read, (ORG,), now=world.clock())
    assert (counted.total, counted.longest) == (0, timedelta())


async def test_questions_without_an_answer_are_counted_and_masked(world: World) -> None:
    await world.hear("متى الرد؟")
    await world.hear("جوالي 0501234567 وهويتي 1098765432")
    counted = await standing.unanswered(world.store.read, ORG, since=START - timedelta(hours=1))
    assert (counted.asked, counted.total) == (2, 1)
    assert counted.by_decision == {"none": 1}
    assert counted.examples == ("جوالي 05••••••67 وهويتي 1•••••••32",)
