"""Finding sealed names without opening them all: blind indexes of how each word of a name begins.

A name's words are folded (`normalise`), and of each its first 2, 3, 4, 6 and 8 letters are hashed under
the key ring, with the organisation: the same beginning gives other bytes elsewhere. What is looked for is
hashed the same way, so the index gives the few persons whose names may fit; those are opened and compared
(docs/decisions/0008-names-are-found-by-their-beginnings.md).
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    BindParameter,
    Connection,
    Delete,
    Engine,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    select,
)

from bot.matching.normalise import normalise
from bot.store.columns import keys_of
from bot.store.keys import KeyRing
from bot.store.statements import ORG, binds, insertion_of_new
from bot.store.tables import installation, name_parts, persons
from bot.store.touring import Place, beyond, place_of

LENGTHS = (2, 3, 4, 6, 8)  # letters of a word's beginnings that are kept
CONTEXT = "persons.name-part"
DONE = "names-indexed"  # in `installation`, once the names of before there was an index are in it
BATCH = 500  # persons in one transaction

_p, _other = name_parts.c, name_parts.alias("other")
WHO: BindParameter[str] = bindparam("who")
ADD = insert(name_parts).values(binds("organisation_id", "person_id", "part"))
DROP: Delete = delete(name_parts).where(_p.organisation_id == ORG, _p.person_id == WHO)
_NEWEST = _p.id.desc()
_done = insertion_of_new(installation, unique=("name",))


def beginnings(name: str) -> list[str]:
    """Return every beginning of a name's words that is kept."""
    words = normalise(name).split()
    return sorted({word[:length] for word in words for length in LENGTHS if len(word) >= length})


def looked_up(words: Iterable[str]) -> list[str]:
    """Return by which beginnings folded words are looked for, the longest first; a lone letter by none."""
    kept = ([length for length in LENGTHS if len(word) >= length] for word in words)
    found = {word[: lengths[-1]] for word, lengths in zip(words, kept, strict=True) if lengths}
    return sorted(found, key=lambda each: (-len(each), each))


def hashed(ring: KeyRing, organisation: str, name: str) -> list[bytes]:
    """Return what is kept of a name, in an order that tells nothing."""
    return sorted(ring.blind(f"{organisation}/{each}", CONTEXT) for each in beginnings(name))


def hashes(ring: KeyRing, organisation: str, beginning: str) -> Sequence[bytes]:
    """Return what a beginning is under every key: names that are not yet sealed anew are found too."""
    return ring.blinds(f"{organisation}/{beginning}", CONTEXT)


def having_all(ring: KeyRing, organisation: str, beginnings: Sequence[str]) -> Select[tuple[int, str]]:
    """Select the newest persons, below the number `:before`, whose names have words that begin so.

    Of a word under two keys either may be kept. At least one beginning must be given.
    """
    first, *others = (hashes(ring, organisation, each) for each in beginnings)
    also = (
        exists().where(_other.c.person_id == _p.person_id, _other.c.part.in_(each)).correlate(name_parts)
        for each in others
    )
    return (
        select(_p.id, _p.person_id)
        .where(_p.organisation_id == ORG, _p.part.in_(first), _p.id < bindparam("before"), *also)
        .order_by(_NEWEST)
        .limit(bindparam("most"))
    )


def sharing(ring: KeyRing, organisation: str, beginnings: Sequence[str], *, least: int) -> Select[tuple[str]]:
    """Select the newest persons whose names share at least so many of these beginnings."""
    wanted = [each for beginning in beginnings for each in hashes(ring, organisation, beginning)]
    return (
        select(_p.person_id)
        .where(_p.organisation_id == ORG, _p.part.in_(wanted))
        .group_by(_p.person_id)
        .having(func.count() >= least)
        .order_by(func.max(_p.id).desc())
        .limit(bindparam("most"))
    )


def index_anew(connection: Connection, ring: KeyRing, organisation: str, person: str, name: str) -> None:
    """Replace what is kept of a person's name."""
    connection.execute(DROP, {"org": organisation, "who": person})
    rows = [
        {"organisation_id": organisation, "person_id": person, "part": part}
        for part in hashed(ring, organisation, name)
    ]
    if rows:
        connection.execute(ADD, rows)


def index_older(engine: Engine) -> None:
    """Index the names of before there was an index, once; a run that was killed is begun anew."""
    with engine.begin() as connection:
        if connection.execute(select(installation.c.name).where(installation.c.name == DONE)).scalar():
            return
    after: Place | None = None
    ring = keys_of(engine.dialect)
    while True:
        with engine.begin() as connection:
            page = select(persons.c.id, persons.c.organisation_id, persons.c.name)
            page = page.where(persons.c.name.is_not(None), beyond(persons, after)).order_by(persons.c.id)
            rows = connection.execute(page.limit(BATCH).with_for_update()).all()
            for row in rows:
                index_anew(connection, ring, row.organisation_id, row.id, row.name)
            if not rows:
                _finish(connection)
                return
        after = place_of(persons, rows[-1])


def _finish(connection: Connection) -> None:
    """Note that it is done; where another process was faster, it has noted it."""
    statement = _done.by_dialect[connection.dialect.name]
    connection.execute(statement, {"name": DONE, "value": b"1"})
