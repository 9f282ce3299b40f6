"""Who acts for whom, on every database."""

from dataclasses import replace

from bot.ports.records import Case, Grant
from bot.ports.store import Store
from tests.store.values import NOW, ORG, a_case, a_chat, later


async def kept(store: Store, **fields: object) -> tuple[str, Case, Grant]:
    chat = await a_chat(store)
    case, request = a_case(1, chat), a_case(2, chat, kind="acting-for")
    grant = Grant(
        id="g1", organisation=ORG, request=request.id, case=case.id, conversation=chat, capacity="agent",
        scope=("follow", "notices"), document="وكالة 44", verified_by="huda", verified_at=NOW,
        expires_at=later(60),
    )  # fmt: skip
    for one in (case, request):
        await store.write(lambda tx, one=one: tx.cases.open(one))  # type: ignore[misc]
    await store.write(lambda tx: tx.grants.add(replace(grant, **fields)))  # type: ignore[arg-type]
    return chat, case, grant


async def test_in_force_until_its_time(store: Store) -> None:
    chat, case, grant = await kept(store)
    assert await store.write(lambda tx: tx.grants.of_case(ORG, case.id, now=later(59))) == [grant]
    assert await store.write(lambda tx: tx.grants.cases_of(ORG, chat, now=NOW)) == [(grant, case)]
    assert await store.write(lambda tx: tx.grants.of_case(ORG, case.id, now=later(60))) == []
    assert await store.write(lambda tx: tx.grants.cases_of(ORG, chat, now=later(60))) == []
    assert await store.write(lambda tx: tx.grants.of_case("basma", case.id, now=NOW)) == []


async def test_ended_in_each_way_and_kept_for_the_record(store: Store) -> None:
    chat, case, grant = await kept(store)
    ways = ({"case": case.id}, {"request": grant.request}, {"conversation": chat})
    for number, way in enumerate(ways, start=2):
        again = replace(grant, id=f"g{number}")
        assert (
            await store.write(
                lambda tx, way=way: tx.grants.end(ORG, by="person", at=later(1), **way)  # type: ignore[misc]
            )
            == 1
        )
        await store.write(lambda tx, again=again: tx.grants.add(again))  # type: ignore[misc]
    assert await store.write(lambda tx: tx.grants.end("basma", by="x", at=NOW, case=case.id)) == 0
    found = await store.read.grants_of_case(ORG, case.id)
    assert [one.ended_by for one in found] == ["person", "person", "person", None]
