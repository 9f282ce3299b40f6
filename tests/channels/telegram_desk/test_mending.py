"""What is blanked in the transcript while its copy is on the way to a topic."""

import asyncio

from bot.channels.telegram_desk.mirroring import Mirror
from bot.ports.records import Thread
from tests.channels.telegram_desk.office import GROUP, Office
from tests.worker.world import ORG


async def test_a_copy_that_arrives_after_the_blanking_is_mended(notify: Office) -> None:
    await notify.world.hear("بيتهم بلا مكيف")
    chat, lines = await notify.world.conversation(), await notify.world.lines()
    group = notify.desk._watches[ORG].group
    number = await group.open_topic("موضوع")
    thread = Thread(organisation=ORG, conversation=chat.id, group=GROUP, number=number, head=0, closed=True)
    await notify.world.write(lambda tx: tx.threads.keep(thread))
    mirror = Mirror(needs=notify.desk.needs, group=group, speech=notify.desk._watches[ORG].speech)
    message = await group.send("👤 المستفيد: بيتهم بلا مكيف", topic=number)
    await notify.world.write(lambda tx: tx.transcript.blank(ORG, chat.id, since=chat.opened_at, text="🔒"))
    await mirror.copied(thread, lines[:1], message)
    await notify.until(lambda: "مكيف" not in "".join(notify.texts(number)))
    assert notify.texts(number) == ["👤 المستفيد: 🔒"]
    async with asyncio.timeout(8):
        while await notify.world.write(lambda tx: tx.copies.stale(ORG)):
            await notify.practice.world.changed(0.02)
