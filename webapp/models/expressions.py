"""Expressions that both databases understand, each in its own words."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from webapp.models.base import Model


def insert_or_update(session: Session, table: type[Model]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that knows ON CONFLICT, in the words of the session's database."""
    if session.connection().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


class fresh_id(FunctionElement[str]):  # noqa: N801 - reads like an SQL function
    """A new id for each row that a statement writes by itself (INSERT … SELECT)."""

    type = String()
    inherit_cache = True
    name = "fresh_id"


@compiles(fresh_id, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    """The last 16 digits of a random UUID, without the two that our ids do not use."""
    return "translate(right(replace(gen_random_uuid()::text, '-', ''), 16), '01', 'xy')"


@compiles(fresh_id, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    """`new_id` of the program itself, registered on every connection."""
    return "new_id()"
