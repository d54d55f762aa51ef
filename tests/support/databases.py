"""An empty, migrated database for every test: a copy of a file, or of a PostgreSQL template."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import (
    URL,
    Engine,
    NullPool,
    create_engine,
    literal,
    make_url,
    select,
    text,
    union_all,
)

from tests.support import postgresql
from tests.support.run import Run
from webapp import create_app
from webapp.config import Config
from webapp.models.base import db
from webapp.models.migration import upgrade

KINDS = ("sqlite", "postgresql")
_SECRET = "a secret of the tests, never of a studio"
_numbers = count(1)
_emptied: list[str] = []  # databases of this process that wait for their next test
_OTHERS_OUT = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
# How many tables, indexes and sequences, functions and triggers there are, in one text.
_MADE = text(
    "SELECT concat_ws(' ', (SELECT count(*) FROM pg_class WHERE relnamespace = s.oid),"
    " (SELECT count(*) FROM pg_proc WHERE pronamespace = s.oid),"
    " (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal))"
    " FROM pg_namespace s WHERE nspname = 'public'"
)
_COUNTS_ANEW = text(
    "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)"
    " FROM pg_sequences WHERE last_value IS NOT NULL"
)
_PERMIT_HISTORY_TO_GO = text(
    "INSERT INTO history_permit SELECT chain FROM history_head"
    " UNION SELECT chain FROM history_entry"
)
_PERMIT_NO_MORE = text("DELETE FROM history_permit")
_FILLED = union_all(
    *(
        select(literal(table.name)).where(select(table).exists())
        for table in db.metadata.sorted_tables
    )
)


def sqlite_copy(run: Run, path: Path) -> str:
    """Copy the migrated file to `path`; gives its address."""
    template = run.once("sqlite", lambda: _migrated_file(run.folder / "template.sqlite3"))
    shutil.copyfile(template, path)
    return f"sqlite:///{path}"


@contextmanager
def postgresql_copy(run: Run) -> Iterator[str]:
    """A migrated, empty database on the run's server; gives its address.

    It is used again after its rows are deleted: that takes a fifth of copying the template. One
    whose tables, functions or triggers a test has changed is dropped.
    """
    name = _emptied.pop() if _emptied else _fresh_copy(run)
    try:
        yield _address(run, name)
    finally:
        if _is_emptied(run, name):
            _emptied.append(name)
        else:
            _drop(run, name)


@contextmanager
def empty_postgresql(run: Run) -> Iterator[str]:
    """A PostgreSQL database without any table, for the tests of the migrations."""
    with _database(run, f"{run.name}_{os.getpid()}_{next(_numbers)}", "template1") as address:
        yield address


def server(run: Run) -> str:
    """The address of the run's PostgreSQL server, "" where there is none."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if given:
        return given
    address = run.once("postgresql", lambda: postgresql.start(run.folder))
    if not address:
        run.note_missing(
            "postgresql", "no initdb on this machine, none on the PATH, none from a package"
        )
    return address


def drop_copies(run: Run) -> None:
    """Leave nothing of this process on a server that is not ours. Ours goes with all it holds."""
    while os.environ.get("TEST_DATABASE_URL") and _emptied:
        _drop(run, _emptied.pop())


def drop_template(run: Run) -> None:
    """The same of the run as a whole."""
    if os.environ.get("TEST_DATABASE_URL"):
        _drop(run, f"{run.name}_template")


def migrate(address: str, data: Path) -> None:
    """Bring the database at this address to the newest schema, as `shelflife migrate` does."""
    app = create_app(Config(data=data, database_url=address, secret_key=_SECRET, testing=True))
    upgrade(app)
    with app.app_context():
        db.engine.dispose()


def _migrated_file(path: Path) -> str:
    migrate(f"sqlite:///{path}", path.parent)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return str(path)


def _migrated_template(run: Run) -> str:
    name = f"{run.name}_template"
    _execute(run, f'CREATE DATABASE "{name}"')
    migrate(_address(run, name), run.folder)
    return name


def _fresh_copy(run: Run) -> str:
    template = run.once("postgresql-template", lambda: _migrated_template(run))
    name = f"{run.name}_{os.getpid()}_{next(_numbers)}"
    _execute(run, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _is_emptied(run: Run, name: str) -> bool:
    """Delete every row and begin every count anew; False: it is no copy of the template now."""
    with _engine(_address(run, name)).connect() as connection:
        connection.execute(_OTHERS_OUT)
        made = str(connection.scalars(_MADE).one())
        if made != run.once("postgresql-made", lambda: _made_of_the_template(run)):
            return False
        filled = set(connection.scalars(_FILLED))
        connection.execute(_PERMIT_HISTORY_TO_GO)
        for table in reversed(db.metadata.sorted_tables):
            if table.name in filled:
                connection.execute(table.delete())
        connection.execute(_PERMIT_NO_MORE)
        connection.execute(_COUNTS_ANEW)
    return True


def _made_of_the_template(run: Run) -> str:
    address = _address(run, f"{run.name}_template")
    with create_engine(address, poolclass=NullPool).connect() as connection:
        return str(connection.scalars(_MADE).one())


@contextmanager
def _database(run: Run, name: str, template: str) -> Iterator[str]:
    _execute(run, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield _address(run, name)
    finally:
        _drop(run, name)


def _drop(run: Run, name: str) -> None:
    _execute(run, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _execute(run: Run, statement: str) -> None:
    with _engine(_url(run).render_as_string(hide_password=False)).connect() as connection:
        connection.execute(text(statement))


@cache
def _engine(address: str) -> Engine:
    """It connects anew each time, but knows its server and the SQL of its statements."""
    return create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")


def _address(run: Run, name: str) -> str:
    return _url(run).set(database=name).render_as_string(hide_password=False)


def _url(run: Run) -> URL:
    return make_url(server(run)).set(drivername="postgresql+psycopg")
