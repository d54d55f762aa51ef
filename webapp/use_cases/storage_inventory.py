"""What the store holds and what the records say it should, side by side: on disk, not in memory.

Two hundred thousand photos have eight hundred thousand files, and no store lists them in the order
of the records. So both lists are written into a private file of SQLite's, which is gone afterwards.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from webapp.photos.store import Entry

_ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Due:
    """A file that a record knows: whose it is, and its size in bytes where that is recorded.

    `is_needed`: it has to be there; otherwise it may.
    """

    key: str
    owner: str
    size: int | None = None
    is_needed: bool = True


@dataclass(frozen=True)
class Kept:
    """A file that is there."""

    key: str
    size: int
    changed_at: datetime


class Inventory:
    """Both lists, and what is on one of them alone. Every candidate deserves a second look."""

    def __init__(self) -> None:
        self._lists = sqlite3.connect("", isolation_level=None)
        self._lists.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._lists.close()

    def add_kept(self, entries: Iterable[Entry]) -> None:
        """What the store says it holds; what it says twice counts once."""
        self._lists.executemany(
            "INSERT OR REPLACE INTO kept VALUES (?, ?, ?)",
            ((each.key, each.size, each.changed_at.timestamp()) for each in entries),
        )

    def add_due(self, files: Iterable[Due]) -> None:
        """What records know."""
        self._lists.executemany(
            "INSERT OR REPLACE INTO due VALUES (?, ?, ?, ?)",
            ((each.key, each.owner, each.size, each.is_needed) for each in files),
        )

    def owners_missing(self, area: str) -> Iterator[str]:
        """Whose files of this area are needed, and not there or of another size; each once."""
        differing = (
            "SELECT DISTINCT due.owner FROM due LEFT JOIN kept USING (key)"
            " WHERE due.key >= ? AND due.key < ? AND due.is_needed"
            " AND (kept.key IS NULL OR due.size <> kept.size) ORDER BY due.owner"
        )
        return (owner for (owner,) in self._rows(differing, *_range(area)))

    def surplus(self, area: str, *, before: datetime) -> Iterator[Kept]:
        """Files of this area that no record knows and that were written before that instant."""
        alone = (
            "SELECT kept.key, kept.size, kept.changed_at FROM kept LEFT JOIN due USING (key)"
            " WHERE kept.key >= ? AND kept.key < ? AND due.key IS NULL AND kept.changed_at < ?"
            " ORDER BY kept.key"
        )
        for key, size, changed_at in self._rows(alone, *_range(area), before.timestamp()):
            yield Kept(key, size, datetime.fromtimestamp(changed_at, UTC))

    def keys(self, area: str) -> Iterator[str]:
        """The files of this area, by name."""
        there = "SELECT key FROM kept WHERE key >= ? AND key < ? ORDER BY key"
        return (key for (key,) in self._rows(there, *_range(area)))

    def _rows(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        cursor = self._lists.execute(statement, values)
        while rows := cursor.fetchmany(_ROWS_AT_ONCE):
            yield from rows


def _range(area: str) -> tuple[str, str]:
    """The first name of a folder, and the first one behind it ('0' follows '/')."""
    return f"{area}/", f"{area}0"


# Nothing here has to survive anything: it is never ended as a transaction, only closed.
_TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE kept (key TEXT PRIMARY KEY, size INTEGER, changed_at REAL) WITHOUT ROWID;
CREATE TABLE due (key TEXT PRIMARY KEY, owner TEXT, size INTEGER, is_needed INTEGER) WITHOUT ROWID;
BEGIN;
"""
