"""photos at volume: uploads in parts, trash, deletions, retention, watermarks."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.String(16)
_INSTANT = sa.DateTime(timezone=True)
_WAITING = sa.text("state = 'waiting'")
_QUEUED = sa.text("queue IS NOT NULL")
_THROWN_AWAY = sa.text("trash_id IS NOT NULL")
_BEING_DELETED = sa.text("deletion_id IS NOT NULL")
_OF_A_CARD = sa.text("card_code_id IS NOT NULL")
_SHOWN = sa.text("removed_at IS NULL")
_UNDONE = sa.text("done_at IS NULL")
_LEFT = sa.text("gone_at IS NULL")
_FAILED = sa.text("state = 'failed'")
_MAIL_KINDS = ("notification", "order", "confirmation", "digest", "test", "more-time")
_REACHED = "email IS NOT NULL OR phone IS NOT NULL"


def upgrade() -> None:
    _make_trash_and_deletions()
    _make_uploads()
    _make_checks()
    for table, column in _added():
        op.add_column(table, column)
    _partial("ix_job_deletion_id", "job", ["deletion_id"], _BEING_DELETED)
    _let_photos_be_thrown_away()
    _let_names_be_used_again()
    _let_people_be_forgotten()


def downgrade() -> None:
    _keep_people()
    _keep_names()
    _keep_photos()
    op.drop_index("ix_job_deletion_id", table_name="job")
    for table, column in reversed(_added()):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")
    for table in (
        "storage_check", "upload_part", "upload", "closed_code", "deleted_photo", "deletion",
        "trash",
    ):  # fmt: skip
        op.drop_table(table)


def _added() -> tuple[tuple[str, sa.Column], ...]:
    return (
        ("job", _number("trash_count", 0)),
        ("job", _number("trash_bytes", 0, sa.BigInteger())),
        ("job", sa.Column("retention_months", sa.Integer())),
        ("job", _no("retention_hold")),
        ("job", _text("retention_reason", 200)),
        ("job", sa.Column("retention_letter_id", _ID)),
        ("job", sa.Column("retention_noticed_at", _INSTANT)),
        ("job", sa.Column("deletion_id", _ID)),
        ("studio", _text("watermark_kind", 10, "none")),
        ("studio", _text("watermark_text", 60)),
        ("studio", _text("watermark_place", 10, "tiled")),
        ("studio", _number("watermark_strength", 40)),
        ("studio", _text("watermark_look", 16)),
        ("studio", sa.Column("retention_months", sa.Integer())),
        ("studio", _no("retention_customers")),
    )


def _text(name: str, length: int, default: str = "") -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, server_default=default)


def _number(name: str, default: int, kind: sa.types.TypeEngine | None = None) -> sa.Column:
    return sa.Column(name, kind or sa.Integer(), nullable=False, server_default=str(default))


def _no(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _known(table: str, column: str, *words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN {words}", name=op.f(f"ck_{table}_{column}_known"))


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _partial(name: str, table: str, columns: list[str], which: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=which, postgresql_where=which)


def _make_trash_and_deletions() -> None:
    op.create_table(
        "trash",
        sa.Column("studio_id", _ID, nullable=False),
        sa.Column("job_id", _ID, nullable=False),
        sa.Column("album_id", _ID),
        sa.Column("photo_count", sa.Integer(), nullable=False),
        sa.Column("original_bytes", sa.BigInteger(), nullable=False),
        sa.Column("actor_kind", sa.String(10), nullable=False),
        sa.Column("actor_name", sa.String(120), nullable=False),
        sa.Column("thrown_at", _INSTANT, nullable=False),
        sa.Column("ends_at", _INSTANT, nullable=False),
        sa.Column("deletion_id", _ID),
        sa.Column("id", _ID, nullable=False),
        *(_refers("trash", f"{of}_id", of) for of in ("studio", "job", "album")),
        _primary("trash", "id"),
    )
    _indexes("trash", "studio_id", "job_id", "album_id", "ends_at")
    op.create_table(
        "deletion",
        sa.Column("studio_id", _ID, nullable=False),
        sa.Column("job_id", _ID),
        sa.Column("job_name", sa.String(120), nullable=False),
        sa.Column("public_name", sa.String(120), nullable=False),
        sa.Column("album_name", sa.String(120), nullable=False),
        sa.Column("thrown_by", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(10), nullable=False),
        sa.Column("actor_kind", sa.String(10), nullable=False),
        sa.Column("actor_name", sa.String(120), nullable=False),
        sa.Column("deleted_at", _INSTANT, nullable=False),
        sa.Column("photo_count", sa.Integer(), nullable=False),
        sa.Column("original_bytes", sa.BigInteger(), nullable=False),
        sa.Column("subjects", sa.JSON(), nullable=False),
        sa.Column("noted_at", _INSTANT),
        sa.Column("done_at", _INSTANT),
        sa.Column("id", _ID, nullable=False),
        _refers("deletion", "studio_id", "studio"),
        _known("deletion", "kind", "photos", "job", "person", "customer"),
        _known("deletion", "reason", "hand", "trash", "retention", "request"),
        _primary("deletion", "id"),
    )
    _indexes("deletion", "job_id")
    op.create_index("ix_deletion_studio_id_deleted_at", "deletion", ["studio_id", "deleted_at"])
    _partial("ix_deletion_undone", "deletion", ["id"], _UNDONE)
    op.create_table(
        "deleted_photo",
        sa.Column("photo_id", _ID, nullable=False),
        sa.Column("deletion_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("original_bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("gone_at", _INSTANT),
        _refers("deleted_photo", "deletion_id", "deletion"),
        _primary("deleted_photo", "photo_id"),
    )
    _indexes("deleted_photo", "deletion_id")
    _partial("ix_deleted_photo_left", "deleted_photo", ["deletion_id"], _LEFT)
    op.create_table(
        "closed_code",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("studio_id", _ID, nullable=False),
        sa.Column("closed_at", _INSTANT, nullable=False),
        _refers("closed_code", "studio_id", "studio"),
        _primary("closed_code", "fingerprint"),
    )
    _indexes("closed_code", "studio_id")


def _make_uploads() -> None:
    op.create_table(
        "upload",
        sa.Column("studio_id", _ID, nullable=False),
        sa.Column("job_id", _ID, nullable=False),
        sa.Column("album_id", _ID, nullable=False),
        sa.Column("path", sa.String(1000), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("modified", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("missing_bytes", sa.BigInteger(), nullable=False),
        sa.Column("photo_id", _ID),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("touched_at", _INSTANT, nullable=False),
        sa.Column("id", _ID, nullable=False),
        *(_refers("upload", f"{of}_id", of) for of in ("studio", "job", "album")),
        _known("upload", "state", "waiting", "stored", "duplicate", "refused"),
        _primary("upload", "id"),
    )
    _indexes("upload", "studio_id", "album_id")
    op.create_index("ix_upload_job_id_path", "upload", ["job_id", "path"])
    _partial("ix_upload_waiting", "upload", ["touched_at"], _WAITING)
    op.create_table(
        "upload_part",
        sa.Column("upload_id", _ID, nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("store_key", sa.String(120), nullable=False),
        _refers("upload_part", "upload_id", "upload"),
        _primary("upload_part", "upload_id", "start"),
    )


def _make_checks() -> None:
    op.create_table(
        "storage_check",
        sa.Column("began_at", _INSTANT, nullable=False),
        sa.Column("ended_at", _INSTANT),
        sa.Column("differences", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.Integer(), nullable=False),
        sa.Column("sentences", sa.JSON(), nullable=False),
        sa.Column("id", _ID, nullable=False),
        _primary("storage_check", "id"),
    )
    _indexes("storage_check", "ended_at")


def _let_photos_be_thrown_away() -> None:
    with op.batch_alter_table("photo") as batch:
        batch.add_column(sa.Column("queue", sa.SmallInteger()))
        batch.add_column(_text("look", 16))
        batch.add_column(sa.Column("trash_id", _ID))
        batch.create_foreign_key(op.f("fk_photo_trash_id_trash"), "trash", ["trash_id"], ["id"])
        batch.drop_index("ix_photo_waiting")
    op.execute("UPDATE photo SET queue = 1 WHERE state = 'waiting'")
    _partial("ix_photo_queue", "photo", ["queue", "id"], _QUEUED)
    _partial("ix_photo_trash_id", "photo", ["trash_id"], _THROWN_AWAY)
    _partial("ix_photo_card_code_id", "photo", ["card_code_id"], _OF_A_CARD)
    _indexes("registration", "access_code_id")
    op.create_index("ix_photo_job_id_content_hash", "photo", ["job_id", "content_hash"])
    op.drop_index("ix_photo_studio_id", table_name="photo")
    op.create_index("ix_photo_studio_id_look", "photo", ["studio_id", "look"])
    op.create_index("ix_photo_studio_id_created_at", "photo", ["studio_id", "created_at"])
    _partial("ix_photo_failed", "photo", ["studio_id"], _FAILED)


def _keep_photos() -> None:
    op.drop_index("ix_registration_access_code_id", table_name="registration")
    op.drop_index("ix_photo_card_code_id", table_name="photo")
    op.create_index("ix_photo_studio_id", "photo", ["studio_id"])
    for index in (
        "failed", "studio_id_created_at", "studio_id_look", "job_id_content_hash", "trash_id",
        "queue",
    ):  # fmt: skip
        op.drop_index(f"ix_photo_{index}", table_name="photo")
    with op.batch_alter_table("photo") as batch:
        batch.drop_constraint(op.f("fk_photo_trash_id_trash"), type_="foreignkey")
        for column in ("trash_id", "look", "queue"):
            batch.drop_column(column)
    _partial("ix_photo_waiting", "photo", ["lease_until", "id"], _WAITING)


def _let_names_be_used_again() -> None:
    with op.batch_alter_table("album") as batch:
        batch.add_column(sa.Column("removed_at", _INSTANT))
        batch.drop_constraint(op.f("uq_album_job_id_name"), type_="unique")
    op.create_index(
        "ix_album_shown", "album", ["job_id", "name"],
        unique=True, sqlite_where=_SHOWN, postgresql_where=_SHOWN,
    )  # fmt: skip
    _indexes("album", "job_id")


def _keep_names() -> None:
    """Of albums with the same name, those that were removed get their id behind it."""
    op.execute("UPDATE album SET name = name || ' ' || id WHERE removed_at IS NOT NULL")
    op.drop_index(op.f("ix_album_job_id"), table_name="album")
    op.drop_index("ix_album_shown", table_name="album")
    with op.batch_alter_table("album") as batch:
        batch.drop_column("removed_at")
        batch.create_unique_constraint(op.f("uq_album_job_id_name"), ["job_id", "name"])


def _let_people_be_forgotten() -> None:
    """A customer whose data is deleted keeps a row without it; the studio is told of deletions."""
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("forgotten_at", _INSTANT))
        batch.drop_constraint(op.f("ck_customer_can_be_reached"), type_="check")
        batch.create_check_constraint(
            op.f("ck_customer_can_be_reached"), f"{_REACHED} OR forgotten_at IS NOT NULL"
        )
    _allow_mails((*_MAIL_KINDS, "retention"))


def _keep_people() -> None:
    op.execute("DELETE FROM outgoing WHERE kind = 'retention'")
    _allow_mails(_MAIL_KINDS)
    op.execute(
        "UPDATE customer SET email = id || '@deleted.invalid' WHERE email IS NULL AND phone IS NULL"
    )
    with op.batch_alter_table("customer") as batch:
        batch.drop_constraint(op.f("ck_customer_can_be_reached"), type_="check")
        batch.create_check_constraint(op.f("ck_customer_can_be_reached"), _REACHED)
        batch.drop_column("forgotten_at")


def _allow_mails(kinds: tuple[str, ...]) -> None:
    name = op.f("ck_outgoing_kind_known")
    with op.batch_alter_table("outgoing") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"kind IN {kinds}")
