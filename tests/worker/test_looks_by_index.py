"""Looks that find nothing to do, every few seconds, ask indexes: what they cost does not grow.

Reading a whole table is made so dear to PostgreSQL that it is done only where no index can answer,
however few rows there are; so what would be read whole in a large house is found here.
"""

from contextlib import contextmanager

import pytest
from sqlalchemy import event

from tests.support.builders import a_studio
from tests.support.hands import TASKS, Hands, a_worker, do
from webapp.models.base import db

# It compares every record with every file, once a night.
BY_NATURE = "compare records and files"
LARGE = {
    "access_code", "basket", "basket_line", "customer", "deleted_photo", "history_entry", "job",
    "message", "order_line", "outgoing", "person", "photo", "registration", "shop_order", "visitor",
}  # fmt: skip
_PARTIAL = "SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL"
_EXPLAINED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


def nodes(plan):
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def reads_all(node, partial):
    """Whether this step goes through a large table from end to end, or through such an index."""
    if node.get("Relation Name") not in LARGE:
        return False
    if node["Node Type"] == "Seq Scan":
        return True
    is_whole = node["Node Type"].startswith("Index") and "Index Cond" not in node
    return is_whole and node["Index Name"] not in partial


def scans_on_postgresql(cursor, statement, values):
    with cursor.connection.cursor() as beside:
        beside.execute("SET LOCAL enable_seqscan = off")
        partial = {name for (name,) in beside.execute(_PARTIAL)}
        (plans,) = beside.execute(f"EXPLAIN (FORMAT JSON) {statement}", values).fetchone()
    return any(reads_all(node, partial) for node in nodes(plans[0]["Plan"]))


def scans_on_sqlite(cursor, statement, values):
    steps = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)
    words = [step[3].split() for step in steps]
    return any(each[0] == "SCAN" and each[1] in LARGE and "INDEX" not in each for each in words)


@contextmanager
def read_whole():
    """The statements sent meanwhile that read a large table from end to end."""
    db.session.rollback()
    scans = {"postgresql": scans_on_postgresql, "sqlite": scans_on_sqlite}[db.engine.dialect.name]
    found = []

    def explain(_connection, cursor, statement, parameters, *_others):
        values = parameters[0] if isinstance(parameters, list) else parameters
        if statement.startswith(_EXPLAINED) and scans(cursor, statement, values):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", explain)


@pytest.mark.parametrize("name", [name for name in TASKS if name != BY_NATURE])
def test_a_look_with_nothing_to_do_reads_no_large_table_from_end_to_end(app, config, name):
    a_studio(retention_months=12, retention_customers=True)
    place = a_worker(config, Hands().watch())
    with read_whole() as found:
        do(app, place, name)
    assert found == []
