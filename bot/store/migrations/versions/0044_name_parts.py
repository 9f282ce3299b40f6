"""How the words of sealed names begin, as blind indexes. Older names are indexed at the first start."""

import sqlalchemy as sa
from alembic import op

from bot.store.migrations.kinds import INDEX, ROW_ID

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "name_parts",
        sa.Column("id", ROW_ID, autoincrement=True, nullable=False),
        sa.Column("organisation_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("part", INDEX, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_name_parts_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_name_parts"),
    )
    for columns in (["organisation_id", "part", "id"], ["person_id", "part"]):
        op.create_index("_".join(["ix_name_parts", *columns]), "name_parts", columns)


def downgrade() -> None:
    op.drop_table("name_parts")
    op.execute("DELETE FROM installation WHERE name = 'names-indexed'")
