"""A database that fails at a statement about one row, and does all others."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event

from webapp.models.base import db


class DatabaseFailsError(RuntimeError):
    """The statement was not carried out."""


@contextmanager
def before_statement(
    begins: str, row_id: str, do: Callable[[Connection], Any], *, nth: int = 1
) -> Iterator[None]:
    """Before such a statement that names the row, from the n-th on: do something."""
    seen = 0

    def look(connection: Connection, _cursor: Any, said: str, values: Any, *_unused: Any) -> None:
        nonlocal seen
        if said.startswith(begins) and row_id in repr(values):
            seen += 1
            if seen >= nth:
                do(connection)

    event.listen(db.engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", look)
    assert seen >= nth, f"there was no {begins!r} with that row"


def database_fails(begins: str, row_id: str, *, nth: int = 1) -> Any:
    """Statements that begin like this and name the row fail, from the n-th on."""

    def fail(_connection: Connection) -> None:
        raise DatabaseFailsError

    return before_statement(begins, row_id, fail, nth=nth)
