"""How Alembic reaches the program's own engine and models."""

from alembic import context
from flask import current_app

target_metadata = current_app.extensions["migrate"].db.metadata


def plain_type(kind: str, item: object, _context: object) -> str | bool:
    """Migrations stand for themselves: they name the database's types, not the program's."""
    if kind == "type" and type(item).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def run_migrations() -> None:
    """Run in one transaction, on a connection that writes from the start."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect().execution_options(sqlite_begin="IMMEDIATE") as connection:
        context.configure(
            connection=connection,
            target_metadata=target_metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=plain_type,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
