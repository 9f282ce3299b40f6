"""How many whole seconds lie between two times, in the words of each database."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class Seconds(GenericFunction[int]):
    """Whole seconds from one time to another."""

    type = Integer()
    inherit_cache = True


@compiles(Seconds, "sqlite")
def _sqlite(element: Seconds, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    whole = [f"substr({compiler.process(each, **kw)}, 1, 19)" for each in element.clauses]  # it rounds up
    begin, end = (f"CAST(strftime('%s', {each}) AS INTEGER)" for each in whole)
    return f"({end} - {begin})"


@compiles(Seconds, "postgresql")
def _postgresql(element: Seconds, compiler: Any, **kw: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    begin, end = (compiler.process(each, **kw) for each in element.clauses)
    return f"CAST(floor(extract(epoch FROM {end})) - floor(extract(epoch FROM {begin})) AS INTEGER)"
