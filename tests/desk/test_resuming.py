"""A code opens the chat of its organisation once, in time, and only with the right to reply."""

from datetime import timedelta

import pytest

from bot.desk import resuming
from bot.desk.outcomes import NotAllowed, Noted, Unknown
from bot.people.codes import new_code
from tests.worker.world import World

CODE = "0123 4567"


async def test_a_code_opens_a_chat_once(world: World) -> None:
    await world.hear("أحتاج أحدًا")
    chat = await world.conversation()
    assert chat.address.channel == resuming.CHANNEL
    sara = await world.staff("sara")
    made = await world.at_desk(
        sara, lambda desk: resuming.offer(desk, chat.id, code=CODE, worded="code {}".format)
    )
    assert isinstance(made, Noted)
    organisation, now = chat.address.organisation, world.clock()

    async def redeemed(code: str, *, at: timedelta = timedelta(0), where: str = organisation) -> object:
        return await world.store.write(lambda tx: resuming.redeem(tx, where, code, now=now + at))

    assert await redeemed("0123 4568") is None
    assert await redeemed("") is None
    assert await redeemed(CODE, where="another") is None
    assert await redeemed(CODE, at=resuming.VALID) is None
    assert await redeemed("٠١٢٣٤٥٦٧", at=timedelta(minutes=14)) == chat.address
    assert await redeemed(CODE) is None
    lines = await world.store.read.lines(organisation, chat.id)
    assert [line.text for line in lines if line.direction == "note"] == [f"code {CODE}"]


async def test_only_chats_of_the_website_have_codes_and_only_who_may_reply(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.hear("أحتاج أحدًا")
    monkeypatch.setattr(resuming, "CHANNEL", "another")
    chat = (await world.conversation()).id
    researcher, author = await world.staff("sara"), await world.staff("nora", role="author")
    for staff, outcome in ((researcher, Unknown), (author, NotAllowed)):
        made = await world.at_desk(
            staff, lambda desk: resuming.offer(desk, chat, code=CODE, worded="{}".format)
        )
        assert isinstance(made, outcome)


def test_codes_are_random_and_of_one_shape() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) > 45
    assert {len(code) for code in codes} == {8}
