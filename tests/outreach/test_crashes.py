"""A process that dies anywhere while a campaign is sent: nobody hears twice, nobody is left out.

Every unit of work of the store may be the last one before the process dies; the next process goes on.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.outreach import acts
from bot.ports.store import Transaction
from tests.outreach.campaigning import agreed, approved, done, now_is, statuses, stop_wish
from tests.worker.world import ORG, World, make_world

T = TypeVar("T")
PEOPLE = 4


class DiedError(Exception):
    """The process ended here."""


class Mortal:
    """A store whose process dies at its nth unit of work: before it is done, or after it was committed."""

    def __init__(self, store: Any, *, after: int, committed: bool) -> None:
        self._store, self.left, self._committed = store, after, committed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def write(self, work: Callable[[Transaction], T]) -> T:
        self.left -= 1
        if self.left > 0:
            return await self._store.write(work)  # type: ignore[no-any-return]
        if self._committed and self.left == 0:
            await self._store.write(work)
        raise DiedError


async def _some_rounds(world: World, store: Any) -> None:
    """Let a process work until it dies, or for some rounds; then it is gone, with all that it remembered."""
    outreach, sender = world.worker.outreach, world.worker.senders[0]
    outreach.store, living = store, world.store
    try:
        for _ in range(6):
            await outreach.round()
            await world.worker.lanes.drained()
            while await sender.send_due():
                await sender.finished()
    except DiedError:
        pass
    finally:
        await world.worker.lanes.drained()
        outreach.store = living
        outreach._queued.clear()


def _heard(world: World) -> list[str]:
    return [each.address.user for each in world.channel.sent if "برنامجنا" in each.message.text]


@pytest.mark.parametrize("committed", [False, True], ids=["before it is kept", "after it is kept"])
@pytest.mark.parametrize("after", range(1, 15))
async def test_whenever_it_dies_everybody_hears_once(world: World, after: int, *, committed: bool) -> None:
    users = [f"u{number}" for number in range(PEOPLE)]
    await agreed(world, *users)
    await approved(world)
    world.channel.sent.clear()
    await _some_rounds(world, Mortal(world.store, after=after, committed=committed))
    for _ in range(4):
        world.clock.pass_(minutes=1)
        await _some_rounds(world, world.store)
    assert sorted(_heard(world)) == sorted(users)
    assert await statuses(world) == {"sent": PEOPLE}
    assert (await now_is(world)).state == "done"


@given(st.lists(st.sampled_from(["round", "send", "die", "pause", "resume", "stop-a", "hour"]), max_size=25))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_happens_in_whatever_order(
    tmp_path_factory: pytest.TempPathFactory, acts_: list[str]
) -> None:
    """Who stopped before their message left hears nothing; all others hear once, if it is not paused."""
    world = make_world(Path(tmp_path_factory.mktemp("world")))
    try:
        await agreed(world, "a", "b", "c")
        await approved(world)
        world.channel.sent.clear()
        stopped_before = await _played(world, acts_)
        if (await now_is(world)).state == "paused":
            await done(world, "huda", lambda desk: acts.resume(desk, "c1"))
        for _ in range(3):
            world.clock.pass_(hours=13)
            await _some_rounds(world, world.store)
        heard = _heard(world)
        assert len(heard) == len(set(heard))
        assert set(heard) | {"a"} == {"a", "b", "c"}
        assert ("a" in heard) != stopped_before
        assert (await now_is(world)).state == "done"
    finally:
        await world.store.close()


async def _played(world: World, acts_: list[str]) -> bool:
    """Play what happens; return whether `a` stopped messages before theirs left."""
    stopped = False
    for act in acts_:
        if act == "round":
            await world.worker.outreach.round()
            await world.worker.lanes.drained()
        elif act == "send":
            await world.sent()
        elif act == "die":
            await _some_rounds(world, Mortal(world.store, after=3, committed=False))
        elif act in ("pause", "resume"):
            change = acts.pause if act == "pause" else acts.resume
            huda = await world.write(lambda tx: tx.staff.by_login("huda"))
            assert huda is not None
            await world.at_desk(huda, lambda desk: change(desk, "c1"))  # noqa: B023
        elif act == "hour":
            world.clock.pass_(hours=1)
        elif not stopped:
            stopped = "a" not in _heard(world)
            await stop_wish(world, "a")
    assert await world.store.read.wishes_count(ORG) in (2, 3)
    return stopped
