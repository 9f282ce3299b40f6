"""Runs migrations on the connection that `bot.store.schema` hands over."""

from alembic import context

from bot.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transactional_ddl=True,  # a migration that breaks leaves nothing behind, on SQLite too
    transaction_per_migration=False,
)
context.run_migrations()
