"""The script for a real token and group, played against the fake."""

import asyncio

from bot.channels.telegram_desk.fitness import NO_TOPICS
from bot.channels.telegram_desk.smoke import Step, smoke
from bot.practice.telegram import Practice
from tests.channels.telegram_desk.office import GROUP, SARA, TOKEN
from tests.patience import PATIENCE


def set_up(practice: Practice) -> None:
    practice.add_bot(TOKEN, username="wasl_desk_bot")
    practice.add_group(GROUP, title="Staff", forum=True, members=(SARA,))
    practice.add_to_group(TOKEN, GROUP, by=SARA)


async def somebody(practice: Practice, lines: list[str]) -> None:
    """Do what the script asks for."""
    await practice.until(lambda: any("press the button" in line for line in lines), seconds=PATIENCE)
    topic = int(practice.topics(GROUP)[-1]["id"])
    head = practice.seen_in_group(TOKEN, GROUP, topic=topic)[-1]["message_id"]
    practice.say_in_group(SARA, GROUP, "elsewhere", topic=None)
    practice.press(SARA, TOKEN, head, "claim", group=GROUP)
    await practice.until(lambda: any("write something" in line for line in lines), seconds=PATIENCE)
    message = practice.say_in_group(SARA, GROUP, "كلمات", topic=topic)
    await practice.until(lambda: any("edit what" in line for line in lines), seconds=PATIENCE)
    practice.edit_in_group(GROUP, message, "كلمات أخرى")


async def walked(practice: Practice, lines: list[str], *, patience: float = PATIENCE) -> tuple[Step, ...]:
    return await smoke(TOKEN, GROUP, say=lines.append, api=practice.base, patience=patience)


async def test_the_whole_walk(practice: Practice) -> None:
    set_up(practice)
    lines: list[str] = []
    steps, _ = await asyncio.gather(walked(practice, lines), somebody(practice, lines))
    assert [(step.name, step.saw) for step in steps if not step.good] == []
    assert len(steps) == 8
    assert practice.topics(GROUP) == []


async def test_what_is_wrong_is_said(practice: Practice) -> None:
    lines: list[str] = []
    unknown = await smoke("555:unknown", GROUP, say=lines.append, api=practice.base, patience=1)
    assert [(step.name, step.good) for step in unknown] == [("token", False)]
    assert "555:unknown" not in "".join(lines)
    assert "@BotFather" in lines[0]
    practice.add_bot(TOKEN)
    practice.add_group(GROUP, title="Staff", members=(SARA,))
    practice.add_to_group(TOKEN, GROUP, by=SARA)
    plain = await walked(practice, lines, patience=1)
    assert [(step.name, step.good) for step in plain] == [("token", True), ("the group is ready", False)]
    assert plain[-1].saw == NO_TOPICS


async def test_nobody_plays_along(practice: Practice) -> None:
    set_up(practice)
    steps = await walked(practice, [], patience=0.3)
    assert [step.good for step in steps] == [True, True, True, False, False, False, True, True]
    assert steps[3].saw == "nothing came"
    assert practice.topics(GROUP) == []
