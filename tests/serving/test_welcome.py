"""The first start: one account, and no open door with a password that was printed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from bot.app import Rooms, open_rooms
from bot.serving.welcome import NotYetSafeError, first_account, refuse_open_door
from bot.settings import Settings


def now() -> datetime:
    return datetime(2026, 3, 1, tzinfo=UTC)


def new_id() -> str:
    return uuid4().hex


@pytest.fixture
async def rooms(tmp_path: Path) -> AsyncIterator[Rooms]:
    opened = open_rooms(Settings(data=tmp_path))
    yield opened
    await opened.store.close()


async def test_the_first_account_is_made_once_with_a_random_password(rooms: Rooms) -> None:
    made = await first_account(rooms.store, rooms.settings, ("aoun", "banan"), new_id, now)
    assert made is not None
    assert len(made.password) >= 16
    assert made.staff.roles == {"aoun": "administrator", "banan": "administrator"}
    assert await first_account(rooms.store, rooms.settings, ("aoun",), new_id, now) is None


@pytest.mark.parametrize(("host", "refused"), [("127.0.0.1", False), ("localhost", False), ("0.0.0.0", True)])
async def test_only_loopback_until_the_password_is_changed(rooms: Rooms, host: str, *, refused: bool) -> None:
    made = await first_account(rooms.store, rooms.settings, ("aoun",), new_id, now)
    assert made is not None
    settings = rooms.settings.model_copy(update={"host": host})
    if refused:
        with pytest.raises(NotYetSafeError, match="change the password"):
            await refuse_open_door(rooms.store, settings)
    else:
        await refuse_open_door(rooms.store, settings)
    await rooms.store.write(
        lambda tx: tx.staff.set_password(made.staff.id, password_hash="x", must_change=False)
    )
    await refuse_open_door(rooms.store, settings)
