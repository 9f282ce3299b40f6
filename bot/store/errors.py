"""What can go wrong with the database, the key file and stored files. Messages speak to the administrator."""

from bot.ports.store import StoreError


class KeyFileFaulty(StoreError):
    """The key file cannot be used."""


class WrongKeys(StoreError):
    """The key file does not belong to this database."""


class Unreadable(StoreError):
    """An encrypted value or file cannot be opened: another key, or changed content."""


class StillSealed(StoreError):
    """A key cannot be retired: something is still sealed with it."""


class SchemaOutdated(StoreError):
    """The database is older than the program and upgrading was not asked for."""


class SchemaNewer(StoreError):
    """The database was written by a newer version of the program."""


class UnknownDatabase(StoreError):
    """The database URL is of a kind that Wasl does not write to."""


class BackupFaulty(StoreError):
    """A backup is incomplete, does not fit, or its target is in use."""


class CopyFailed(StoreError):
    """Moving to another database failed; the new one holds nothing."""


class DatabaseUnreachable(StoreError):
    """The server does not answer, or the file cannot be opened."""
