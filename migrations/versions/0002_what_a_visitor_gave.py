"""what a visitor gave."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, length in (("name", 120), ("email", 254)):
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("visitor", column)
    op.create_table(
        "left_address",
        sa.Column("visitor_id", sa.String(length=16), nullable=False),
        sa.Column("job_id", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_left_address_job_id_job")),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["visitor.id"], name=op.f("fk_left_address_visitor_id_visitor")
        ),
        sa.PrimaryKeyConstraint("visitor_id", "job_id", name=op.f("pk_left_address")),
    )
    op.create_index(op.f("ix_left_address_job_id"), "left_address", ["job_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_left_address_job_id"), table_name="left_address")
    op.drop_table("left_address")
    # In place, also on SQLite: a copied table would lose what refers to the visitors.
    op.execute("ALTER TABLE visitor DROP COLUMN email")
    op.execute("ALTER TABLE visitor DROP COLUMN name")
