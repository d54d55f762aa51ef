"""Reading never writes: what a GET or HEAD request may not do to the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

_WRITES = re.compile(r"\s*(WITH\b.*\b)?(INSERT|UPDATE|DELETE|REPLACE|MERGE)\b", re.I | re.S)
_FOR_UPDATE = re.compile(r"\bFOR\s+(NO\s+KEY\s+)?UPDATE\b", re.I)
_written: ContextVar[list[str] | None] = ContextVar("written", default=None)


@contextmanager
def nothing_is_written(what: str) -> Iterator[None]:
    """Fail when the session is flushed or a statement changes rows meanwhile."""
    written: list[str] = []
    token = _written.set(written)
    try:
        yield
    finally:
        _written.reset(token)
    assert not written, f"{what} only reads, but it wrote: {'; '.join(written)}"


@event.listens_for(Session, "before_flush")
def _note_flush(session: Session, *_unused: Any) -> None:
    written = _written.get()
    if written is not None:
        changed = [type(row).__name__ for row in (*session.new, *session.dirty, *session.deleted)]
        if changed:
            written.append(f"flush of {', '.join(changed)}")


@event.listens_for(Engine, "before_cursor_execute")
def _note_statement(_connection: Any, _cursor: Any, statement: str, *_unused: Any) -> None:
    written = _written.get()
    if written is not None and _WRITES.match(_FOR_UPDATE.sub("", statement)):
        written.append(statement)
