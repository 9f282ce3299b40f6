from dataclasses import replace
from datetime import timedelta

from bot.ports.records import Role, SecondStep, Session
from bot.ports.store import Store
from tests.store.values import NOW, ORG, account, later, two_staff

SECRET = "JBSWY3DPEHPK3PXP"


async def test_a_second_step_is_asked_for_once_it_is_confirmed(store: Store) -> None:
    sara, _ = await two_staff(store)
    assert await store.write(lambda tx: tx.second_steps.begin(sara, secret="EARLIER", now=NOW))
    assert await store.write(lambda tx: tx.second_steps.begin(sara, secret=SECRET, now=later(1)))
    begun = SecondStep(staff=sara, secret=SECRET, begun_at=later(1))
    assert await store.write(lambda tx: tx.second_steps.of(sara)) == begun
    assert await store.write(lambda tx: tx.staff.get(sara)) == account("sara")
    assert await store.write(lambda tx: tx.second_steps.confirm(sara, at=later(2)))
    assert not await store.write(lambda tx: tx.second_steps.confirm(sara, at=later(3)))
    assert not await store.write(lambda tx: tx.second_steps.begin(sara, secret="ANOTHER", now=later(4)))
    assert await store.write(lambda tx: tx.second_steps.of(sara)) == replace(begun, confirmed_at=later(2))
    second = {one.login: one.second_step for one in await store.write(lambda tx: tx.staff.list())}
    assert second == {"omar": False, "sara": True}


async def test_a_code_is_used_once_and_never_an_older_one(store: Store) -> None:
    sara, _ = await two_staff(store)
    await store.write(lambda tx: tx.second_steps.begin(sara, secret=SECRET, now=NOW))
    used = [await store.write(lambda tx, step=step: tx.second_steps.use(sara, step)) for step in (7, 7, 6, 8)]  # type: ignore[misc]
    assert used == [True, False, False, True]


async def test_recovery_codes_belong_to_one_account_and_are_used_up(store: Store) -> None:
    sara, omar = await two_staff(store)
    await store.write(lambda tx: tx.second_steps.keep_codes(sara, ["old"]))
    await store.write(lambda tx: tx.second_steps.keep_codes(sara, ["a", "b"]))
    tried = [(sara, "old"), (omar, "a"), (sara, "a"), (sara, "a")]
    redeemed = [await store.write(lambda tx, at=at: tx.second_steps.redeem(*at)) for at in tried]  # type: ignore[misc]
    assert redeemed == [False, False, True, False]
    assert await store.write(lambda tx: tx.second_steps.codes_left(sara)) == 1
    assert not await store.write(lambda tx: tx.second_steps.drop(sara))
    assert await store.write(lambda tx: tx.second_steps.codes_left(sara)) == 0


async def test_a_page_reads_who_is_signed_in_beside_the_writer(store: Store) -> None:
    sara, omar = await two_staff(store)
    await store.write(lambda tx: tx.staff.set_role(sara, "basma", "supervisor"))
    await store.write(lambda tx: tx.staff.set_role(omar, ORG, None))
    for who in (sara, omar):
        session = Session(token_hash=f"of-{who}", staff=who, created_at=NOW, expires_at=later(60))
        await store.write(lambda tx, session=session: tx.staff.open_session(session))  # type: ignore[misc]
    roles: dict[str, Role] = {ORG: "researcher", "basma": "supervisor"}
    assert await store.read.signed_in(f"of-{sara}", now=NOW) == (replace(account("sara"), roles=roles), None)
    assert await store.read.signed_in(f"of-{omar}", now=NOW) == (replace(account("omar"), roles={}), None)
    await store.write(lambda tx: tx.staff.seen(f"of-{sara}", at=later(30)))
    found = await store.read.signed_in(f"of-{sara}", now=later(59))
    assert found is not None
    assert found[1] == NOW + timedelta(seconds=30)
    assert [one.seen_at for one in await store.write(lambda tx: tx.staff.sessions(sara, now=NOW))] == [
        later(30)
    ]
    assert await store.read.signed_in(f"of-{sara}", now=later(60)) is None
    await store.write(lambda tx: tx.staff.set_disabled(omar, disabled=True))
    assert await store.read.signed_in(f"of-{omar}", now=NOW) is None
