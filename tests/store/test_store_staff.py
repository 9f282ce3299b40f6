from dataclasses import replace

import pytest

from bot.ports.records import Session
from bot.ports.store import Store
from tests.store.values import NOW, ORG, a_chat, account, later

SARA = account("sara")


async def signed_in(store: Store, token: str = "t1") -> None:
    session = Session(token_hash=token, staff=SARA.id, created_at=NOW, expires_at=later(60))
    await store.write(lambda tx: tx.staff.open_session(session))


async def test_a_login_is_given_once(store: Store) -> None:
    await store.write(lambda tx: tx.staff.add(SARA))
    with pytest.raises(ValueError, match="sara"):
        await store.write(lambda tx: tx.staff.add(replace(SARA, id="another")))
    assert await store.write(lambda tx: tx.staff.by_login("sara")) == SARA
    assert await store.write(lambda tx: tx.staff.get(SARA.id)) == SARA
    assert await store.write(lambda tx: tx.staff.by_login("nobody")) is None
    assert await store.read.staff_names() == {SARA.id: "Sara"}


async def test_roles_are_given_changed_and_taken(store: Store) -> None:
    await store.write(lambda tx: tx.staff.add(SARA))
    await store.write(lambda tx: tx.staff.add(account("omar")))
    await store.write(lambda tx: tx.staff.set_role(SARA.id, ORG, "supervisor"))
    await store.write(lambda tx: tx.staff.set_role(SARA.id, "basma", "administrator"))
    await store.write(lambda tx: tx.staff.set_role("staff-omar", ORG, None))
    assert {row.login: dict(row.roles) for row in await store.write(lambda tx: tx.staff.list())} == {
        "omar": {},
        "sara": {ORG: "supervisor", "basma": "administrator"},
    }


async def test_a_session_lives_until_it_expires(store: Store) -> None:
    await store.write(lambda tx: tx.staff.add(SARA))
    await signed_in(store)
    assert await store.write(lambda tx: tx.staff.session("t1", now=later(59))) == SARA
    assert await store.write(lambda tx: tx.staff.session("t1", now=later(60))) is None
    assert await store.write(lambda tx: tx.staff.session("t2", now=NOW)) is None
    await store.write(lambda tx: tx.staff.close_session("t1"))
    assert await store.write(lambda tx: tx.staff.session("t1", now=NOW)) is None


async def test_a_new_password_and_a_lock_end_all_sessions(store: Store) -> None:
    await store.write(lambda tx: tx.staff.add(SARA))
    await signed_in(store)
    await store.write(lambda tx: tx.staff.set_password(SARA.id, password_hash="new", must_change=False))
    assert await store.write(lambda tx: tx.staff.session("t1", now=NOW)) is None
    await signed_in(store, "t2")
    await store.write(lambda tx: tx.staff.set_disabled(SARA.id, disabled=True))
    assert await store.write(lambda tx: tx.staff.session("t2", now=NOW)) is None
    found = await store.write(lambda tx: tx.staff.get(SARA.id))
    assert found == replace(SARA, password_hash="new", must_change=False, disabled=True)


async def test_the_second_reply_under_a_key_finds_the_first(store: Store) -> None:
    chat = await a_chat(store)

    async def keep(key: str, line: int) -> int:
        return await store.write(lambda tx: tx.staff.keep_reply(ORG, chat, key=key, line=line))

    assert [await keep("k1", 11), await keep("k1", 12), await keep("k2", 13)] == [0, 11, 0]
    assert [await keep("k3", 0), await keep("k3", 14), await keep("k3", 15)] == [0, 0, 14]
    assert await store.write(lambda tx: tx.staff.reply_line(ORG, chat, key="k1")) == 11
    assert await store.write(lambda tx: tx.staff.reply_line(ORG, chat, key="none")) == 0


async def test_the_audit_trail_is_written(store: Store) -> None:
    from sqlalchemy import select

    from bot.ports.store import Transaction
    from bot.store.tables import audit
    from bot.store.transaction import CoreTransaction

    def read(tx: Transaction) -> list[tuple[object, ...]]:
        assert isinstance(tx, CoreTransaction)
        shown = select(audit.c.organisation_id, audit.c.actor, audit.c.action, audit.c.detail)
        return [tuple(row) for row in tx.session.connection.execute(shown)]

    act = {"actor": SARA.id, "action": "reveal", "subject": "case-1"}
    await store.write(lambda tx: tx.staff.audit(ORG, **act, detail={"f": "id"}, at=NOW))
    assert await store.write(read) == [(ORG, SARA.id, "reveal", {"f": "id"})]


async def test_an_account_sees_and_ends_its_own_sessions_alone(store: Store) -> None:
    omar = account("omar")
    first, second, ended = (
        Session(token_hash=name, staff=SARA.id, created_at=later(at), expires_at=later(60), device="Firefox")
        for name, at in (("t1", 0), ("t2", 1), ("t3", -90))
    )
    ended = replace(ended, expires_at=later(-1))
    other = replace(first, token_hash="t4", staff=omar.id)
    for one in (SARA, omar):
        await store.write(lambda tx, one=one: tx.staff.add(one))  # type: ignore[misc]
    for session in (first, second, ended, other):
        await store.write(lambda tx, session=session: tx.staff.open_session(session))  # type: ignore[misc]
    assert await store.write(lambda tx: tx.staff.sessions(SARA.id, now=NOW)) == [second, first]
    assert not await store.write(lambda tx: tx.staff.end_session(SARA.id, "t4"))
    assert await store.write(lambda tx: tx.staff.end_session(SARA.id, "t1"))
    assert await store.write(lambda tx: tx.staff.sessions(SARA.id, now=NOW)) == [second]
    assert await store.write(lambda tx: tx.staff.sessions(omar.id, now=NOW)) == [other]
