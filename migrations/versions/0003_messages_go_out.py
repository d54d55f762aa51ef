"""messages go out: what a notification says of time and people, consent, the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_NOTIFICATION_CHECKS = {
    "ck_notification_window_known": "time_window IN ('at-once', 'morning', 'evening')",
    "ck_notification_group_known": "target_group IN ('all', 'potential', 'buyers')",
    "ck_notification_condition_known": "condition IN ('everyone', 'with-photos', 'without-photos')",
}
_STATES = "state IN ('planned', 'sending', 'sent', 'failed', 'unknown', 'cancelled')"
_STATES_BEFORE = "state IN ('planned', 'sent', 'failed', 'unknown', 'cancelled')"
_KEY = ["job_id", "customer_id", "trigger", "offset_days", "channel", "occasion"]
_PLANNED = sa.text("state = 'planned'")
_PENDING = sa.text("state = 'pending'")
_WAITING = sa.text("state = 'waiting'")


def _added() -> tuple[tuple[str, sa.Column], ...]:
    """What is added in place, also on SQLite: a copied table would lose what refers to it."""
    return (
        ("customer", sa.Column("email_confirmed_at", _INSTANT)),
        ("customer", sa.Column("phone_confirmed_at", _INSTANT)),
        ("customer", sa.Column("email_refused_at", _INSTANT)),
        ("registration", sa.Column("consented_at", _INSTANT)),
        ("left_address", sa.Column("phone", sa.String(40), nullable=False, server_default="")),
        ("studio", sa.Column("smtp_sealed", sa.String(600), nullable=False, server_default="")),
        ("studio", sa.Column("wants_digest", sa.Boolean(), nullable=False,
                             server_default=sa.true())),
        ("job", sa.Column("profile_since", _INSTANT)),
        ("job", sa.Column("announced_at", _INSTANT)),
        ("basket", sa.Column("touched_at", _INSTANT)),
        ("basket", sa.Column("noticed_at", _INSTANT)),
    )  # fmt: skip


def upgrade() -> None:
    for table, column in _added():
        op.add_column(table, column)
    op.create_index("ix_customer_studio_id_phone", "customer", ["studio_id", "phone"], unique=True)
    op.create_index(
        "ix_basket_touched", "basket", ["touched_at"],
        sqlite_where=_PENDING, postgresql_where=_PENDING,
    )  # fmt: skip
    _widen_notifications()
    _widen_messages()
    _make_the_outbox()
    # Who left an address before there was a confirmation agreed to be told, in words on record.
    op.execute("UPDATE customer SET email_confirmed_at = created_at WHERE email IS NOT NULL")
    op.execute("UPDATE registration SET consented_at = created_at WHERE consent <> ''")
    op.execute("UPDATE job SET profile_since = created_at, announced_at = selling_since")
    op.execute(
        "INSERT INTO unplanned (job_id) SELECT id FROM job"
        " WHERE communication_profile_id IS NOT NULL"
    )
    op.execute("UPDATE basket SET touched_at = created_at")


def downgrade() -> None:
    op.drop_table("unplanned")
    op.drop_table("outbox_gate")
    op.drop_table("outgoing")
    _narrow_messages()
    _narrow_notifications()
    op.drop_index("ix_basket_touched", table_name="basket")
    op.drop_index("ix_customer_studio_id_phone", table_name="customer")
    for table, column in reversed(_added()):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")


def _widen_notifications() -> None:
    with op.batch_alter_table("notification") as batch:
        batch.add_column(
            sa.Column("offset_hours", sa.Integer(), nullable=False, server_default="0")
        )
        batch.add_column(
            sa.Column("time_window", sa.String(10), nullable=False, server_default="at-once")
        )
        batch.add_column(
            sa.Column("target_group", sa.String(10), nullable=False, server_default="all")
        )
        batch.add_column(
            sa.Column("condition", sa.String(20), nullable=False, server_default="everyone")
        )
        batch.add_column(sa.Column("since", _INSTANT))
        for name, check in _NOTIFICATION_CHECKS.items():
            batch.create_check_constraint(op.f(name), check)
    op.execute(
        "UPDATE notification SET since ="
        " (SELECT created_at FROM communication_profile WHERE id = notification.profile_id)"
    )
    op.execute(
        "UPDATE notification SET time_window = 'morning'"
        " WHERE trigger IN ('before-archiving', 'after-archiving')"
    )
    with op.batch_alter_table("notification") as batch:
        batch.alter_column("since", existing_type=_INSTANT, nullable=False)


def _narrow_notifications() -> None:
    with op.batch_alter_table("notification") as batch:
        for name in _NOTIFICATION_CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
        for name in ("since", "condition", "target_group", "time_window", "offset_hours"):
            batch.drop_column(name)


def _widen_messages() -> None:
    with op.batch_alter_table("message") as batch:
        batch.add_column(sa.Column("notification_id", sa.String(16)))
        batch.add_column(
            sa.Column("offset_hours", sa.Integer(), nullable=False, server_default="0")
        )
        batch.add_column(sa.Column("changed_at", _INSTANT))
        batch.create_foreign_key(
            op.f("fk_message_notification_id_notification"),
            "notification", ["notification_id"], ["id"], ondelete="SET NULL",
        )  # fmt: skip
        batch.drop_constraint(op.f("ck_message_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_message_state_known"), _STATES)
        batch.drop_constraint("uq_message_owed_once", type_="unique")
        batch.create_unique_constraint(
            "uq_message_owed_once", [*_KEY[:4], "offset_hours", *_KEY[4:]]
        )
        batch.drop_index(op.f("ix_message_studio_id"))
        batch.create_index(op.f("ix_message_notification_id"), ["notification_id"])
        batch.create_index(
            "ix_message_due", ["due_at", "job_id"],
            sqlite_where=_PLANNED, postgresql_where=_PLANNED,
        )  # fmt: skip
        batch.create_index("ix_message_studio_id_state_due_at", ["studio_id", "state", "due_at"])


def _narrow_messages() -> None:
    op.execute("UPDATE message SET state = 'planned' WHERE state = 'sending'")
    op.execute("DELETE FROM message WHERE offset_hours <> 0")
    with op.batch_alter_table("message") as batch:
        batch.drop_index("ix_message_studio_id_state_due_at")
        batch.drop_index("ix_message_due")
        batch.drop_index(op.f("ix_message_notification_id"))
        batch.create_index(op.f("ix_message_studio_id"), ["studio_id"])
        batch.drop_constraint("uq_message_owed_once", type_="unique")
        batch.create_unique_constraint("uq_message_owed_once", _KEY)
        batch.drop_constraint(op.f("ck_message_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_message_state_known"), _STATES_BEFORE)
        batch.drop_constraint(op.f("fk_message_notification_id_notification"), type_="foreignkey")
        for name in ("changed_at", "offset_hours", "notification_id"):
            batch.drop_column(name)


def _make_the_outbox() -> None:
    op.create_table(
        "outgoing",
        sa.Column("studio_id", sa.String(16), nullable=False),
        sa.Column("message_id", sa.String(16)),
        sa.Column("customer_id", sa.String(16)),
        sa.Column("job_id", sa.String(16)),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("channel", sa.String(10), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("host", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("mail_id", sa.String(160), nullable=False),
        sa.Column("once", sa.String(80)),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("available_at", _INSTANT, nullable=False),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("reply", sa.String(500), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("finished_at", _INSTANT),
        sa.Column("id", sa.String(16), nullable=False),
        sa.CheckConstraint(
            "kind IN ('notification', 'order', 'confirmation', 'digest', 'test')",
            name=op.f("ck_outgoing_kind_known"),
        ),
        sa.CheckConstraint("channel IN ('email', 'sms')", name=op.f("ck_outgoing_channel_known")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'failed', 'unknown', 'cancelled')",
            name=op.f("ck_outgoing_state_known"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"], [f"{table}.id"], name=op.f(f"fk_outgoing_{table}_id_{table}")
            )
            for table in ("studio", "message", "customer", "job")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing")),
        sa.UniqueConstraint("once", name=op.f("uq_outgoing_once")),
    )
    for column in ("message_id", "customer_id", "job_id"):
        op.create_index(op.f(f"ix_outgoing_{column}"), "outgoing", [column])
    op.create_index(
        "ix_outgoing_waiting", "outgoing", ["priority", "available_at", "id"],
        sqlite_where=_WAITING, postgresql_where=_WAITING,
    )  # fmt: skip
    op.create_index("ix_outgoing_studio_id_created_at", "outgoing", ["studio_id", "created_at"])
    op.create_table(
        "outbox_gate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(500), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("held_since", _INSTANT),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_gate")),
    )
    op.create_table(
        "unplanned",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job_id", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unplanned")),
    )
    op.create_index(op.f("ix_unplanned_job_id"), "unplanned", ["job_id"])
