"""Bringing the database to the newest schema."""

from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection

from webapp.models.base import db

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


class DatabaseIsNewer(Exception):  # noqa: N818 - a state of things, not an error
    """A later version of the program has brought this database to a schema unknown here."""


def upgrade(app: Flask) -> None:
    """Apply every migration that is missing; doing it twice changes nothing.

    Raises DatabaseIsNewer.
    """
    with app.app_context():
        with db.engine.connect() as connection:
            revision = revision_of(connection)
        if revision and revision not in revisions():
            raise DatabaseIsNewer(revision)
        flask_migrate.upgrade(directory=str(MIGRATIONS))


def revision_of(connection: Connection) -> str:
    """The schema of this database, by its name; '' for a database without tables."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def revisions() -> list[str]:
    """Every schema that this program knows, the newest first."""
    return [each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


def bring_to(revision: str, *, from_revision: str) -> None:
    """Bring the database of the current application to another schema, forwards or back."""
    known = revisions()
    if from_revision and known.index(from_revision) < known.index(revision):
        flask_migrate.downgrade(directory=str(MIGRATIONS), revision=revision)
    elif from_revision != revision:
        flask_migrate.upgrade(directory=str(MIGRATIONS), revision=revision)
