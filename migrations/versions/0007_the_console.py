"""the console: staff, second factors, acting on behalf, requests, a hold of the clock."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.String(16)
_INSTANT = sa.DateTime(timezone=True)
_RUNNING = sa.text("ended_at IS NULL")
_HELD = sa.text("released_at IS NULL")
_MAIL_KINDS = (
    "notification", "order", "confirmation", "digest", "test", "more-time", "retention",
)  # fmt: skip
_OF_ONE = "(member_id IS NULL) <> (staff_id IS NULL)"


def upgrade() -> None:
    _make_staff()
    _make_second_factors()
    _make_support_sessions()
    _make_requests()
    _make_operations()
    _let_staff_sign_in()
    _let_studios_have_a_history()
    op.add_column("studio", _text("plan", 40))
    op.add_column("studio", _yes("support_access"))
    op.add_column("heartbeat", _text("version", 40))
    _allow_mails((*_MAIL_KINDS, "request"))


def downgrade() -> None:
    op.execute("DELETE FROM outgoing WHERE kind = 'request'")
    _allow_mails(_MAIL_KINDS)
    op.drop_column("heartbeat", "version")
    op.drop_column("studio", "support_access")
    op.drop_column("studio", "plan")
    _keep_the_history_to_jobs()
    _keep_staff_out()
    for table in (
        "clock_hold", "task_run", "canned_answer", "request_picture", "request_message",
        "support_request", "support_session", "recovery_code", "second_factor", "staff",
    ):  # fmt: skip
        op.drop_table(table)


def _text(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, server_default="")


def _needed(name: str, kind: sa.types.TypeEngine) -> sa.Column:
    return sa.Column(name, kind, nullable=False)


def _yes(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.true())


def _no(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _known(table: str, column: str, *words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN {words}", name=op.f(f"ck_{table}_{column}_known"))


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _make_staff() -> None:
    op.create_table(
        "staff",
        _needed("email", sa.String(254)),
        _needed("name", sa.String(120)),
        _needed("password_hash", sa.String(200)),
        sa.Column("language", sa.String(5), nullable=False, server_default="en"),
        *(_yes(f"may_{right}") for right in ("look", "answer", "act", "operate")),
        _no("is_demo"),
        _needed("created_at", _INSTANT),
        sa.Column("left_at", _INSTANT),
        _needed("id", _ID),
        _once("staff", "email"),
        _primary("staff", "id"),
    )


def _make_second_factors() -> None:
    op.create_table(
        "second_factor",
        sa.Column("member_id", _ID),
        sa.Column("staff_id", _ID),
        _needed("secret_sealed", sa.String(200)),
        sa.Column("last_step", sa.BigInteger(), nullable=False, server_default="0"),
        _needed("created_at", _INSTANT),
        sa.Column("confirmed_at", _INSTANT),
        _needed("id", _ID),
        sa.CheckConstraint(_OF_ONE, name=op.f("ck_second_factor_of_one")),
        *(_refers("second_factor", f"{of}_id", of) for of in ("member", "staff")),
        _once("second_factor", "member_id"),
        _once("second_factor", "staff_id"),
        _primary("second_factor", "id"),
    )
    op.create_table(
        "recovery_code",
        _needed("second_factor_id", _ID),
        _needed("fingerprint", sa.String(64)),
        sa.Column("used_at", _INSTANT),
        _needed("id", _ID),
        _refers("recovery_code", "second_factor_id", "second_factor"),
        _primary("recovery_code", "id"),
    )
    _indexes("recovery_code", "second_factor_id")


def _make_support_sessions() -> None:
    op.create_table(
        "support_session",
        _needed("staff_id", _ID),
        _needed("studio_id", _ID),
        _needed("token_hash", sa.String(64)),
        _needed("reason", sa.String(300)),
        _needed("began_at", _INSTANT),
        _needed("ends_at", _INSTANT),
        sa.Column("raised_at", _INSTANT),
        sa.Column("ended_at", _INSTANT),
        _text("ended_by", 10),
        sa.Column("first_number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("last_number", sa.Integer()),
        _needed("id", _ID),
        *(_refers("support_session", f"{of}_id", of) for of in ("staff", "studio")),
        _primary("support_session", "id"),
    )
    _indexes("support_session", "staff_id")
    op.create_index(
        "ix_support_session_studio_id_began_at", "support_session", ["studio_id", "began_at"]
    )
    op.create_index(
        "ix_support_session_running", "support_session", ["token_hash"],
        unique=True, sqlite_where=_RUNNING, postgresql_where=_RUNNING,
    )  # fmt: skip


def _make_requests() -> None:
    op.create_table(
        "support_request",
        _needed("number", sa.BigInteger()),
        _needed("studio_id", _ID),
        sa.Column("job_id", _ID),
        sa.Column("member_id", _ID),
        sa.Column("customer_id", _ID),
        sa.Column("visitor_id", _ID),
        sa.Column("staff_id", _ID),
        _needed("name", sa.String(120)),
        _needed("email", sa.String(254)),
        _needed("language", sa.String(5)),
        _needed("subject", sa.String(200)),
        _needed("page", sa.String(300)),
        _needed("note", sa.String(80)),
        _needed("request_id", sa.String(40)),
        _needed("state", sa.String(10)),
        _needed("version", sa.Integer()),
        _needed("created_at", _INSTANT),
        _needed("changed_at", _INSTANT),
        _needed("id", _ID),
        *(
            _refers("support_request", f"{of}_id", of)
            for of in ("studio", "member", "customer", "staff")
        ),
        _known("support_request", "state", "new", "waiting", "done"),
        _once("support_request", "number"),
        _primary("support_request", "id"),
    )
    _indexes("support_request", "job_id", "member_id", "customer_id", "visitor_id", "staff_id")
    for columns in (["state", "changed_at"], ["studio_id", "created_at"]):
        op.create_index(f"ix_support_request_{'_'.join(columns)}", "support_request", columns)
    op.create_table(
        "request_message",
        _needed("support_request_id", _ID),
        _needed("kind", sa.String(10)),
        _needed("author", sa.String(120)),
        sa.Column("staff_id", _ID),
        _needed("words", sa.Text()),
        _needed("mail_id", sa.String(160)),
        _needed("at", _INSTANT),
        _needed("id", _ID),
        _refers("request_message", "support_request_id", "support_request"),
        _refers("request_message", "staff_id", "staff"),
        _known("request_message", "kind", "question", "answer", "note"),
        _primary("request_message", "id"),
    )
    _indexes("request_message", "support_request_id", "staff_id")
    op.create_table(
        "request_picture",
        _needed("request_message_id", _ID),
        _needed("position", sa.Integer()),
        _needed("width", sa.Integer()),
        _needed("height", sa.Integer()),
        _needed("content", sa.LargeBinary()),
        _needed("id", _ID),
        _refers("request_picture", "request_message_id", "request_message"),
        _primary("request_picture", "id"),
    )
    _indexes("request_picture", "request_message_id")
    op.create_table(
        "canned_answer",
        _needed("title", sa.String(80)),
        _needed("language", sa.String(5)),
        _needed("words", sa.Text()),
        _needed("changed_by", sa.String(120)),
        _needed("changed_at", _INSTANT),
        _needed("id", _ID),
        _primary("canned_answer", "id"),
    )


def _make_operations() -> None:
    op.create_table(
        "task_run",
        _needed("name", sa.String(60)),
        _needed("worker", sa.String(80)),
        _needed("ran_at", _INSTANT),
        _needed("milliseconds", sa.Integer()),
        sa.Column("did_at", _INSTANT),
        _needed("counts", sa.JSON()),
        sa.Column("failed_at", _INSTANT),
        _text("failure", 200),
        _primary("task_run", "name"),
    )
    op.create_table(
        "clock_hold",
        sa.Column("reason", sa.String(10), nullable=False, server_default="jump"),
        _needed("held_at", _INSTANT),
        _needed("jumped_seconds", sa.BigInteger()),
        _needed("worker", sa.String(80)),
        sa.Column("released_at", _INSTANT),
        _text("released_by", 120),
        _needed("id", _ID),
        _primary("clock_hold", "id"),
    )
    op.create_index(
        "ix_clock_hold_on", "clock_hold", ["reason"],
        unique=True, sqlite_where=_HELD, postgresql_where=_HELD,
    )  # fmt: skip


def _let_staff_sign_in() -> None:
    with op.batch_alter_table("sign_in") as batch:
        batch.alter_column("member_id", existing_type=_ID, nullable=True)
        batch.add_column(sa.Column("staff_id", _ID))
        batch.add_column(_no("needs_code"))
        batch.create_foreign_key(op.f("fk_sign_in_staff_id_staff"), "staff", ["staff_id"], ["id"])
        batch.create_check_constraint(op.f("ck_sign_in_of_one"), _OF_ONE)
    _indexes("sign_in", "staff_id")


def _keep_staff_out() -> None:
    op.execute("DELETE FROM sign_in WHERE staff_id IS NOT NULL OR needs_code")
    op.drop_index("ix_sign_in_staff_id", table_name="sign_in")
    with op.batch_alter_table("sign_in") as batch:
        batch.drop_constraint(op.f("ck_sign_in_of_one"), type_="check")
        batch.drop_constraint(op.f("fk_sign_in_staff_id_staff"), type_="foreignkey")
        batch.drop_column("needs_code")
        batch.drop_column("staff_id")
        batch.alter_column("member_id", existing_type=_ID, nullable=False)


def _let_studios_have_a_history() -> None:
    """What happened to a studio as a whole has no job; records outlive the job they are about."""
    with op.batch_alter_table("history_entry") as batch:
        batch.alter_column("job_id", existing_type=_ID, nullable=True)
        batch.drop_constraint(op.f("fk_history_entry_job_id_job"), type_="foreignkey")
        batch.drop_index("ix_history_entry_studio_id")
    op.create_index("ix_history_entry_studio_id_id", "history_entry", ["studio_id", "id"])


def _keep_the_history_to_jobs() -> None:
    op.execute(
        "DELETE FROM history_entry WHERE job_id IS NULL OR job_id NOT IN (SELECT id FROM job)"
    )
    op.drop_index("ix_history_entry_studio_id_id", table_name="history_entry")
    with op.batch_alter_table("history_entry") as batch:
        batch.create_index("ix_history_entry_studio_id", ["studio_id"])
        batch.create_foreign_key(op.f("fk_history_entry_job_id_job"), "job", ["job_id"], ["id"])
        batch.alter_column("job_id", existing_type=_ID, nullable=False)


def _allow_mails(kinds: tuple[str, ...]) -> None:
    name = op.f("ck_outgoing_kind_known")
    with op.batch_alter_table("outgoing") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, f"kind IN {kinds}")
