"""at size: indexes for what was looked for in every row of a large installation."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_IS_WRITTEN = "retention_letter_id IS NOT NULL"
_WITH_PHOTOS = "status = 'archived' AND photo_count + trash_count > 0"
# Of each index: its table, its column, and of which rows it is (None: of all).
_INDEXES: dict[str, tuple[str, str, str | None]] = {
    "ix_shop_order_basket_id": ("shop_order", "basket_id", None),
    "ix_visitor_expires_at": ("visitor", "expires_at", None),
    "ix_outgoing_with_text": ("outgoing", "created_at", "length(content) > 0"),
    "ix_outgoing_ended_badly": ("outgoing", "state", "state IN ('failed', 'unknown')"),
    "ix_message_watched": ("message", "state", "state IN ('sending', 'failed', 'unknown')"),
    "ix_job_archived_with_photos": ("job", "archived_at", _WITH_PHOTOS),
    "ix_job_retention_months": ("job", "retention_months", "retention_months IS NOT NULL"),
    "ix_job_retention_letter_id": ("job", "retention_letter_id", _IS_WRITTEN),
}


def upgrade() -> None:
    for name, (table, column, rows) in _INDEXES.items():
        of_rows = None if rows is None else sa.text(rows)
        op.create_index(name, table, [column], sqlite_where=of_rows, postgresql_where=of_rows)


def downgrade() -> None:
    for name, (table, _column, _rows) in _INDEXES.items():
        op.drop_index(name, table_name=table)
