"""The first start: a first account, and what the terminal says about where everything is."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.desk.accounts import Created, NewAccount, create_first
from bot.engine.content import Content
from bot.ports.channel import NewId
from bot.ports.records import Role
from bot.ports.store import Store
from bot.settings import Settings

FIRST_LOGIN = "admin"


class NotYetSafeError(Exception):
    """The first password is still in force and the address can be reached by others."""


async def first_account(
    store: Store,
    settings: Settings,
    organisations: Sequence[str],
    new_id: NewId,
    now: Callable[[], datetime],
) -> Created | None:
    """Make the first account, administrator of every organisation; None if there are accounts already."""
    given = settings.first_staff_password
    roles: dict[str, Role] = dict.fromkeys(organisations, "administrator")
    new = NewAccount(id=new_id(), login=FIRST_LOGIN, name="Administrator", roles=roles)
    return await create_first(store, new, now=now(), password=given.get_secret_value() if given else None)


async def refuse_open_door(store: Store, settings: Settings) -> None:
    """Raise NotYetSafeError while an account has its first password and strangers could reach the sign-in."""
    if settings.loopback:
        return
    if any(
        account.must_change and account.login == FIRST_LOGIN
        for account in await store.write(lambda tx: tx.staff.list())
    ):
        raise NotYetSafeError(
            f"The account “{FIRST_LOGIN}” still has its first password, so Wasl does not listen on "
            f"{settings.host}. Start it on 127.0.0.1, sign in at /console and change the password; "
            "then set WASL_HOST."
        )


def welcome(address: str, contents: Mapping[str, Content], created: Created | None) -> str:
    """Return what is said in the terminal once Wasl answers."""
    pages = [f"  {address}/{id_}  {each.organisation.short_name['ar']}" for id_, each in contents.items()]
    desk = ["", f"  {address}/console  مكتب الموظفين · staff desk"]
    lines = ["", f"وصل · Wasl: {address}/", "", *pages, *desk, *_account(created), *_unconfirmed(contents)]
    return "\n".join([*lines, ""])


def _account(created: Created | None) -> list[str]:
    if created is None:
        return []
    return [
        f"      login {created.staff.login}   password {created.password}",
        "      (shown once; it must be changed at the first sign-in)",
    ]


def _unconfirmed(contents: Mapping[str, Content]) -> list[str]:
    if all(number.confirmed for each in contents.values() for number in each.organisation.emergency):
        return []
    return [
        "",
        "  ⚠ أرقام الطوارئ لم تؤكدها الجمعيات بعد",
        "  ⚠ The emergency numbers are not yet confirmed by the associations: see docs/authoring.md",
    ]
