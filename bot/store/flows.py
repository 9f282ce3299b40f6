"""Versions of flows that somebody has begun."""

from collections.abc import Mapping

from sqlalchemy import select

from bot.store.repository import Repository
from bot.store.statements import ORG, insertion_of_new
from bot.store.tables import flow_versions

_keep = insertion_of_new(flow_versions, unique=("organisation_id", "version"))
_all = select(flow_versions.c.version, flow_versions.c.body).where(flow_versions.c.organisation_id == ORG)


class FlowRows(Repository):
    """`bot.ports.store.Flows`."""

    def keep(self, organisation: str, *, flow: str, version: str, body: str) -> None:
        """Keep a version once."""
        self._change(_keep, organisation_id=organisation, flow=flow, version=version, body=body)

    def all(self, organisation: str) -> Mapping[str, str]:
        """Kept versions: hash → JSON."""
        return {row.version: row.body for row in self._all(_all, org=organisation)}
