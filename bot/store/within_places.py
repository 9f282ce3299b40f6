"""The condition that keeps readings within the places that the asker may see."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Table, bindparam, or_

from bot.ports.places import any_part, is_part
from bot.store.statements import ORG

ORGS: BindParameter[Any] = bindparam("orgs", expanding=True)


def in_places(table: Table, places: Iterable[str]) -> ColumnElement[bool]:
    """Rows of the whole organisations among `:orgs`, and of the branches among them.

    For whole organisations alone the condition on branches is left out, so that the plans stay plain.
    """
    whole = table.c.organisation_id.in_(ORGS)
    return or_(whole, table.c.place.in_(ORGS)) if any_part(places) else whole


def in_place(table: Table, place: str) -> ColumnElement[bool]:
    """Rows of one organisation, or of one branch, `:org`."""
    return (table.c.place if is_part(place) else table.c.organisation_id) == ORG
