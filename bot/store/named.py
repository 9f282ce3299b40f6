"""Counts of groups that are known by name beforehand: one look into an index for each.

`GROUP BY` compares every row with the one before it; to count the rows between two places of an index is
many times as quick. So the groups stand in a table of values beside the question.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, column, func, select, values
from sqlalchemy.types import TypeEngine


def counted_by_name(
    names: Mapping[str, TypeEngine[Any]],
    groups: Sequence[tuple[object, ...]],
    where: Callable[[CTE], ColumnElement[bool]],
    *shown: str,
) -> Select[Any]:
    """Return for each of the groups, at least one, the columns to be shown and `n`, its count of rows.

    `names` are the columns of a group with their types; `where` says which rows are of it.
    """
    wanted = values(*(column(name, type_) for name, type_ in names.items()), name="wanted").data(groups).cte()
    count = select(func.count()).where(where(wanted)).correlate(wanted).scalar_subquery()
    return select(*(wanted.c[name] for name in shown), count.label("n"))
