"""A database and a data folder as they were arranged, and so again after each death."""

import hashlib
import json
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path

import psycopg
from sqlalchemy import Table, make_url, text

from webapp import clock
from webapp.models.base import db
from webapp.models.operation import TaskRun

_PATIENCE = 10  # seconds until a dead program's connections have to be gone
# Whatever has sixteen letters and figures in a row: no word of the program has.
_LONG = re.compile(r"[\w+/=@.:-]{16,}|\.\d+$")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ][\d:.+]+")  # of the business: it stands still
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client"
    " backend'"
)


class Arranged:
    """What was kept of the current application's database and of its data folder."""

    def __init__(self, address: str, data: Path) -> None:
        self._address = address
        self._data = data
        self._kept_data = data.with_name(f"{data.name}-as-arranged")
        self._sqlite = Path(make_url(address).database or "") if "sqlite" in address else None
        self._name = make_url(address).database or ""
        self._kept_sqlite = data.with_name("as-arranged.sqlite3")
        self._known: set[str] = set()

    def keep(self) -> None:
        """Keep it as it is now."""
        for row in self._rows():
            self._known.update(long for value in row for long in _LONG.findall(str(value)))
        shutil.copytree(self._data, self._kept_data)
        disconnect()
        if self._sqlite:
            shutil.copyfile(self._sqlite, self._kept_sqlite)
        else:
            self._on_server(f'CREATE DATABASE "{self._name}_kept" TEMPLATE "{self._name}"')

    def restore(self) -> None:
        """As it was. The file stays the same one, and so does the name of the database."""
        disconnect()
        if self._sqlite:
            for beside in ("-wal", "-shm"):
                Path(f"{self._sqlite}{beside}").unlink(missing_ok=True)
            shutil.copyfile(self._kept_sqlite, self._sqlite)
        else:
            self._on_server(
                f'DROP DATABASE "{self._name}" WITH (FORCE)',
                f'CREATE DATABASE "{self._name}" TEMPLATE "{self._name}_kept"',
            )
        shutil.rmtree(self._data)
        shutil.copytree(self._kept_data, self._data)

    def forget(self) -> None:
        """Nothing is kept any more."""
        disconnect()
        if not self._sqlite:
            self._on_server(f'DROP DATABASE IF EXISTS "{self._name}_kept" WITH (FORCE)')

    def fingerprint(self) -> str:
        """Of every row and every file, but for what is drawn or read anew each time: ids, salts,
        hashes, mails with such in them, the machine's time, and how long a task took. Ids that were
        arranged are the same each time, and count."""
        rows = ([self._told(value) for value in row] for row in self._rows())
        seen = [sorted(map(repr, rows)), sorted(self._files())]
        return hashlib.sha256(repr(seen).encode()).hexdigest()

    def _rows(self) -> Iterator[list[object]]:
        return _sqlite_rows(self._sqlite) if self._sqlite else _postgresql_rows()

    def _files(self) -> Iterator[tuple[str, int, str]]:
        """Pictures by their bytes; in mails are links that are drawn anew."""
        for path in self._data.rglob("*"):
            if path.is_file():
                name, content = path.relative_to(self._data), path.read_bytes()
                is_photo = name.parts[0] == "photos"
                digest = hashlib.sha256(content).hexdigest() if is_photo else ""
                is_known = not self._known.isdisjoint(name.parts)
                told = name.as_posix() if is_known else _LONG.sub("*", name.as_posix())
                yield told, len(content), digest

    def _told(self, value: object) -> object:
        words = str(value)
        if words[:10] in _days():
            return "now"
        if isinstance(value, bytes):
            return len(value)
        if _INSTANT.fullmatch(words):
            return words
        return _LONG.sub(lambda found: found[0] if found[0] in self._known else "*", words)

    def _on_server(self, *statements: str) -> None:
        address = make_url(self._address).set(drivername="postgresql", database="postgres")
        with psycopg.connect(
            address.render_as_string(hide_password=False), autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@contextmanager
def arranged(address: str, data: Path) -> Iterator[Arranged]:
    """Keep what there is; it can be restored within the block."""
    kept = Arranged(address, data)
    kept.keep()
    try:
        yield kept
    finally:
        kept.forget()


def disconnect() -> None:
    """Close every connection of the current application."""
    db.session.remove()
    db.engine.dispose()


def others_are_gone() -> None:
    """Wait until the server has noticed that a program is dead: until then its locks are held."""
    if db.engine.dialect.name == "sqlite":
        return
    until = time.monotonic() + _PATIENCE
    with db.engine.connect() as connection:
        while connection.scalar(_OTHERS):
            assert time.monotonic() < until, "a dead program still holds a connection"
            time.sleep(0.002)
            connection.rollback()


def is_sound() -> bool:
    """Whether SQLite finds its file whole, and every reference leads somewhere."""
    if db.engine.dialect.name != "sqlite":
        return True
    with db.engine.connect() as connection:
        words = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        return words == ["ok"] and not connection.exec_driver_sql("PRAGMA foreign_key_check").all()


def _sqlite_rows(path: Path) -> Iterator[list[object]]:
    connection = sqlite3.connect(path)
    try:
        for table in _tables():
            for row in connection.execute(f'SELECT * FROM "{table.name}"'):  # noqa: S608 - ours
                yield [table.name, *row]
    finally:
        connection.close()


def _postgresql_rows() -> Iterator[list[object]]:
    each = (
        f"SELECT '{table.name}', row_to_json(t)::text FROM \"{table.name}\" t"  # noqa: S608 - ours
        for table in _tables()
    )
    with db.engine.connect() as connection:
        for name, row in connection.exec_driver_sql(" UNION ALL ".join(each)):
            yield [name, *json.loads(row).values()]


def _tables() -> list[Table]:
    return [table for table in db.metadata.sorted_tables if table.name != TaskRun.__tablename__]


@cache
def _days() -> tuple[str, ...]:
    """How instants of the machine begin while a test runs."""
    today = clock.machine_now().date()
    return tuple((today + timedelta(days=days)).isoformat() for days in (-1, 0, 1))
