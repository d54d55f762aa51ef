"""Statements that are said thousands of times a minute: put into the database's words only once."""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.dml import ReturningUpdate


class Prepared:
    """An UPDATE … RETURNING with named parameters; see docs/decisions/outbox.md."""

    def __init__(self, statement: ReturningUpdate[Any]) -> None:
        self._statement = statement
        self._in_words_of: dict[str, _Words] = {}

    def run(self, connection: Connection, facts: dict[str, Any]) -> set[Any]:
        """Send it with these values; what it returned of the rows that it changed."""
        words = self._in_words_of.get(connection.dialect.name)
        if words is None:
            words = _Words(self._statement, connection.dialect)
            self._in_words_of[connection.dialect.name] = words
        done = connection.exec_driver_sql(words.text, words.values(facts))
        return {row[0] for row in done.fetchall()}


class _Words:
    """The statement as one kind of database reads it, and how each value is given to it."""

    def __init__(self, statement: ReturningUpdate[Any], dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self.text = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._order: list[str] | None = compiled.positiontup if compiled.positional else None
        found = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for bind, name in compiled.bind_names.items()
        }
        self._converted = {name: convert for name, convert in found.items() if convert}

    def values(self, facts: dict[str, Any]) -> Any:
        """The values in the order, or under the names, that the driver wants."""
        given = self._fixed | facts
        for name, convert in self._converted.items():
            given[name] = convert(given[name])
        return tuple(given[name] for name in self._order) if self._order else given
