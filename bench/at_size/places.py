"""Where a whole house is measured: a server of our own with a large and a small installation."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bench.at_size.rows import FUNCTION_NAMES, Size, functions, statements
from tests.support import databases, postgresql
from tests.support.run import Run
from webapp.models.base import db

_HANDS = 2
_SWITCHES = {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "6GB",
    "checkpoint_timeout": "30min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # A vacuum in the middle of a measurement would be somebody else's time.
    "autovacuum": "off",
}
# What is not ready is not kept up to date while rows come; REINDEX makes it ready again.
_REST = """
UPDATE pg_index SET indisready = {ready} FROM pg_class t
WHERE t.oid = indrelid AND t.relnamespace = 'public'::regnamespace AND t.relname = ANY(%s)
"""


@contextmanager
def a_house(kept: Path | None) -> Iterator[Run]:
    """A server of our own, gone afterwards with all it holds, unless a folder for it is given."""
    if kept is None:
        run = Run.begin()
        try:
            run.once("postgresql", lambda: postgresql.start(run.folder, **_SWITCHES))
            yield run
        finally:
            run.end()
        return
    kept.mkdir(mode=0o755, parents=True, exist_ok=True)
    run = Run(kept)
    (kept / "postgresql.answer").write_text(postgresql.start(kept, **_SWITCHES))
    try:
        yield run
    finally:
        postgresql.stop(kept)


def filled(run: Run, name: str, size: Size) -> str:
    """The address of a database of this size, made unless this run (or its folder) has it."""
    database = f"{run.name}_{name}_{size.jobs}"
    address = make_url(databases.server(run)).set(database=database)
    written = address.render_as_string(hide_password=False)
    run.once(f"{name}-{size.jobs}", lambda: _filled(run, written, size))
    return written


def plain(address: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection without the program; each statement is a transaction."""
    bare = make_url(address).set(drivername="postgresql")
    return psycopg.connect(bare.render_as_string(hide_password=False), autocommit=True)


def rows_of_tables(address: str, least: float) -> dict[str, int]:
    """The tables that have at least so many rows, as the database reckons, and how many."""
    with plain(address) as connection:
        found = connection.execute(
            "SELECT relname, reltuples::bigint FROM pg_class WHERE relkind = 'r'"
            " AND relnamespace = 'public'::regnamespace AND reltuples > %s",
            [least],
        ).fetchall()
    return {str(name): int(rows) for name, rows in found}  # type: ignore[call-overload]


def _filled(run: Run, address: str, size: Size) -> str:
    with plain(databases.server(run)) as connection:
        connection.execute(f'CREATE DATABASE "{make_url(address).database}"'.encode())
    databases.migrate(address, run.folder)
    with plain(address) as connection:
        connection.execute("SET allow_system_table_mods = on")
        for each in functions(size).split(";\n"):
            connection.execute(each.encode())
        connection.execute(_REST.format(ready="false").encode(), [[*statements(size)]])
    _all(partial(_run, address, each) for each in statements(size).values())
    _all(partial(_run, address, f"REINDEX TABLE {name}") for name in statements(size))
    _all(partial(_run, address, f"VACUUM (FREEZE, ANALYZE) {table.name}")
         for table in db.metadata.sorted_tables)  # fmt: skip
    for name in FUNCTION_NAMES:
        _run(address, f"DROP FUNCTION {name}")
    _run(address, "CHECKPOINT")
    return "filled"


def _all(deeds: Iterable[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(_HANDS) as hands:
        for done in [hands.submit(each) for each in deeds]:
            done.result()


def _run(address: str, statement: str) -> None:
    with plain(address) as connection:
        # What is loaded is whole; looking up each foreign key would only take time.
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement.encode())
