"""Published versions of the content's files."""

from collections.abc import Sequence

from sqlalchemy import bindparam, null, select

from bot.ports.store.authored import Version
from bot.store.repository import Found, Repository
from bot.store.statements import ORG, here, insertion
from bot.store.tables import content_versions

_c = content_versions.c
_add = insertion(content_versions, "id").returning(_c.id)
_add_without_note = insertion(content_versions, "id", "note").values(note=null()).returning(_c.id)
_get = select(content_versions).where(here(content_versions))
_all = (
    select(content_versions).where(_c.organisation_id == ORG).order_by(_c.id.desc()).limit(bindparam("most"))
)
_of_file = _all.where(_c.file == bindparam("called"))
_noted = _all.where(_c.note.is_not(None))


class AuthoredRows(Repository):
    """`bot.ports.store.Authored`."""

    def add(self, version: Version) -> int:
        """Keep a version and return its id."""
        values = {
            "organisation_id": version.organisation,
            "file": version.file,
            "text": version.text,
            "digest": version.digest,
            "actor": version.actor,
            "why": version.why,
            "batch": version.batch,
            "at": version.at,
        }
        if version.note is None:
            return self._number(_add_without_note, **values)
        return self._number(_add, **values, note=dict(version.note))

    def get(self, organisation: str, version: int) -> Version | None:
        """Read one."""
        row = self._first(_get, org=organisation, row=version)
        return None if row is None else _to_version(row)

    def of_file(self, organisation: str, file: str, *, limit: int = 100) -> Sequence[Version]:
        """List all of a file, newest first."""
        return [_to_version(row) for row in self._all(_of_file, org=organisation, called=file, most=limit)]

    def newest(self, organisation: str, *, limit: int = 100) -> Sequence[Version]:
        """List all of an organisation's files, newest first."""
        return [_to_version(row) for row in self._all(_all, org=organisation, most=limit)]

    def noted(self, organisation: str, *, limit: int = 100) -> Sequence[Version]:
        """List those with a note for the public, newest first."""
        return [_to_version(row) for row in self._all(_noted, org=organisation, most=limit)]


def _to_version(row: Found) -> Version:
    return Version(
        id=row.id,
        organisation=row.organisation_id,
        file=row.file,
        text=row.text,
        digest=row.digest,
        actor=row.actor,
        why=row.why,
        note=row.note,
        batch=row.batch,
        at=row.at,
    )
