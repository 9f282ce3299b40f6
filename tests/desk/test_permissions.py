"""Who may do what."""

from dataclasses import replace

from bot.desk.permissions import MAY, may, organisations
from bot.ports.records import Role, Staff
from tests.worker.world import START


def _staff(**roles: Role) -> Staff:
    return Staff(
        id="s",
        login="s",
        name="s",
        password_hash="",
        must_change=False,
        disabled=False,
        roles=roles,
        created_at=START,
    )


def test_each_role_may_what_the_one_below_it_may() -> None:
    assert MAY["researcher"] < MAY["supervisor"] < MAY["administrator"]


def test_roles_end_at_the_organisations_door() -> None:
    member = _staff(aoun="administrator", miras="researcher")
    assert may(member, "aoun", "accounts")
    assert not may(member, "miras", "accounts")
    assert not may(member, "banan", "read")
    assert organisations(member) == ("aoun", "miras")
    assert organisations(member, "accounts") == ("aoun",)


def test_a_locked_account_may_nothing() -> None:
    assert not may(replace(_staff(aoun="administrator"), disabled=True), "aoun", "read")
