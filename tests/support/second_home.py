"""A second installation for a backup: an empty database of the other kind, the same photos.

Rows of the first one are not to be touched inside: they would look for themselves in the second.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask

from tests.support import databases
from tests.support.builders import NOW
from tests.support.run import Run
from webapp import clock, create_app
from webapp.config import Config
from webapp.models.base import db
from webapp.models.portable import lines, snapshot, tables
from webapp.photos.serving import current_store
from webapp.use_cases.back_up import back_up
from webapp.use_cases.backup_file import opened_backup
from webapp.use_cases.restore_backup import Restored, restore_backup


@dataclass(frozen=True)
class Home:
    """Where a backup is restored: its application and settings."""

    app: Flask
    config: Config

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Its context, for as long as the block lasts."""
        with self.app.app_context():
            yield
            db.session.remove()

    def restore(self, path: Path) -> Restored:
        """What came of it; to be called inside."""
        with opened_backup(path) as backup:
            data, now = self.config.data, clock.machine_now()
            return restore_backup(backup, current_store(), data=data, now=NOW, machine_now=now)


@pytest.fixture
def back_up_now(app: Flask, config: Config, tmp_path: Path) -> Callable[..., Path]:
    """Write a backup of the application as it is; where it lies."""

    def write(name: str = "backup.zip") -> Path:
        path = tmp_path / name
        facts = {"version": "1", "base_url": config.base_url, "machine_now": clock.machine_now()}
        back_up(path, current_store(), **facts)
        return path

    return write


@pytest.fixture
def second_home(app: Flask, config: Config, run: Run, tmp_path: Path) -> Iterator[Home]:
    """The other installation, with the same secret key and the same photos."""
    data = tmp_path / "second"
    data.mkdir()
    with ExitStack() as stack:
        if config.database_url.startswith("sqlite"):
            address = stack.enter_context(databases.postgresql_copy(run))
        else:
            address = databases.sqlite_copy(run, data / "shelflife.sqlite3")
        photos = config.photos_url or str(config.photos_folder)
        own = replace(config, data=data, database_url=address, photos_url=photos)
        home = Home(create_app(own), own)
        yield home
        with home.app.app_context():
            db.engine.dispose()


def all_lines() -> dict[str, list[str]]:
    """Every row of every table that a backup keeps, but the place that mails go out from."""
    with snapshot() as connection:
        return {
            table.name: list(lines(connection, table))
            for table in tables(connection)
            if table.name != "outbox_gate"
        }
