"""a chained history: each record is linked to the one before it, and the database keeps them."""

import hashlib
import json
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby, islice

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.String(16)
_AT_ONCE = 1000
_LINKS = (
    ("chain", _ID),
    ("number", sa.Integer()),
    ("salt", sa.String(32)),
    ("content", sa.String(64)),
    ("hash", sa.String(64)),
)
_ENTRY = sa.table(
    "history_entry",
    *(sa.column(name, kind) for name, kind in _LINKS),
    sa.column("id", sa.BigInteger()),
    sa.column("studio_id", _ID),
    sa.column("job_id", _ID),
    sa.column("at", sa.DateTime(timezone=True)),
    *(sa.column(name, sa.String()) for name in ("actor_kind", "actor_name", "deed")),
    *(sa.column(name, sa.JSON()) for name in ("changes", "counts")),
)
_HEAD = sa.table(
    "history_head",
    sa.column("chain", _ID),
    sa.column("studio_id", _ID),
    sa.column("number", sa.Integer()),
)
_REFUSAL = "the history is only added to"
# What never changes, and what does while a person is forgotten.
_FIXED = (
    "id", "studio_id", "job_id", "at", "actor_kind", "deed", "counts", "chain", "number",
    "content", "seals", "hash",
)  # fmt: skip
_PERMITTED = "EXISTS (SELECT 1 FROM history_permit p WHERE p.chain = OLD.chain)"


def upgrade() -> None:
    op.create_table(
        "history_head",
        sa.Column("chain", _ID, nullable=False),
        sa.Column("studio_id", _ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["studio_id"], ["studio.id"], name=op.f("fk_history_head_studio_id_studio")
        ),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_history_head")),
    )
    op.create_index("ix_history_head_studio_id", "history_head", ["studio_id"])
    op.create_table(
        "history_permit",
        sa.Column("chain", _ID, nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_history_permit")),
    )
    op.add_column("history_entry", sa.Column("seals", sa.JSON()))
    for name, kind in _LINKS:
        op.add_column("history_entry", sa.Column(name, kind))
    _chain_what_is_there(op.get_bind())
    with op.batch_alter_table("history_entry") as batch:
        for name, kind in _LINKS:
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.create_unique_constraint(op.f("uq_history_entry_chain_number"), ["chain", "number"])
    _guard()


def downgrade() -> None:
    _leave_unguarded()
    with op.batch_alter_table("history_entry") as batch:
        batch.drop_constraint(op.f("uq_history_entry_chain_number"), type_="unique")
        for name, _kind in _LINKS:
            batch.drop_column(name)
        batch.drop_column("seals")
    op.drop_table("history_permit")
    op.drop_table("history_head")


def _chain_what_is_there(connection: sa.Connection) -> None:
    """What was written before is linked as it stands now."""
    chain = sa.func.coalesce(_ENTRY.c.job_id, _ENTRY.c.studio_id).label("of")
    found = sa.select(_ENTRY, chain).order_by(chain, _ENTRY.c.id)
    # Written once all of it is read: a cursor that is open does not see what it changes.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as links:
        for row in _each_linked(connection.execute(found.execution_options(yield_per=_AT_ONCE))):
            links.write(f"{json.dumps(row)}\n")
        links.seek(0)
        rows = (json.loads(line) for line in links)
        while portion := list(islice(rows, _AT_ONCE)):
            _write(connection, portion)


def _each_linked(found: Iterable[sa.Row]) -> Iterator[dict[str, object]]:
    for of, rows in groupby(found, key=lambda row: row.of):
        before = ""
        for number, row in enumerate(rows, start=1):
            linked = _linked(row, of, number, before)
            before = str(linked["hash"])
            yield linked | {"of_id": row.id, "studio_id": row.studio_id}


def _write(connection: sa.Connection, rows: list[dict[str, object]]) -> None:
    values = {name: sa.bindparam(name) for name, _kind in _LINKS}
    of = _ENTRY.c.id == sa.bindparam("of_id")
    connection.execute(
        sa.update(_ENTRY).where(of).values(**values),
        [{name: value for name, value in row.items() if name != "studio_id"} for row in rows],
    )
    last = {str(row["chain"]): row for row in rows}
    there = set(connection.scalars(sa.select(_HEAD.c.chain).where(_HEAD.c.chain.in_(last))))
    for chain, row in last.items():
        head = {name: row[name] for name in ("chain", "studio_id", "number")}
        if chain in there:
            more = sa.update(_HEAD).where(_HEAD.c.chain == chain)
            connection.execute(more.values(number=row["number"]))
        else:
            connection.execute(sa.insert(_HEAD).values(**head))


def _linked(row: sa.Row, chain: str, number: int, before: str) -> dict[str, object]:
    salt = secrets.token_hex(12)
    content = _fingerprint([salt, row.actor_name, row.changes])
    at = _in_utc(row.at).isoformat(timespec="microseconds")
    digest = _fingerprint(
        [chain, number, before, row.studio_id, row.job_id, at, row.actor_kind, row.deed,
         row.counts, content, None]
    )  # fmt: skip
    return {"chain": chain, "number": number, "salt": salt, "content": content, "hash": digest}


def _in_utc(at: datetime) -> datetime:
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _fingerprint(facts: list[object]) -> str:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _guard() -> None:
    """The database refuses to change or delete a record, but for chains that are named."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _SQLITE:
            op.execute(statement)
        return
    op.execute(_POSTGRESQL_FUNCTION)
    for statement in _POSTGRESQL_TRIGGERS:
        op.execute(statement)


def _leave_unguarded() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table in _NAMES:
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
    if not is_sqlite:
        op.execute("DROP TRIGGER history_entry_kept_whole ON history_entry")
        op.execute("DROP TRIGGER history_head_kept_whole ON history_head")
        op.execute("DROP FUNCTION refuse_to_rewrite_history()")


_NAMES = (
    ("history_entry_fixed", "history_entry"),
    ("history_entry_kept", "history_entry"),
    ("history_entry_stays", "history_entry"),
    ("history_head_grows", "history_head"),
    ("history_head_stays", "history_head"),
)
_SQLITE = (
    f"CREATE TRIGGER history_entry_fixed BEFORE UPDATE OF {', '.join(_FIXED)} ON history_entry"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    f"CREATE TRIGGER history_entry_kept BEFORE UPDATE ON history_entry WHEN NOT {_PERMITTED}"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    f"CREATE TRIGGER history_entry_stays BEFORE DELETE ON history_entry WHEN NOT {_PERMITTED}"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    "CREATE TRIGGER history_head_grows BEFORE UPDATE ON history_head"
    " WHEN NEW.chain <> OLD.chain OR NEW.number <= OLD.number"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
    f"CREATE TRIGGER history_head_stays BEFORE DELETE ON history_head WHEN NOT {_PERMITTED}"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END",
)
_POSTGRESQL_FUNCTION = f"""
CREATE FUNCTION refuse_to_rewrite_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_LEVEL = 'ROW' AND TG_ARGV[0] = 'permitted' THEN
    IF {_PERMITTED} THEN
      IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION '{_REFUSAL}';
END $$
"""
_CALL = "EXECUTE FUNCTION refuse_to_rewrite_history"
_POSTGRESQL_TRIGGERS = (
    f"CREATE TRIGGER history_entry_fixed BEFORE UPDATE OF {', '.join(_FIXED)} ON history_entry"
    f" FOR EACH ROW {_CALL}('never')",
    f"CREATE TRIGGER history_entry_kept BEFORE UPDATE ON history_entry"
    f" FOR EACH ROW {_CALL}('permitted')",
    f"CREATE TRIGGER history_entry_stays BEFORE DELETE ON history_entry"
    f" FOR EACH ROW {_CALL}('permitted')",
    "CREATE TRIGGER history_head_grows BEFORE UPDATE ON history_head FOR EACH ROW"
    f" WHEN (NEW.chain <> OLD.chain OR NEW.number <= OLD.number) {_CALL}('never')",
    f"CREATE TRIGGER history_head_stays BEFORE DELETE ON history_head"
    f" FOR EACH ROW {_CALL}('permitted')",
    f"CREATE TRIGGER history_entry_kept_whole BEFORE TRUNCATE ON history_entry"
    f" FOR EACH STATEMENT {_CALL}('never')",
    f"CREATE TRIGGER history_head_kept_whole BEFORE TRUNCATE ON history_head"
    f" FOR EACH STATEMENT {_CALL}('never')",
)
