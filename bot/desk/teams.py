"""Teams of staff, such as legal or finance, for whom a chat may wait."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.accounts import COMMAND, NoAccount
from bot.desk.signin import clean_login
from bot.ports.store import Transaction

_TEAM = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


@dataclass(frozen=True, kw_only=True, slots=True)
class BadTeam:
    """A team's name has signs other than 2 to 40 small Latin letters, digits and `-`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NoRole:
    """The account has no role in the organisation, or in none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InTeam:
    """Where the account is in the team, or out of it, now."""

    organisations: tuple[str, ...]


def set_team(
    tx: Transaction,
    login: str,
    team: str,
    *,
    now: datetime,
    organisation: str | None = None,
    leave: bool = False,
    actor: str = COMMAND,
) -> InTeam | NoAccount | NoRole | BadTeam:
    """Put an account into a team, or take it out: of one organisation, or of all in which it has a role."""
    account = tx.staff.by_login(clean_login(login))
    if account is None:
        return NoAccount()
    if not _TEAM.fullmatch(team):
        return BadTeam()
    places = tuple(one for one in account.roles if organisation in (None, one))
    if not places:
        return NoRole()
    for place in places:
        changed = (tx.teams.leave if leave else tx.teams.join)(place, account.id, team)
        if changed:
            action, detail = "team-left" if leave else "team-joined", {"team": team}
            tx.staff.audit(place, actor=actor, action=action, subject=account.id, detail=detail, at=now)
    return InTeam(organisations=places)


def teams_of(tx: Transaction, staff: str, organisations: Sequence[str]) -> dict[str, list[str]]:
    """Return the teams of an account by organisation; those where it is in none are left out."""
    found = {one: [team for team, member in tx.teams.all(one) if member == staff] for one in organisations}
    return {organisation: teams for organisation, teams in found.items() if teams}
