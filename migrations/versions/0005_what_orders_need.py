"""what orders need: their pictures, the files that were bought, their history; packages, global codes and favourites."""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ID = sa.String(16)
_INSTANT = sa.DateTime(timezone=True)
_FILES_LAST = timedelta(days=42)


def upgrade() -> None:
    _make_codes_and_marks()
    _make_what_orders_need()
    _fill_in_orders()


def downgrade() -> None:
    for table in (
        "order_event", "ordered_photo", "package_part", "favourite", "opened_studio_code",
        "studio_code",
    ):  # fmt: skip
        op.drop_table(table)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _make_codes_and_marks() -> None:
    op.create_table(
        "studio_code",
        sa.Column("studio_id", _ID, nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("sealed", sa.String(200), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT),
        sa.Column("id", _ID, nullable=False),
        _refers("studio_code", "studio_id", "studio"),
        _primary("studio_code", "id"),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_studio_code_fingerprint")),
    )
    op.create_index(op.f("ix_studio_code_studio_id"), "studio_code", ["studio_id"])
    for table, other, at in (
        ("opened_studio_code", "studio_code", "opened_at"),
        ("favourite", "photo", "created_at"),
    ):
        op.create_table(
            table,
            sa.Column("visitor_id", _ID, nullable=False),
            sa.Column(f"{other}_id", _ID, nullable=False),
            sa.Column(at, _INSTANT, nullable=False),
            _refers(table, "visitor_id", "visitor"),
            _refers(table, f"{other}_id", other),
            _primary(table, "visitor_id", f"{other}_id"),
        )
        op.create_index(op.f(f"ix_{table}_{other}_id"), table, [f"{other}_id"])


def _make_what_orders_need() -> None:
    op.create_table(
        "package_part",
        sa.Column("package_id", _ID, nullable=False),
        sa.Column("product_id", _ID, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        *(_refers("package_part", column, "product") for column in ("package_id", "product_id")),
        _primary("package_part", "package_id", "product_id"),
        sa.CheckConstraint(
            "quantity BETWEEN 1 AND 99", name=op.f("ck_package_part_quantity_sensible")
        ),
    )
    op.create_index(op.f("ix_package_part_product_id"), "package_part", ["product_id"])
    table = "ordered_photo"
    op.create_table(
        table,
        sa.Column("order_id", _ID, nullable=False),
        sa.Column("order_line_id", _ID, nullable=False),
        sa.Column("photo_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_file", sa.Boolean(), nullable=False),
        sa.Column("downloads", sa.Integer(), nullable=False),
        sa.Column("downloaded_at", _INSTANT),
        sa.Column("id", _ID, nullable=False),
        _refers(table, "order_id", "shop_order"),
        _refers(table, "order_line_id", "order_line"),
        _primary(table, "id"),
        sa.UniqueConstraint(
            "order_line_id", "photo_id", name=op.f("uq_ordered_photo_order_line_id_photo_id")
        ),
    )
    for column in ("order_id", "photo_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_table(
        "order_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", _ID, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("actor_kind", sa.String(10), nullable=False),
        sa.Column("actor_name", sa.String(120), nullable=False),
        sa.Column("deed", sa.String(40), nullable=False),
        sa.Column("details", sa.String(200), nullable=False),
        _refers("order_event", "order_id", "shop_order"),
        _primary("order_event", "id"),
    )
    op.create_index(op.f("ix_order_event_order_id"), "order_event", ["order_id"])


def _fill_in_orders() -> None:
    """Orders that were placed before: their pictures, their files and how they began."""
    op.execute(
        "INSERT INTO ordered_photo (id, order_id, order_line_id, photo_id, number, is_file,"
        " downloads) SELECT id, order_id, id, photo_id, photo_number, product_kind = 'digital', 0"
        " FROM order_line WHERE photo_id IS NOT NULL"
    )
    op.execute(
        "INSERT INTO order_event (order_id, at, actor_kind, actor_name, deed, details)"
        " SELECT id, placed_at, 'customer', name, 'placed', '' FROM shop_order"
    )
    order = sa.table(
        "shop_order", sa.column("id"), sa.column("placed_at", _INSTANT),
        sa.column("downloads_until", _INSTANT),
    )  # fmt: skip
    line = sa.table("order_line", sa.column("order_id"), sa.column("product_kind"))
    files = sa.select(line.c.order_id).where(line.c.product_kind == "digital")
    placed = sa.select(order.c.id, order.c.placed_at).where(order.c.id.in_(files))
    for order_id, placed_at in op.get_bind().execute(placed).all():
        ends = sa.update(order).where(order.c.id == order_id)
        op.execute(ends.values(downloads_until=placed_at + _FILES_LAST))
