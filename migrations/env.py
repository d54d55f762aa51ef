"""How Alembic reaches the program's own engine and models."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

target_metadata = current_app.extensions["migrate"].db.metadata


def plain_type(kind: str, item: object, _context: object) -> str | bool:
    """Migrations stand for themselves: they name the database's types, not the program's."""
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def tables_may_be_copied(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it: meanwhile nobody may follow what refers to it.

    What refers to nothing afterwards ends the migration, and nothing of it is kept.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def run_migrations() -> None:
    """Run in one transaction, on a connection that writes from the start."""
    engine = current_app.extensions["migrate"].db.engine
    with (
        engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection,
        tables_may_be_copied(connection),
    ):
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=plain_type,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                # Whatever is in its way: half a migration is none, and to begin anew is dearer.
                connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            context.run_migrations()
            if connection.dialect.name == "sqlite":
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if lost:
                    raise RuntimeError(f"rows that refer to nothing: {lost[:5]}")


run_migrations()
