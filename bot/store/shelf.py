"""Documents that an organisation keeps at hand."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, insert, select

from bot.ports.store.shelf import ShelfVersion
from bot.store.codec import dump_attachments, load_attachments
from bot.store.repository import Found, Repository
from bot.store.statements import ORG, binds, insertion
from bot.store.tables import files, shelf_versions

_c = shelf_versions.c
_add = insertion(shelf_versions, "id").returning(_c.id)
_name_file = insert(files).values(binds("organisation_id", "key"))
_all = select(shelf_versions).where(_c.organisation_id == ORG).order_by(_c.id.desc())
_newest = _all.where(_c.document == bindparam("called")).limit(1)
IN_FORCE = _all.where(
    _c.id.in_(select(func.max(_c.id)).where(_c.organisation_id == ORG).group_by(_c.document))
)


class ShelfRows(Repository):
    """`bot.ports.store.Shelf`."""

    def add(self, version: ShelfVersion) -> int:
        """Keep a version and return its id; its file counts as named from then on."""
        self._change(_name_file, organisation_id=version.organisation, key=version.file.key)
        return self._number(
            _add,
            organisation_id=version.organisation,
            document=version.document,
            title=dict(version.title),
            audience=version.audience,
            attachment=dump_attachments([version.file]),
            actor=version.actor,
            note=version.note,
            at=version.at,
        )

    def newest(self, organisation: str, document: str) -> ShelfVersion | None:
        """Read the version in force."""
        row = self._first(_newest, org=organisation, called=document)
        return None if row is None else to_version(row)

    def all(self, organisation: str) -> Sequence[ShelfVersion]:
        """Read every version, newest first."""
        return [to_version(row) for row in self._all(_all, org=organisation)]


def to_version(row: Found) -> ShelfVersion:
    """Turn a row into its record."""
    return ShelfVersion(
        id=row.id,
        organisation=row.organisation_id,
        document=row.document,
        title=row.title,
        audience=row.audience,
        file=load_attachments(row.attachment)[0],
        actor=row.actor,
        note=row.note,
        at=row.at,
    )
