"""News of a case for somebody who has blocked the bot."""

from dataclasses import replace
from pathlib import Path

from bot.engine.content import Content
from bot.practice.telegram import Practice
from tests.cases.acting import bring, notices, open_case, to_committee
from tests.channels.telegram.house import OWN
from tests.channels.telegram_both.rooms import PERSON, both
from tests.worker.world import ORG, content


def awake(organisation: str) -> Content:
    """Return content without quiet hours: both bots run by the real time."""
    return replace(content(organisation), quiet=(3, 3))


async def test_news_that_cannot_be_brought_stand_on_the_list_of_calls(
    tmp_path: Path, practice: Practice
) -> None:
    async with both(tmp_path, practice, contents=awake) as made:
        world = made.world
        case = await open_case(world, str(PERSON))
        practice.block(PERSON, OWN)
        before = len(world.channel.texts)
        await to_committee(world, case)
        await bring(world)
        await bring(world)  # the next way that is the person's is looked for, and there is none
        assert len(world.channel.texts) == before
        told = await notices(world, case)
        assert [notice.status for notice in told] == ["call"] * len(told)
        assert {notice.case for notice in await world.store.read.calls([ORG])} == {case.id}
        practice.unblock(PERSON, OWN)
        await bring(world)
        assert len(world.channel.texts) == before  # somebody calls: it does not come twice
