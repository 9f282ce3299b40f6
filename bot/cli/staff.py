"""`wasl staff`: accounts of the staff desk."""

from typing import TYPE_CHECKING, Annotated, Literal
from uuid import uuid4

import typer

from bot.cli.opened import with_rooms
from bot.cli.output import emit, fail, tell

if TYPE_CHECKING:
    from bot.app import Rooms
    from bot.desk.accounts import BadBranch, BadLogin, Changed, Created, LoginTaken, NoAccount
    from bot.ports.records import Staff
    from bot.ports.store import Transaction

group = typer.Typer(no_args_is_help=True, help="Accounts of the staff desk.")
GivenRole = Literal["researcher", "supervisor", "administrator", "author"]
RoleName = Literal["researcher", "supervisor", "administrator", "author", "none"]
_BRANCH = "Represents this branch alone: sees its chats and cases and no others."
_BAD_BRANCH = "A branch's name has at most 40 small Latin letters, digits and -"


@group.command("list")
def listed() -> None:
    """List accounts as JSON lines."""
    from bot.desk.teams import teams_of

    async def work(rooms: "Rooms") -> "list[tuple[Staff, dict[str, list[str]]]]":
        return await rooms.store.write(
            lambda tx: [(one, teams_of(tx, one.id, tuple(one.roles))) for one in tx.staff.list()]
        )

    for account, teams in with_rooms(work):
        emit(
            {
                "login": account.login,
                "name": account.name,
                "roles": dict(account.roles),
                "branches": dict(account.branches),
                "teams": teams,
                "disabled": account.disabled,
                "must_change": account.must_change,
                "second_step": account.second_step,
            }
        )


@group.command()
def add(
    login: Annotated[str, typer.Argument(help="Small Latin letters and digits.")],
    name: Annotated[str, typer.Option(help="Name that colleagues see.")],
    org: Annotated[list[str], typer.Option(help="Organisation id; may be given several times.")],
    role: Annotated[GivenRole, typer.Option()] = "researcher",
    branch: Annotated[str | None, typer.Option(help=_BRANCH)] = None,
) -> None:
    """Make an account; its first password is printed once and must be changed at the first sign-in."""
    from bot.desk.accounts import BadLogin, Created, LoginTaken, NewAccount, create
    from bot.ports.places import BRANCH
    from bot.worker.service import utc_now

    if branch is not None and not BRANCH.fullmatch(branch):
        fail(_BAD_BRANCH, 1)
    branches = dict.fromkeys(org, branch) if branch else {}
    roles = dict.fromkeys(org, role)
    new = NewAccount(id=uuid4().hex, login=login, name=name, roles=roles, branches=branches)

    async def work(rooms: "Rooms") -> "Created | LoginTaken | BadLogin":
        return await create(rooms.store, new, now=utc_now())

    match with_rooms(work):
        case Created(password=password):
            typer.echo(password)
        case LoginTaken():
            fail(f"Somebody has the login “{login}” already.", 1)
        case BadLogin():
            fail("A login has 2 to 64 small Latin letters, digits and . _ @ -", 1)


@group.command()
def role(
    login: Annotated[str, typer.Argument()],
    org: Annotated[str, typer.Argument(help="Organisation id.")],
    role: Annotated[RoleName, typer.Argument(help="none takes the role away.")],
    branch: Annotated[str | None, typer.Option(help=_BRANCH)] = None,
) -> None:
    """Give, change or take away a role in an organisation, or in one branch of it."""
    from bot.desk.accounts import BadBranch, set_role
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> "Changed | NoAccount | BadBranch":
        given = None if role == "none" else role
        return await rooms.store.write(
            lambda tx: set_role(tx, login, org, given, branch=branch, now=utc_now())
        )

    result = with_rooms(work)
    if isinstance(result, BadBranch):
        fail(_BAD_BRANCH, 1)
    _told(result, login)


@group.command()
def team(
    login: Annotated[str, typer.Argument()],
    team: Annotated[str, typer.Argument(help="Such as research, legal or finance: a chat may wait for it.")],
    org: Annotated[str | None, typer.Option(help="Organisation id; all of theirs without.")] = None,
    *,
    leave: Annotated[bool, typer.Option("--leave", help="Take them out of the team.")] = False,
) -> None:
    """Put an account into a team, or take it out; a team is there as long as somebody is in it."""
    from bot.desk.teams import BadTeam, InTeam, NoRole, set_team
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> "InTeam | NoAccount | NoRole | BadTeam":
        return await rooms.store.write(
            lambda tx: set_team(tx, login, team, organisation=org, leave=leave, now=utc_now())
        )

    match with_rooms(work):
        case InTeam(organisations=places):
            tell(f"{login}: {'out of' if leave else 'in'} {team} ({', '.join(places)})")
        case BadTeam():
            fail("A team's name has 2 to 40 small Latin letters, digits and -", 1)
        case NoRole():
            fail(f"“{login}” has no role there.", 1)
        case _:
            fail(f"There is no account “{login}”.", 1)


@group.command()
def password(login: Annotated[str, typer.Argument()]) -> None:
    """Give a new random password, printed once, and end all sessions of the account."""
    from bot.desk.accounts import Created, reset_password
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> "Created | NoAccount":
        return await reset_password(rooms.store, login, now=utc_now())

    result = with_rooms(work)
    if isinstance(result, Created):
        typer.echo(result.password)
    else:
        fail(f"There is no account “{login}”.", 1)


@group.command()
def disable(
    login: Annotated[str, typer.Argument()],
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Unlock it again.")] = False,
) -> None:
    """Lock an account and end its sessions."""
    from bot.desk.accounts import set_disabled
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> "Changed | NoAccount":
        return await rooms.store.write(lambda tx: set_disabled(tx, login, disabled=not undo, now=utc_now()))

    _told(with_rooms(work), login)


@group.command("second-step")
def second_step(
    login: Annotated[str, typer.Argument()],
    *,
    off: Annotated[bool, typer.Option("--off", help="Switch it off, and end all sessions.")] = False,
) -> None:
    """Say whether a code is asked for after the password, or switch that off for who lost phone and codes."""
    from bot.desk.second_step import NotOn, switch_off
    from bot.desk.signin import clean_login
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> "bool | None":
        def done(tx: "Transaction") -> bool | None:
            account = tx.staff.by_login(clean_login(login))
            if account is None:
                return None
            return not isinstance(switch_off(tx, login, now=utc_now()), NotOn) if off else account.second_step

        return await rooms.store.write(done)

    match with_rooms(work):
        case None:
            fail(f"There is no account “{login}”.", 1)
        case True:
            tell(f"{login}: {'switched off' if off else 'on'}")
        case False:
            tell(f"{login}: {'it was not on' if off else 'off'}")


@group.command()
def leave(
    login: Annotated[str, typer.Argument(help="Who leaves.")],
    to: Annotated[str, typer.Option(help="A colleague's login, team:NAME, or waiting: for whoever is next.")],
    *,
    keep_account: Annotated[bool, typer.Option("--keep-account", help="Do not lock the account.")] = False,
) -> None:
    """Hand all chats on that somebody holds, end their sessions, and lock the account."""
    from bot.app import at_rest
    from bot.cli.knowledge import library
    from bot.desk.leaving import HandedOn, NoTaker, Taker, command_line
    from bot.desk.leaving import leave as left
    from bot.desk.signin import clean_login
    from bot.worker.service import utc_now

    loaded = library()

    async def work(rooms: "Rooms") -> object:
        worker = await at_rest(rooms, loaded)

        def done(tx: "Transaction") -> object:
            leaver, team = tx.staff.by_login(clean_login(login)), to.removeprefix("team:")
            taker = None if to == "waiting" or team != to else tx.staff.by_login(clean_login(to))
            if leaver is None or (taker is None and to != "waiting" and team == to):
                return login if leaver is None else to
            chosen = Taker(staff=taker.id if taker else None, team=team if team != to else None)
            places = tuple(one for one in leaver.roles if one in loaded.contents)
            actor = command_line(places, now=utc_now())
            return left(
                lambda place: worker.desk(tx, actor, place),
                leaver,
                chosen,
                places=places,
                locking=not keep_account,
            )

        return await rooms.store.write(done)

    match with_rooms(work):
        case HandedOn(chats=chats, locked=locked):
            tell(f"{login}: {chats} chats handed on{', account locked' if locked else ''}")
        case NoTaker(organisation=place):
            fail(f"Nobody “{to}” at {place} can take the chats.", 1)
        case missing:
            fail(f"There is no account “{missing}”.", 1)


@group.command()
def telegram(
    login: Annotated[str, typer.Argument()],
    *,
    unlink: Annotated[bool, typer.Option("--unlink", help="Untie the account from Telegram.")] = False,
) -> None:
    """Print a one-time code with which a colleague ties their Telegram user to their account."""
    from bot.channels.telegram_desk import codes
    from bot.desk.accounts import NoAccount
    from bot.worker.service import utc_now

    async def work(rooms: "Rooms") -> "codes.Issued | NoAccount | bool":
        if unlink:
            return await rooms.store.write(lambda tx: codes.unlink(tx, login, now=utc_now()))
        return await rooms.store.write(lambda tx: codes.issue(tx, login, now=utc_now()))

    result = with_rooms(work)
    if isinstance(result, NoAccount):
        fail(f"There is no account “{login}”.", 1)
    if isinstance(result, codes.Issued):
        typer.echo(result.code)
    else:
        tell("Untied." if result else "It was not tied.")


def _told(result: "Changed | NoAccount", login: str) -> None:
    from bot.desk.accounts import Changed

    if isinstance(result, Changed):
        tell(
            f"{result.staff.login}: {dict(result.staff.roles)}{' (locked)' if result.staff.disabled else ''}"
        )
    else:
        fail(f"There is no account “{login}”.", 1)
