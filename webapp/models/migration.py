"""Bringing the database to the newest schema."""

from pathlib import Path

import flask_migrate
from flask import Flask

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(app: Flask) -> None:
    """Apply every migration that is missing; doing it twice changes nothing."""
    with app.app_context():
        flask_migrate.upgrade(directory=str(MIGRATIONS))
