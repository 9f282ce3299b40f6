"""That somebody writes is announced for the chat that they hold, and for no other."""

from bot.desk import holding
from bot.desk.composing import composing, topic
from bot.desk.outcomes import Done, NotHeld
from tests.worker.world import World


async def test_only_the_holder_is_seen_writing(world: World) -> None:
    await world.hear("أحتاج أحدًا")
    chat = (await world.conversation()).id
    sara, omar = await world.staff("sara"), await world.staff("omar")
    listening = world.store.listen(topic(chat))
    try:
        assert isinstance(await world.at_desk(sara, lambda desk: composing(desk, chat)), NotHeld)
        await world.at_desk(sara, lambda desk: holding.claim(desk, chat))
        assert isinstance(await world.at_desk(omar, lambda desk: composing(desk, chat)), NotHeld)
        assert not await listening.wait(0.05)
        assert isinstance(await world.at_desk(sara, lambda desk: composing(desk, chat)), Done)
        assert await listening.wait(1)
    finally:
        listening.close()
