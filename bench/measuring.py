"""Stopwatch and counters that all measurements share."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from webapp.models.base import db


@dataclass
class Stopwatch:
    """Seconds that a block took."""

    seconds: float = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """How long the block takes, in seconds."""
    watch = Stopwatch()
    begin = time.perf_counter()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - begin


def seconds_of(deed: Callable[[], Any]) -> float:
    """How long one call takes, in seconds."""
    with timed() as watch:
        deed()
    return watch.seconds


@dataclass
class Statements:
    """The statements that were sent to the database, as they were sent."""

    sent: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many, without beginnings and ends of transactions."""
        return len(self.sent)


@contextmanager
def counted() -> Iterator[Statements]:
    """What the program sends to the database inside the block. Needs an app context."""
    statements = Statements()

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
            statements.sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
