"""A group that becomes a supergroup has another number: the desk follows, running and at its start."""

import asyncio
from pathlib import Path

from structlog.testing import capture_logs

from bot.practice.telegram import Practice
from tests.channels.telegram_desk.office import SARA, TOKEN, Office, make_desk
from tests.patience import PATIENCE
from tests.worker.world import make_world

OLD = -4001


async def moved(folder: Path, practice: Practice, *, running: bool) -> tuple[list[str], str]:
    """Let a plain group be the desk's, and switch topics on in it: while the desk runs, or before."""
    world = make_world(folder)
    practice.add_bot(TOKEN)
    practice.add_group(OLD, title="Staff", members=(SARA,))
    practice.add_to_group(TOKEN, OLD, by=SARA)
    new = 0 if running else practice.migrate(OLD, forum=True)
    desk = make_desk(world, practice, "mirror", [], group=OLD)
    with capture_logs() as logs:
        task = asyncio.create_task(desk.run())
        await practice.until(lambda: practice.calls(TOKEN, "getUpdates"))
        new = new or practice.migrate(OLD, forum=True)
        await world.hear("مرحبا")
        await world.hear(choice="person")
        await practice.until(lambda: practice.topics(new), seconds=PATIENCE)
        office = Office(world=world, practice=practice, desk=desk)
        await office.member(SARA, "sara")
        topic = int(practice.topics(new)[-1]["id"])
        practice.say_in_group(SARA, new, "أهلا بك", topic=topic)
        await office.to_person("أهلا بك")
        await desk.stop()
        await asyncio.wait_for(task, PATIENCE)
    said = world.channel.texts[-1]
    await world.store.close()
    named = [line for line in logs if line["event"].startswith("the staff group has a new number")]
    return [str(line["group"]) for line in named if line["group"] == new], said


async def test_topics_switched_on_while_the_desk_runs(tmp_path: Path, practice: Practice) -> None:
    assert await moved(tmp_path, practice, running=True) == ([str(OLD - 10**12)], "أهلا بك")


async def test_the_old_number_still_in_the_settings(tmp_path: Path, practice: Practice) -> None:
    assert await moved(tmp_path, practice, running=False) == ([str(OLD - 10**12)], "أهلا بك")
