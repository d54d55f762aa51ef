"""Every row of every table as lines of text, the same from both databases and for both.

The tables are asked of the database itself, so that rows can be put back into an older schema and
be migrated afterwards.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    select,
    text,
)

from webapp.models.base import db

ROWS_AT_ONCE = 1000
# What belongs to one installation at one moment: nobody is signed in by a backup.
PASSING = frozenset({"alembic_version", "failed_attempt", "heartbeat", "sign_in", "storage_check"})


class Kind(StrEnum):
    """How a value is written where JSON has no form of its own for it."""

    PLAIN = "plain"
    INSTANT = "instant"
    DAY = "day"
    BYTES = "bytes"


@dataclass(frozen=True)
class Form:
    """A table as its lines have it: its name, and the names and kinds of its columns."""

    name: str
    columns: tuple[tuple[str, Kind], ...]


class UnknownFormError(Exception):
    """These rows do not fit the tables that are there."""


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A connection that sees one moment, however long it reads; nobody who writes waits for it."""
    options: dict[str, Any] = {}
    if db.engine.dialect.name != "sqlite":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**options) as connection:
        yield connection


def tables(connection: Connection) -> list[Table]:
    """Every table that is kept, in an order in which each refers to earlier ones only."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in PASSING]


def form_of(table: Table) -> Form:
    """The names of its columns, and how their values are written."""
    return Form(table.name, tuple((column.name, _kind(column)) for column in table.columns))


def lines(connection: Connection, table: Table) -> Iterator[str]:
    """Its rows, each a line of JSON; in the order of the primary key."""
    kinds = [kind for _, kind in form_of(table).columns]
    rows = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(
        select(table).order_by(*table.primary_key.columns)
    )
    for row in rows:
        values = [_written(kind, value) for kind, value in zip(kinds, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def put_back(connection: Connection, table: Table, form: Form, written: Iterable[str]) -> int:
    """Insert these lines; how many they were. Raises UnknownFormError, ValueError."""
    names = [name for name, _ in form.columns]
    if set(names) != set(table.columns.keys()):
        raise UnknownFormError(f"the columns of {form.name} are others")
    kinds = [kind for _, kind in form.columns]
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type = JSON(none_as_null=True)
    number, batch = 0, []
    for line in written:
        values = map(_read, kinds, json.loads(line))
        batch.append(dict(zip(names, values, strict=True)))
        number += 1
        if len(batch) == ROWS_AT_ONCE:
            connection.execute(insert(table), batch)
            batch = []
    if batch:
        connection.execute(insert(table), batch)
    return number


def count_on(connection: Connection, table: Table) -> None:
    """Let the next number of a counted table follow the highest that was put back."""
    columns = list(table.primary_key.columns)
    if connection.dialect.name == "sqlite" or len(columns) != 1:
        return
    if not isinstance(columns[0].type, Integer):
        return
    names = {"table": table.name, "column": columns[0].name}
    sequence = connection.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), names)
    highest = connection.scalar(select(func.max(columns[0])))
    if sequence and highest:
        connection.execute(select(func.setval(sequence, highest)))


def has_rows(connection: Connection, table: Table) -> bool:
    """Whether anything is in it."""
    return connection.execute(select(text("1")).select_from(table).limit(1)).first() is not None


def _kind(column: Column[Any]) -> Kind:
    if isinstance(column.type, DateTime):
        return Kind.INSTANT
    if isinstance(column.type, Date):
        return Kind.DAY
    return Kind.BYTES if isinstance(column.type, LargeBinary) else Kind.PLAIN


def _written(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case Kind.INSTANT:
            aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            return aware.isoformat()
        case Kind.DAY:
            return value.isoformat()
        case Kind.BYTES:
            return base64.b64encode(value).decode("ascii")
        case Kind.PLAIN:
            return value


def _read(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    match kind:
        case Kind.INSTANT:
            instant = datetime.fromisoformat(value)
            return instant.replace(tzinfo=None) if _is_sqlite() else instant
        case Kind.DAY:
            return date.fromisoformat(value)
        case Kind.BYTES:
            return base64.b64decode(value)
        case Kind.PLAIN:
            return value


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
