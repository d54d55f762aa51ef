"""The database: how it is opened, what every table shares, and the only place that commits."""

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import DateTime, Engine, MetaData, String, event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.types import TypeDecorator

ID_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
ID_LENGTH = 16
_CONDITION = "condition"
_READER = "reader"
_SYMBOL_OF_BYTE = ID_ALPHABET.encode() * (256 // len(ID_ALPHABET))


def new_id() -> str:
    """An id that cannot be guessed: 16 of 32 symbols, 80 random bits."""
    # Five bits of each random byte, all of them at once: archiving makes hundreds of thousands.
    return secrets.token_bytes(ID_LENGTH).translate(_SYMBOL_OF_BYTE).decode()


def is_id(typed: str) -> bool:
    """Whether what came with an address or a form can be an id: only then is it looked up."""
    return len(typed) == ID_LENGTH and set(typed) <= set(ID_ALPHABET)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on every database; a naive one is refused: ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What every table shares: names of constraints that migrations can rely on."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: UtcDateTime()},
    )


class Session(FlaskSession):
    """A session that may read without a transaction around it (see `only_read`)."""

    def get_bind(self, *asked: Any, **named: Any) -> Engine | Connection:
        """The engine that the next statement is sent by."""
        return self.info.get(_READER) or super().get_bind(*asked, **named)


db = SQLAlchemy(model_class=Base, session_options={"class_": Session})

if TYPE_CHECKING:

    class Model(Base):
        """What the type checker sees of Flask-SQLAlchemy's own base class."""

        __abstract__ = True

else:
    Model = db.Model


class WithId:
    """A table whose rows have an id of their own."""

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)


class Busy(Exception):
    """Others have been writing for so long that a deed gave up; nothing of it is stored."""


@contextmanager
def transaction() -> Iterator[OrmSession]:
    """One deed, whole or not at all: where the program commits.

    What the session has read so far is forgotten first, so that facts are read again under the
    lock; on SQLite the transaction begins as a writer (see docs/decisions/sqlite-begin-modes.md).
    Raises Busy where the one writer of SQLite does not come to an end, and what the condition of
    this request raises (see `only_while`).
    """
    session = db.session()
    session.rollback()
    session.info.pop(_READER, None)
    try:
        _begin(session)
        _ask_the_condition(session)
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _begin(session: OrmSession) -> None:
    try:
        session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorname", "") != "SQLITE_BUSY":
            raise
        raise Busy from error


def only_read() -> None:
    """Let each statement of this session be a transaction of its own, until a deed begins one.

    PostgreSQL shows each statement what was committed before it, in a transaction or not. Without
    one, two ways to it are saved, and what was prepared stays so: psycopg forgets it at a ROLLBACK.
    On SQLite a page is read in one transaction, from one state.
    """
    session = db.session()
    if db.engine.dialect.name != "sqlite" and not session.in_transaction():
        session.info[_READER] = db.engine.execution_options(isolation_level="AUTOCOMMIT")


def only_while(condition: Callable[[OrmSession], None]) -> None:
    """Let each deed of this request ask this first, inside its transaction; it raises where the
    deed may not be done any more. It goes with the session, at the end of the request."""
    db.session().info[_CONDITION] = condition


def _ask_the_condition(session: OrmSession) -> None:
    condition = session.info.get(_CONDITION)
    if condition is not None:
        condition(session)


@contextmanager
def single_statements() -> Iterator[Connection]:
    """A connection on which each statement is a transaction of its own, begun and ended with it.

    For what is written at every message that goes out: it saves two of three ways to the database.
    """
    options: dict[str, Any] = {"sqlite_begin": ""}
    if db.engine.dialect.name != "sqlite":
        options["isolation_level"] = "AUTOCOMMIT"
    with db.engine.connect().execution_options(**options) as connection:
        yield connection


def read_committed_state() -> None:
    """Forget what the session holds, so that the next look sees what others have committed."""
    db.session.rollback()


@event.listens_for(Engine, "connect")
def _open_sqlite_for_writers(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=10000",
        "foreign_keys=ON",
        # INSERT OR REPLACE deletes too: it has to meet the triggers that keep the history.
        "recursive_triggers=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.create_function("new_id", 0, new_id)


@event.listens_for(Engine, "begin")
def _begin_sqlite_in_the_asked_mode(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        if mode:
            connection.exec_driver_sql(f"BEGIN {mode}")
