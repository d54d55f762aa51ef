"""How the database goes about each statement: which of them read a whole large table."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from webapp.models.base import db

LARGE = 100_000
_BIG_SHARE = 0.05
_FREE = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "EXPLAIN", "SET", "SHOW", "LOCK")
_READS = ("SELECT", "WITH")
_FRAGMENT = "a fragment may be anywhere in a text; each statement gives up after 3 s"
_FIGURES = "sums the bytes of every job, counts what is planned"
_NAMED = ("studio", "member", "job", "person", "customer", "shop_order", "support_request")
# Where all of a table is read for a reason: the begin of the place's name, the tables, the reason.
_REASONS = (
    ("console: a name", _NAMED, _FRAGMENT),
    ("console: an address", _NAMED, _FRAGMENT),
    ("console: a number", _NAMED, _FRAGMENT),
    ("console: studios", ("job",), "sums the jobs of the fifty studios it shows"),
    ("console: how it runs", ("job", "message"), _FIGURES),
    ("metrics", ("job", "message"), _FIGURES),
)


@dataclass(frozen=True)
class Scan:
    """A statement that reads (nearly) all of a large table: where, how, and how many rows."""

    where: str
    statement: str
    table: str
    way: str
    rows: int
    milliseconds: float


@dataclass
class Plans:
    """What was asked, and what of it scans."""

    large: Mapping[str, int]
    statements: set[str] = field(default_factory=set)
    scans: dict[tuple[str, str, str, str], Scan] = field(default_factory=dict)
    where: str = ""

    def note(self, statement: str, plan: dict[str, Any], milliseconds: float) -> None:
        """Look through the plan of a statement."""
        self.statements.add(statement)
        for node in _nodes(plan):
            table, rows = node.get("Relation Name", ""), _rows_of(node)
            is_scan = node["Node Type"] == "Seq Scan" and rows > 0
            if table in self.large and (is_scan or rows > self.large[table] * _BIG_SHARE):
                words = " ".join(statement.split())
                found = Scan(self.where, words, table, node["Node Type"], rows, milliseconds)
                # What is met first where it may be is a fault all the same where it may not.
                known = (_shape(words), table, node["Node Type"], allowed(found))
                self.scans.setdefault(known, found)


def allowed(scan: Scan) -> str:
    """Why this statement may read all of this table here; '': it may not."""
    return next(
        (
            why
            for where, tables, why in _REASONS
            if scan.where.startswith(where) and scan.table in tables
        ),
        "",
    )


@contextmanager
def explained(large: Mapping[str, int]) -> Iterator[Plans]:
    """Explain each statement just before it is sent: reads with what they really touch.

    `large`: tables and their rows. Needs an app context.
    """
    plans = Plans(large)

    def note(_connection: Any, cursor: Any, statement: str, parameters: Any, *_others: Any) -> None:
        if statement.lstrip().upper().startswith(_FREE) or isinstance(parameters, list):
            return
        is_read = statement.lstrip().upper().startswith(_READS)
        how = "ANALYZE, BUFFERS, FORMAT JSON" if is_read else "FORMAT JSON"
        with cursor.connection.cursor() as beside:
            beside.execute(f"EXPLAIN ({how}) {statement}", parameters)
            (answer,) = beside.fetchone()
        whole = (json.loads(answer) if isinstance(answer, str) else answer)[0]
        plans.note(statement, whole["Plan"], whole.get("Execution Time", 0.0))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield plans
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for each in plan.get("Plans", ()):
        yield from _nodes(each)


def _rows_of(node: dict[str, Any]) -> int:
    """How many rows it looked at; where it was not done, how many it expects to find."""
    if "Actual Loops" not in node:
        return int(node.get("Plan Rows", 0))
    removed = sum(int(node.get(name, 0)) for name in _LEFT_OUT)
    return int((node["Actual Rows"] + removed) * node["Actual Loops"])


def _shape(statement: str) -> str:
    """The statement whatever values it has, and however many."""
    return re.sub(r"%\([^)]*\)s(::\w+)?(, )?", "?", statement)


_LEFT_OUT = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
