"""The index of what is said: which lines may hold a word, or a part of one, without reading all lines.

Both databases index groups of three letters (trigrams) of `lines.folded`, so a part of a word is found as
well as a word. SQLite has a table of FTS5 beside `lines` that triggers keep in the same transaction;
PostgreSQL has a GIN index of its extension pg_trgm. Both are made by revision 0030 and are no part of
`metadata`. An index only names lines that may fit: `lines.folded` itself decides.

A future revision that copies the table `lines` (Alembic's batch mode) must make the triggers anew.
"""

from collections.abc import Sequence
from sqlite3 import Connection

from sqlalchemy import column, table, text
from sqlalchemy.schema import SchemaItem

LETTERS = 3  # of a group: shorter words cannot be looked up
NAME = "line_index"
POSTGRES_INDEX = "ix_lines_folded_trigrams"
PAGES = 50  # of the index that one step of tidying rewrites: some ten milliseconds
_MERGE = "INSERT INTO line_index(line_index, rank) VALUES ('merge', ?)"
LINE_INDEX = table(NAME, column("rowid"))
MATCHES = text(f"{NAME} MATCH :match")


def can_look_up(words: Sequence[str]) -> bool:
    """Whether the index narrows anything: one word is long enough."""
    return any(len(word) >= LETTERS for word in words)


def match(words: Sequence[str], organisations: Sequence[str]) -> str:
    """Return what FTS5 is asked: all groups of letters of the words, and those of one organisation's id."""
    groups = [group for word in words for group in _groups(word)]
    if all(len(each) >= LETTERS for each in organisations):
        ids = (" AND ".join(_groups(each)) for each in organisations)
        groups.append("(" + " OR ".join(f"({each})" for each in ids) + ")")
    return " AND ".join(dict.fromkeys(groups))


def _groups(word: str) -> list[str]:
    """Return the groups of letters of a word, each as a string of FTS5."""
    found = (word[place : place + LETTERS] for place in range(len(word) - LETTERS + 1))
    return ['"' + group.replace('"', '""') + '"' for group in found]


def is_ours(item: SchemaItem, name: str | None, kind: str, *_: object) -> bool:
    """Whether a table or index that a database has is one of `metadata`'s (for Alembic's comparison)."""
    del item
    return not (
        (kind == "table" and str(name).startswith(NAME)) or (kind == "index" and name == POSTGRES_INDEX)
    )


def tidy(connection: Connection, *, first: bool) -> bool:
    """Do a step of merging all parts of SQLite's index, so that nothing is left of erased lines.

    FTS5 marks what is deleted and drops it when parts are merged. Returns whether there is more to do.
    """
    before = connection.total_changes
    connection.execute(_MERGE, (-PAGES if first else PAGES,))
    return connection.total_changes - before > 1  # by FTS5's documentation: one change = nothing was merged
