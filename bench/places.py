"""Where is measured: a filled database, made once and copied for each measurement."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import make_url

from bench.volume import Row, Table, Volume, tables
from tests.support import databases, postgresql
from tests.support.run import Run
from webapp import create_app
from webapp.config import Config
from webapp.models.base import db

KINDS = databases.KINDS
SECRET = "the fixed secret of the measurements, known to all"  # noqa: S105 - of no installation
_AT_ONCE = 20_000
_numbers = count(1)
_addresses: dict[tuple[str, Volume], str] = {}
_filled_once = ExitStack()


@contextmanager
def a_run(databases_wanted: tuple[str, ...]) -> Iterator[Run]:
    """A folder for everything that is made, and a server that writes as one should."""
    run = Run.begin()
    try:
        if "postgresql" in databases_wanted:
            run.once("postgresql", lambda: _durable_server(run.folder))
        with _filled_once:
            yield run
    finally:
        _addresses.clear()
        databases.drop_template(run)
        run.end()


def _durable_server(folder: Path) -> str:
    return postgresql.start(
        folder,
        fsync="on",
        synchronous_commit="on",
        full_page_writes="on",
        shared_buffers="256MB",
        max_wal_size="4GB",
    )


def filled(run: Run, kind: str, volume: Volume) -> str:
    """The address of a database with this volume, made once: to be copied, not to be changed."""
    if (kind, volume) not in _addresses:
        address = _filled_once.enter_context(emptied(run, kind))
        for each in tables(volume):
            load(address, each, fresh=True)
        _settle(address)
        _addresses[kind, volume] = address
    return _addresses[kind, volume]


@contextmanager
def copied(run: Run, address: str) -> Iterator[str]:
    """The address of a copy, gone afterwards."""
    if address.startswith("sqlite"):
        path = run.folder / f"copy-{next(_numbers)}.sqlite3"
        shutil.copyfile(address.removeprefix("sqlite:///"), path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for file in run.folder.glob(f"{path.name}*"):
                file.unlink()
        return
    name = f"{run.name}_copy_{next(_numbers)}"
    template = make_url(address).database
    _on_server(run, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    try:
        yield make_url(address).set(database=name).render_as_string(hide_password=False)
    finally:
        _on_server(run, f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def application(address: str, folder: Path, *, photos_url: str = "") -> Iterator[Flask]:
    """The application on this database, with a context pushed."""
    config = Config(
        data=folder, database_url=address, photos_url=photos_url, secret_key=SECRET, testing=True
    )
    app = create_app(config)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def load(address: str, table: Table, *, fresh: bool = False) -> None:
    """Write all rows of a table; into a database that nobody has opened yet, as fast as can be."""
    if address.startswith("sqlite"):
        _load_sqlite(address, table, fresh=fresh)
    else:
        _load_postgresql(address, table)


def connect(address: str) -> "sqlite3.Connection | psycopg.Connection[Row]":
    """A plain connection as the program would open it, without the program."""
    if address.startswith("sqlite"):
        connection = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
        for pragma in ("synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection
    return psycopg.connect(_plain(address), autocommit=True)


def bytes_of(address: str) -> int:
    """How much room the database takes."""
    if address.startswith("sqlite"):
        return Path(address.removeprefix("sqlite:///")).stat().st_size
    with psycopg.connect(_plain(address)) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


@contextmanager
def emptied(run: Run, kind: str) -> Iterator[str]:
    """The address of a migrated database without a row, gone afterwards."""
    if kind == "postgresql":
        with databases.postgresql_copy(run) as address:
            yield address
        return
    path = run.folder / f"filled-{next(_numbers)}.sqlite3"
    yield databases.sqlite_copy(run, path)
    path.unlink()


def _load_sqlite(address: str, table: Table, *, fresh: bool) -> None:
    places = ", ".join("?" * len(table.columns))
    statement = f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({places})"
    connection = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
    if fresh:
        for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-400000"):
            connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(statement, (tuple(map(sqlite_value, row)) for row in table.rows))
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


def _load_postgresql(address: str, table: Table) -> None:
    with psycopg.connect(_plain(address)) as connection:
        # What is loaded is whole; looking up each foreign key would only take time.
        connection.execute("SET session_replication_role = replica")
        with connection.cursor().copy(
            f"COPY {table.name} ({', '.join(table.columns)}) FROM STDIN".encode()
        ) as copy:
            for row in table.rows:
                copy.write_row(row)


def _settle(address: str) -> None:
    """PostgreSQL's housekeeping of a quiet night; SQLite has none that the program asks for."""
    if address.startswith("sqlite"):
        return
    with psycopg.connect(_plain(address), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def sqlite_value(value: object) -> object:
    """A value as the program keeps it in SQLite: instants as text in UTC, without their zone."""
    if hasattr(value, "utcoffset"):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")  # type: ignore[attr-defined]
    return value.isoformat() if hasattr(value, "isoformat") else value


def _on_server(run: Run, statement: str) -> None:
    with psycopg.connect(_plain(databases.server(run)), autocommit=True) as connection:
        connection.execute(statement.encode())


def _plain(address: str) -> str:
    return make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
