"""What the program stands on: the database, its size and version, the disk."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy
from alembic.migration import MigrationContext
from sqlalchemy import text

from webapp.models.base import db

_SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgresql": "SELECT pg_database_size(current_database())",
}
_VERSIONS = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}


@dataclass(frozen=True)
class Disk:
    """Of a folder, in bytes."""

    free: int
    total: int


def database_bytes() -> int:
    """How large the database is, indexes and all."""
    return int(db.session.scalar(text(_SIZES[db.engine.dialect.name])) or 0)


def database_server() -> str:
    """'SQLite 3.45.1', 'PostgreSQL 16.2'."""
    kind = db.engine.dialect.name
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[kind]
    version = str(db.session.scalar(text(_VERSIONS[kind])) or "")
    return f"{name} {version.partition(' ')[0]}"


def toolkit() -> str:
    """'SQLAlchemy 2.0.30'."""
    return f"SQLAlchemy {sqlalchemy.__version__}"


def schema_heads() -> tuple[str, ...]:
    """The migrations that were applied last; one, unless something is wrong."""
    return tuple(MigrationContext.configure(db.session.connection()).get_current_heads())


def disk_of(folder: Path) -> Disk | None:
    """The disk on which the folder lies; None: it cannot be asked."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return Disk(usage.free, usage.total)
