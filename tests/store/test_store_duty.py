from datetime import date

import pytest

from bot.ports.records import Absence, Shift
from bot.ports.store import Store, Transaction
from tests.store.values import ORG, two_staff

DAY = date(2026, 11, 22)


def shift(staff: str, *, team: str = "", opens: int = 480, organisation: str = ORG) -> Shift:
    return Shift(id=0, organisation=organisation, team=team, day="sun", opens=opens, closes=960, staff=staff)


async def test_shifts_belong_to_one_organisation(store: Store) -> None:
    sara, omar = await two_staff(store)

    def work(tx: Transaction) -> None:
        for one in (
            shift(sara, team="legal"),
            shift(omar, opens=600),
            shift(sara),
            shift(sara, organisation="basma"),
        ):
            tx.duty.add_shift(one)

    await store.write(work)
    found = await store.read.shifts(ORG)
    assert [(one.team, one.opens, one.staff) for one in found] == [
        ("", 480, sara),
        ("", 600, omar),
        ("legal", 480, sara),
    ]
    assert await store.write(lambda tx: tx.duty.shifts(ORG)) == found
    assert not await store.write(lambda tx: tx.duty.drop_shift("basma", found[0].id))
    assert await store.write(lambda tx: tx.duty.drop_shift(ORG, found[0].id))
    assert await store.read.shifts(ORG) == found[1:]


async def test_absences_are_read_until_their_last_day(store: Store) -> None:
    sara, omar = await two_staff(store)
    away = Absence(
        id=0, organisation=ORG, staff=sara, first=date(2026, 11, 20), last=date(2026, 11, 22), cover=omar
    )
    await store.write(lambda tx: tx.duty.add_absence(away))
    for day, there in ((20, 1), (22, 1), (23, 0)):
        assert len(await store.read.absences(ORG, since=date(2026, 11, day))) == there
    assert await store.read.absences("basma", since=date(2026, 11, 20)) == []
    (kept,) = await store.write(lambda tx: tx.duty.absences(ORG, since=date(2026, 11, 20)))
    assert (kept.staff, kept.first, kept.last, kept.cover) == (sara, away.first, away.last, omar)
    assert await store.write(lambda tx: tx.duty.drop_absence(ORG, kept.id))
    assert not await store.write(lambda tx: tx.duty.drop_absence(ORG, kept.id))


@pytest.mark.parametrize("gone", ["locked", "without a role"])
async def test_who_has_left_is_on_no_duty_and_stands_in_for_nobody(store: Store, gone: str) -> None:
    sara, omar = await two_staff(store)
    away = Absence(id=0, organisation=ORG, staff=omar, first=DAY, last=DAY, cover=sara)

    def work(tx: Transaction) -> None:
        tx.duty.add_shift(shift(sara))
        tx.duty.add_shift(shift(omar))
        tx.duty.add_absence(away)
        if gone == "locked":
            tx.staff.set_disabled(sara, disabled=True)
        else:
            tx.staff.set_role(sara, ORG, None)

    await store.write(work)
    assert [one.staff for one in await store.read.shifts(ORG)] == [omar]
    assert [one.cover for one in await store.read.absences(ORG, since=DAY)] == [None]
