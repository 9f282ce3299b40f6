"""Teams of an organisation's staff."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, select

from bot.store.repository import Repository
from bot.store.statements import ORG, ROW, insertion_of_new
from bot.store.tables import staff_teams

_t = staff_teams.c
_join = insertion_of_new(staff_teams, unique=("organisation_id", "staff_id", "team"))
_leave = delete(staff_teams).where(
    _t.organisation_id == ORG, _t.staff_id == ROW, _t.team == bindparam("called")
)
_all = select(_t.team, _t.staff_id).where(_t.organisation_id == ORG).order_by(_t.team, _t.staff_id)


class TeamRows(Repository):
    """`bot.ports.store.Teams`."""

    def join(self, organisation: str, staff: str, team: str) -> bool:
        """Put an account into a team. False if it was in it."""
        return self._change(_join, organisation_id=organisation, staff_id=staff, team=team) > 0

    def leave(self, organisation: str, staff: str, team: str) -> bool:
        """Take an account out of a team. False if it was not in it."""
        return self._change(_leave, org=organisation, row=staff, called=team) > 0

    def all(self, organisation: str) -> Sequence[tuple[str, str]]:
        """Return every membership: team, staff id."""
        return [(row.team, row.staff_id) for row in self._all(_all, org=organisation)]
