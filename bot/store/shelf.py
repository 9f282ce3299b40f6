"""Documents that an organisation keeps at hand."""

from collections.abc import Sequence

from sqlalchemy import bindparam, delete, func, insert, select

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
_remove = delete(shelf_versions).where(_c.organisation_id == ORG, _c.document == bindparam("called"))
_unname = delete(files).where(  # as named by a shelf: neither by a chat nor by a case
    files.c.organisation_id == ORG,
    files.c.key == bindparam("key_"),
    files.c.conversation_id.is_(None),
    files.c.case_id.is_(None),
)
_still_named = select(files.c.id).where(files.c.key == bindparam("file")).limit(1)
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

    def remove(self, organisation: str, document: str) -> Sequence[str]:
        """Remove a document with all its versions; returns keys of files that nothing names any more."""
        versions = self.all(organisation)
        others = {one.file.key for one in versions if one.document != document}
        keys = {one.file.key for one in versions if one.document == document} - others
        self._change(_remove, org=organisation, called=document)
        for key in sorted(keys):
            self._change(_unname, org=organisation, key_=key)
        return [key for key in sorted(keys) if self._first(_still_named, file=key) is None]

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
