"""Somebody leaves: all their chats go to another at once, and they are out.

The persons hear of it only where what they were told has changed: the role of who is with them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.accounts import COMMAND
from bot.desk.chat import Desk
from bot.desk.holding import is_team, may_hold, unask
from bot.desk.outcomes import NotAllowed, Unknown
from bot.desk.permissions import may
from bot.desk.signin import INSTALLATION
from bot.ports.records import Conversation, Staff
from bot.ports.store import Transaction

OpenHere = Callable[[str], Desk]
"""Opens the desk in an organisation, within one transaction."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Taker:
    """Who gets the chats: a colleague by account id, a team, or (neither) whoever takes them next."""

    staff: str | None = None
    team: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedOn:
    """What went on, and whether the account was locked as well."""

    chats: int
    locked: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class NoTaker:
    """The colleague or team is not there in one of the organisations, or is the one who leaves."""

    organisation: str


def command_line(organisations: Sequence[str], *, now: datetime) -> Staff:
    """Return the actor of what is done with the `wasl` command: it may do all of it."""
    return Staff(
        id=COMMAND,
        login=COMMAND,
        name=COMMAND,
        password_hash="",
        must_change=False,
        disabled=False,
        roles=dict.fromkeys(organisations, "administrator"),
        created_at=now,
    )


def hand_on(desk: Desk, leaver: Staff, to: Taker) -> HandedOn | NoTaker | NotAllowed:
    """Pass all chats on that somebody holds in the desk's organisation."""
    if not may(desk.actor, desk.organisation, "take-over"):
        return NotAllowed()
    if not _can_take(desk, leaver, to):
        return NoTaker(organisation=desk.organisation)
    held = desk.tx.conversations.held_by(desk.organisation, leaver.id)
    for conversation in held:
        _pass(desk, desk.look(conversation), leaver, to)
    if held:
        detail = {"chats": len(held), "to": to.staff, "team": to.team}
        desk.audit("handed-on", leaver.id, detail)
    return HandedOn(chats=len(held))


def leave(
    open_here: OpenHere, leaver: Staff, to: Taker, *, places: Sequence[str], locking: bool
) -> HandedOn | NoTaker | NotAllowed:
    """Hand all on in these organisations and end all sessions; `locking`: for good, and out of Telegram too.

    Nothing is done if it cannot be done in every one of them. ValueError without a place.
    """
    desks = [open_here(place) for place in places]
    if not desks:
        raise ValueError("nobody leaves nowhere")
    for desk in desks:
        if not may(desk.actor, desk.organisation, "take-over"):
            return NotAllowed()
        if desk.tx.conversations.held_by(desk.organisation, leaver.id) and not _can_take(desk, leaver, to):
            return NoTaker(organisation=desk.organisation)
    done = [hand_on(desk, leaver, to) for desk in desks]
    _out(desks[0].tx, leaver, actor=desks[0].actor.id, now=desks[0].now, locking=locking)
    return HandedOn(chats=sum(one.chats for one in done if isinstance(one, HandedOn)), locked=locking)


def _can_take(desk: Desk, leaver: Staff, to: Taker) -> bool:
    if to.staff is not None:
        return to.staff != leaver.id and may_hold(desk, to.staff)
    return to.team is None or is_team(desk, to.team)


def _pass(desk: Desk, row: Conversation | Unknown, leaver: Staff, to: Taker) -> None:
    if isinstance(row, Unknown) or row.holder != leaver.id:
        return  # taken or closed meanwhile
    if to.staff is None:
        unask(desk, row)
    place = (desk.organisation, row.id)
    if not desk.tx.conversations.transfer(*place, holder=leaver.id, to=to.staff, team=to.team, now=desk.now):
        return
    desk.note(row, "transferred", to=to.staff, team=to.team, was=leaver.id)
    taker = desk.tx.staff.get(to.staff) if to.staff else None
    role = taker.roles.get(desk.organisation, "") if taker else ""
    if role != leaver.roles.get(desk.organisation):
        desk.tell_engine(desk.read(row), "passed", role=role)


def _out(tx: Transaction, leaver: Staff, *, actor: str, now: datetime, locking: bool) -> None:
    for each in tx.staff.sessions(leaver.id, now=now):
        tx.staff.end_session(leaver.id, each.token_hash)
    if locking:
        tx.staff.set_disabled(leaver.id, disabled=True)
        tx.links.unlink(leaver.id)
    tx.staff.audit(
        INSTALLATION, actor=actor, action="left", subject=leaver.id, detail={"locked": locking}, at=now
    )
