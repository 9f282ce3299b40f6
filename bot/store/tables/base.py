"""What every table shares: the metadata with its names of constraints, and the columns found everywhere."""

from sqlalchemy import Column, ForeignKey, MetaData, String

from bot.store.columns import RowId

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def organisation() -> Column[str]:
    """Return the column that every table of an organisation's data carries."""
    return Column("organisation_id", String(64), nullable=False)


def conversation(*, nullable: bool = False) -> Column[str]:
    """Return the reference to a conversation."""
    return Column("conversation_id", ForeignKey("conversations.id"), nullable=nullable)


def growing_id() -> Column[int]:
    """Return a primary key that counts up."""
    return Column("id", RowId, primary_key=True, autoincrement=True)
