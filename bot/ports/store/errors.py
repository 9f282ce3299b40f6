"""What can go wrong in the store."""


class StoreError(Exception):
    """The database or the file store could not do what was asked; its message is for the administrator."""


class NotWritten(StoreError):
    """The commit failed (disk full, database gone): nothing of this unit of work was kept."""
