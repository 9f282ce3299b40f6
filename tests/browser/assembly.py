"""The product in one process for a browser: real store, engine, content, worker, pages and console."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot import console
from bot.desk.accounts import Created
from bot.desk.passwords import hash_password
from bot.engine.content import Content
from bot.pages.routes import serve
from bot.ports.records import Staff
from bot.ports.store import Store, Transaction
from bot.worker.service import new_id, utc_now
from bot.worker.turn import Respond
from tests.channels.web.house import House, house, parrot

PASSWORD = "a-long-password-for-tests"
STAFF = ("sara", "fahad")


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """A content status without problems."""

    version: str = "0123456789ab"
    loaded_at: datetime = datetime(2026, 11, 21, tzinfo=UTC)
    problems: tuple[console.Problem, ...] = ()


def with_console(built: House) -> None:
    needs = console.Needs(
        store=built.store, files=built.needs.files, desk=built.worker.desk, accept=built.worker.accept,
        contents=built.needs.contents, organisations=built.needs.organisations, content_status=Standing,
        key=b"another key", new_id=new_id, now=utc_now,
    )  # fmt: skip
    serve(built.app, console.router(needs))


async def account(store: Store, login: str, *, role: str = "supervisor") -> Created:
    """Make an account whose password is chosen already. ValueError if there is one of that login."""
    staff = Staff(
        id=new_id(), login=login, name=login.title(), password_hash=_hashed(), must_change=False,
        disabled=False, roles={"aoun": role, "banan": role}, created_at=utc_now(),  # type: ignore[dict-item]
    )  # fmt: skip

    def work(tx: Transaction) -> None:
        if tx.staff.by_login(login) is not None:
            raise ValueError(login)
        tx.staff.add(staff)

    await store.write(work)
    return Created(staff=staff, password=PASSWORD)


@cache
def _hashed() -> str:
    """Return the hash of the one password: a tenth of a second of work, done once."""
    return hash_password(PASSWORD)


@asynccontextmanager
async def assembled(
    folder: Path,
    *,
    respond: Respond = parrot,
    contents: Callable[[str], Content] | None = None,
    organisations: tuple[str, ...] = ("aoun", "banan"),
    accounts: bool = False,
) -> AsyncIterator[House]:
    async with house(
        folder, respond=respond, contents=contents, organisations=organisations, before=with_console
    ) as built:
        if accounts:
            for login in STAFF:
                await account(built.store, login)
        yield built
