"""a season in the shop: payment, cards, more time."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.String(16)
_INSTANT = sa.DateTime(timezone=True)
_MAIL_KINDS = ("notification", "order", "confirmation", "digest", "test")
_PRODUCT_KINDS = ("print", "digital")
_ASKED = sa.text("card_state = 'asked'")
_NOT_CLOSED = sa.text("closed_at IS NULL")
_OPEN = sa.text("state = 'open'")
_VALID = sa.text("revoked_at IS NULL")


def _text(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def _added() -> tuple[tuple[str, sa.Column], ...]:
    return (
        ("studio", sa.Column("takes_transfers", sa.Boolean(), nullable=False,
                             server_default=sa.true())),
        ("studio", _text("bank_details", 500)),
        ("studio", sa.Column("takes_collection", sa.Boolean(), nullable=False,
                             server_default=sa.false())),
        ("studio", _text("collection_words", 300)),
        ("person", _text("reference", 60)),
        ("price_list", sa.Column("archived_at", _INSTANT)),
        ("access_code", sa.Column("first_opened_at", _INSTANT)),
        ("access_code", sa.Column("of_removed", sa.Boolean(), nullable=False,
                                  server_default=sa.false())),
        ("shop_order", _text("placed_by", 120)),
        ("shop_order", sa.Column("paid_at", _INSTANT)),
        ("shop_order", sa.Column("delivered_at", _INSTANT)),
        ("shop_order", sa.Column("cancelled_at", _INSTANT)),
        ("shop_order", sa.Column("downloads_until", _INSTANT)),
        ("order_line", _text("note", 200)),
        ("order_line", _text("person_name", 120)),
        ("order_line", _text("group_name", 120)),
        ("order_line", sa.Column("parts", sa.JSON(), nullable=False, server_default="[]")),
        ("removed_line", sa.Column("access_code_id", _ID)),
        ("removed_line", _text("note", 200)),
        ("basket_line", _text("note", 200)),
    )  # fmt: skip


def upgrade() -> None:
    for table, column in _added():
        op.add_column(table, column)
    op.execute(
        "UPDATE access_code SET first_opened_at ="
        " (SELECT min(opened_at) FROM opened_code WHERE access_code_id = access_code.id)"
    )
    op.create_index("ix_shop_order_studio_id_placed_at", "shop_order", ["studio_id", "placed_at"])
    _widen_lines()
    _fill_in_lines_and_moments()
    _widen_photos()
    _let_codes_be_replaced()
    _allow("outgoing", "kind", (*_MAIL_KINDS, "more-time"))
    _make_what_comes_late()


def downgrade() -> None:
    for table in ("late_visit", "more_time_request", "reopening"):
        op.drop_table(table)
    op.execute("DELETE FROM outgoing WHERE kind = 'more-time'")
    _allow("outgoing", "kind", _MAIL_KINDS)
    _let_codes_stay()
    _narrow_photos()
    _narrow_lines()
    op.drop_index("ix_shop_order_studio_id_placed_at", table_name="shop_order")
    for table, column in reversed(_added()):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")


def _allow(table: str, column: str, values: tuple[str, ...]) -> None:
    """Let a column hold these words and no others."""
    name = op.f(f"ck_{table}_{column}_known")
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"{column} IN {values}")


def _widen_lines() -> None:
    with op.batch_alter_table("product") as batch:
        batch.alter_column("kind", existing_type=sa.String(10), type_=sa.String(20))
    _allow("product", "kind", (*_PRODUCT_KINDS, "digital-all", "package"))
    with op.batch_alter_table("shop_order") as batch:
        batch.alter_column("basket_id", existing_type=_ID, nullable=True)
    with op.batch_alter_table("order_line") as batch:
        batch.alter_column("photo_id", existing_type=_ID, nullable=True)
        batch.alter_column("photo_number", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("product_kind", existing_type=sa.String(10), type_=sa.String(20))
    with op.batch_alter_table("removed_line") as batch:
        batch.alter_column("photo_id", existing_type=_ID, nullable=True)
        batch.alter_column("photo_number", existing_type=sa.Integer(), nullable=True)
    with op.batch_alter_table("basket_line") as batch:
        batch.add_column(sa.Column("access_code_id", _ID))
        batch.alter_column("photo_id", existing_type=_ID, nullable=True)
        batch.create_foreign_key(
            op.f("fk_basket_line_access_code_id_access_code"),
            "access_code", ["access_code_id"], ["id"],
        )  # fmt: skip
        batch.create_unique_constraint(
            op.f("uq_basket_line_basket_id_access_code_id_product_id"),
            ["basket_id", "access_code_id", "product_id"],
        )
        batch.create_check_constraint(
            op.f("ck_basket_line_of_one_thing"), "(photo_id IS NULL) <> (access_code_id IS NULL)"
        )
        batch.create_index(op.f("ix_basket_line_access_code_id"), ["access_code_id"])


def _fill_in_lines_and_moments() -> None:
    """Lines of many pictures have no single one; orders have a moment for what they say of it."""
    op.execute("UPDATE order_line SET photo_id = NULL, photo_number = NULL WHERE photo_id = ''")
    op.execute("UPDATE shop_order SET basket_id = NULL WHERE basket_id = ''")
    op.execute("UPDATE shop_order SET paid_at = placed_at WHERE state IN ('paid', 'delivered')")
    op.execute("UPDATE shop_order SET delivered_at = placed_at WHERE state = 'delivered'")
    op.execute("UPDATE shop_order SET cancelled_at = placed_at WHERE state = 'cancelled'")


def _narrow_lines() -> None:
    op.execute(
        "DELETE FROM basket_line WHERE photo_id IS NULL OR product_id IN"
        " (SELECT id FROM product WHERE kind = 'package')"
    )
    op.execute("DELETE FROM removed_line WHERE photo_id IS NULL")
    op.execute("UPDATE order_line SET photo_id = '' WHERE photo_id IS NULL")
    op.execute("UPDATE order_line SET photo_number = 0 WHERE photo_number IS NULL")
    op.execute("UPDATE shop_order SET basket_id = '' WHERE basket_id IS NULL")
    op.execute("DELETE FROM product WHERE kind NOT IN ('print', 'digital')")
    with op.batch_alter_table("basket_line") as batch:
        batch.drop_index(op.f("ix_basket_line_access_code_id"))
        batch.drop_constraint(op.f("ck_basket_line_of_one_thing"), type_="check")
        batch.drop_constraint(
            op.f("uq_basket_line_basket_id_access_code_id_product_id"), type_="unique"
        )
        batch.drop_constraint(op.f("fk_basket_line_access_code_id_access_code"), type_="foreignkey")
        batch.alter_column("photo_id", existing_type=_ID, nullable=False)
        batch.drop_column("access_code_id")
    for table in ("removed_line", "order_line"):
        with op.batch_alter_table(table) as batch:
            batch.alter_column("photo_number", existing_type=sa.Integer(), nullable=False)
            batch.alter_column("photo_id", existing_type=_ID, nullable=False)
    with op.batch_alter_table("shop_order") as batch:
        batch.alter_column("basket_id", existing_type=_ID, nullable=False)
    _allow("product", "kind", _PRODUCT_KINDS)


def _widen_photos() -> None:
    with op.batch_alter_table("photo") as batch:
        batch.add_column(
            sa.Column("card_state", sa.String(10), nullable=False, server_default="unread")
        )
        batch.add_column(sa.Column("card_code_id", _ID))
        batch.create_foreign_key(
            op.f("fk_photo_card_code_id_access_code"), "access_code", ["card_code_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_photo_card_state_known"), "card_state IN ('unread', 'asked', 'none', 'card')"
        )
        batch.create_index(
            "ix_photo_card_asked", ["id"], sqlite_where=_ASKED, postgresql_where=_ASKED
        )


def _narrow_photos() -> None:
    with op.batch_alter_table("photo") as batch:
        batch.drop_index("ix_photo_card_asked")
        batch.drop_constraint(op.f("ck_photo_card_state_known"), type_="check")
        batch.drop_constraint(op.f("fk_photo_card_code_id_access_code"), type_="foreignkey")
        batch.drop_column("card_code_id")
        batch.drop_column("card_state")


def _let_codes_be_replaced() -> None:
    """One valid code for each person and album, besides those that were revoked."""
    with op.batch_alter_table("access_code") as batch:
        for holder in ("person_id", "album_id"):
            batch.drop_constraint(op.f(f"uq_access_code_{holder}"), type_="unique")
    for holder in ("person_id", "album_id"):
        op.create_index(f"ix_access_code_valid_{holder}", "access_code", [holder], unique=True,
            sqlite_where=_VALID, postgresql_where=_VALID)  # fmt: skip
        op.create_index(op.f(f"ix_access_code_{holder}"), "access_code", [holder])


def _let_codes_stay() -> None:
    """Back to one code for each holder: of several, only the youngest keeps it."""
    for holder in ("person_id", "album_id"):
        op.execute(
            f"UPDATE access_code SET {holder} = NULL WHERE revoked_at IS NOT NULL AND EXISTS"  # noqa: S608
            f" (SELECT 1 FROM access_code AS other WHERE other.{holder} = access_code.{holder}"
            " AND other.id <> access_code.id AND (other.revoked_at IS NULL OR"
            " (other.created_at, other.id) > (access_code.created_at, access_code.id)))"
        )
        op.drop_index(f"ix_access_code_valid_{holder}", table_name="access_code")
        op.drop_index(op.f(f"ix_access_code_{holder}"), table_name="access_code")
    with op.batch_alter_table("access_code") as batch:
        for holder in ("person_id", "album_id"):
            batch.create_unique_constraint(op.f(f"uq_access_code_{holder}"), [holder])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _make_what_comes_late() -> None:
    op.create_table(
        "reopening",
        *(sa.Column(f"{to}_id", _ID, nullable=False) for to in ("studio", "job", "access_code")),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("stop_at", _INSTANT, nullable=False),
        sa.Column("opened_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT),
        sa.Column("id", _ID, nullable=False),
        *(_refers("reopening", f"{to}_id", to) for to in ("studio", "job", "access_code")),
        _primary("reopening", "id"),
    )
    op.create_index(op.f("ix_reopening_job_id"), "reopening", ["job_id"])
    for name, column, is_unique in (
        ("ix_reopening_open", "access_code_id", True),
        ("ix_reopening_due", "stop_at", False),
    ):
        op.create_index(name, "reopening", [column], unique=is_unique,
            sqlite_where=_NOT_CLOSED, postgresql_where=_NOT_CLOSED)  # fmt: skip
    table = "more_time_request"
    op.create_table(
        table,
        sa.Column("studio_id", _ID, nullable=False),
        sa.Column("job_id", _ID, nullable=False),
        sa.Column("access_code_id", _ID),
        sa.Column("visitor_id", _ID, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("answered_at", _INSTANT),
        sa.Column("granted_until", sa.Date()),
        sa.Column("id", _ID, nullable=False),
        *(_refers(table, f"{to}_id", to) for to in ("studio", "job", "access_code")),
        _primary(table, "id"),
        sa.CheckConstraint(
            "state IN ('open', 'granted', 'declined')",
            name=op.f("ck_more_time_request_state_known"),
        ),
    )
    for column in ("job_id", "access_code_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_index("ix_more_time_request_open", table, ["studio_id", "job_id"],
        sqlite_where=_OPEN, postgresql_where=_OPEN)  # fmt: skip
    op.create_table(
        "late_visit",
        sa.Column("job_id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("visitor_id", _ID, nullable=False),
        _refers("late_visit", "job_id", "job"),
        _primary("late_visit", "job_id", "day", "visitor_id"),
    )
