"""That a race finds what it is there for: an anomaly is none because something was refused."""

import json

import pytest
from sqlalchemy.exc import OperationalError

from bench import races, reliability
from bench.races import read, unproved
from tests.support.verdicts import Came, goes_wrong, judged, never_goes_wrong

NAME = "Two do the same."
GOOD = {"runs": 200, "anomalies": 0, "refusals": 0}
NONE = GOOD | {"runs": 0}
WRONG, REFUSED = GOOD | {"anomalies": 1}, GOOD | {"refusals": 20}


def lines(*said):
    """A report with these lines, each (on, what was played, its counts or words)."""
    return [json.dumps({"race": NAME, "on": on} | facts) for on, facts in said]


def always(came):
    return lambda: (came, [])


def test_what_the_database_refused_is_no_anomaly_whatever_is_left():
    locked = OperationalError("UPDATE", {}, Exception("database is locked"))
    assert judged(lambda _answers: False, [], ["database is locked"]) is Came.REFUSED
    assert judged(lambda _answers: False, [None, locked], []) is Came.REFUSED
    assert judged(lambda _answers: False, [], []) is Came.WRONG
    assert judged(lambda _answers: True, [], []) is Came.RIGHT


def test_two_rows_where_one_belongs_are_an_anomaly_and_a_broken_look_is_not():
    def looks_for_one(rows):
        (_row,) = rows
        return True

    assert judged(looks_for_one, [1, 2], []) is Came.WRONG
    for broken in (lambda _rows: int("x"), lambda rows: rows.nothing, lambda rows: rows[7]):
        with pytest.raises((ValueError, AttributeError, IndexError)):
            judged(broken, [1], [])


def test_the_proof_allows_neither(app):
    never_goes_wrong(always(Came.RIGHT), runs=3)
    for came in (Came.WRONG, Came.REFUSED):
        with pytest.raises(AssertionError, match=came):
            never_goes_wrong(always(came), runs=3)


@pytest.mark.one_database("what SQLite refuses is enough there")
def test_without_locks_sqlite_may_refuse(app):
    goes_wrong(always(Came.REFUSED), runs=30)
    with pytest.raises(AssertionError, match="proves nothing"):
        goes_wrong(always(Came.RIGHT), runs=3)


def test_without_locks_postgresql_has_to_go_wrong_or_say_which_key_stands_in(app, monkeypatch):
    monkeypatch.setattr("tests.support.verdicts.db.engine.dialect.name", "postgresql")
    goes_wrong(always(Came.WRONG), runs=3)
    goes_wrong(always(Came.REFUSED), runs=30, stopped_by="the key of a number")
    with pytest.raises(AssertionError, match="proves nothing"):
        goes_wrong(always(Came.REFUSED), runs=3)


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ([("postgresql", {"with": GOOD}), ("postgresql", {"without": WRONG})], []),
        ([("postgresql", {"with": GOOD})], ["postgresql"]),
        ([("postgresql", {"without": WRONG})], ["postgresql"]),
        ([("postgresql", {"with": NONE}), ("postgresql", {"without": WRONG})], ["postgresql"]),
        ([("postgresql", {"with": GOOD}), ("postgresql", {"without": REFUSED})], ["postgresql"]),
        ([("postgresql", {"with": WRONG}), ("postgresql", {"without": WRONG})], ["postgresql"]),
        ([("postgresql", {"with": REFUSED}), ("postgresql", {"without": WRONG})], ["postgresql"]),
        ([("sqlite", {"with": GOOD, "needs_no_lock": "because"})], []),
        ([("postgresql", {"with": GOOD}),
          ("postgresql", {"without": REFUSED, "stopped_by": "a key"})], []),
        ([("sqlite", {"with": GOOD}), ("sqlite", {"without": REFUSED})], ["sqlite"]),
        ([("sqlite", {"with": GOOD}), ("sqlite", {"without": REFUSED}),
          ("postgresql", {"with": GOOD}), ("postgresql", {"without": WRONG})], []),
    ],
)  # fmt: skip
def test_a_race_is_proved_by_what_was_played_and_by_nothing_else(said, missing):
    assert unproved(read(lines(*said))) == [(NAME.rstrip("."), on) for on in missing]


def test_the_table_is_kept_while_they_are_played(monkeypatch, tmp_path):
    page, report = tmp_path / "page.md", tmp_path / "report.jsonl"
    marks = ("measured", "its end")
    page.write_text("\n".join(f"<!-- {mark}: {races.HEADING} -->" for mark in marks))
    monkeypatch.setattr(reliability, "PAGE", page)
    monkeypatch.setattr(races, "_EVERY", 0)
    report.write_text("\n".join(lines(("sqlite", {"with": GOOD}))))

    class Playing:
        looks = iter([None, None])

        def poll(self):
            return next(self.looks, 0)

        def wait(self, seconds):
            raise races.subprocess.TimeoutExpired("races", seconds)

    races._watch(Playing(), report, is_kept=True)  # noqa: SLF001 - what is seen half-way
    assert "not to the end" in page.read_text()
    assert "| Two do the same    | sqlite | 200" in page.read_text()
