"""The link to a document of the shelf, under the answer that names it."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.messages import Attachment, Button
from bot.ports.store.shelf import Audience, ShelfVersion
from bot.worker.secure_pages import SecurePages
from bot.worker.turn import Turns
from tests.worker.world import ORG, World, content, make_world

FILE = Attachment(key="a" * 64, name="f.pdf", media_type="application/pdf", size=4, kind="document")
SITE = "https://wasl.example/"


def naming(folder: Path, channel: str, public_url: str | None) -> World:
    """Return a world whose one answer names the request form."""
    named = content()
    topics = {id_: replace(each, document="request-form") for id_, each in named.topics.items()}
    made = make_world(folder)
    made.channel.name = channel
    turns = made.worker.turns
    made.worker.receiver.turns = Turns(
        respond=turns.respond, contents=lambda _: replace(named, topics=topics), now=turns.now,
        new_id=turns.new_id, pages=SecurePages(public_url=public_url),
    )  # fmt: skip
    return made


async def shelve(world: World, audience: Audience) -> None:
    version = ShelfVersion(
        id=0, organisation=ORG, document="request-form", title={"ar": "نموذج الطلب", "en": "Form"},
        audience=audience, file=FILE, actor="amal", note="", at=world.clock(),
    )  # fmt: skip
    await world.write(lambda tx: tx.shelf.add(version))


async def links(world: World) -> list[Button]:
    """Ask, and return the links under the answer."""
    await world.hear("متى يصلني الرد؟")
    found = [one.message for one in world.channel.sent if "أسبوعين" in one.message.text]
    world.channel.sent.clear()
    return [button for message in found for button in message.buttons if button.url]


@pytest.mark.parametrize(
    ("channel", "public_url", "url"),
    [
        ("web", None, "/aoun/documents/request-form?lang=ar"),
        ("web", SITE, "/aoun/documents/request-form?lang=ar"),
        ("telegram", SITE, "https://wasl.example/aoun/documents/request-form?lang=ar"),
        ("telegram", None, None),
        ("phone", SITE, None),
    ],
)
async def test_a_link_that_the_channel_can_open(
    tmp_path: Path, channel: str, public_url: str | None, url: str | None
) -> None:
    world = naming(tmp_path, channel, public_url)
    await shelve(world, "public")
    expected = Button(id="document:request-form", label="📄 نموذج الطلب", url=url)
    assert await links(world) == ([expected] if url else [])
    await world.store.close()


async def test_no_link_to_what_is_not_there_not_for_everybody_or_withdrawn(tmp_path: Path) -> None:
    world = naming(tmp_path, "web", None)
    assert await links(world) == []
    for audience, count in (("staff", 0), ("public", 1), ("withdrawn", 0)):
        await shelve(world, audience)  # type: ignore[arg-type]
        assert len(await links(world)) == count, audience
    await world.store.close()
