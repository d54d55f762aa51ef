"""How the timetable went is written down without a way to the database at every tick."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.builders import a_job
from tests.support.hands import Hands, a_worker, do
from tests.support.records import statements
from webapp.models.base import db, transaction
from webapp.models.operation import ClockHold, Heartbeat, TaskRun
from webapp.use_cases.note_runs import Run, Runs, note_runs
from webapp.use_cases.sweep_expired import sweep_expired
from webapp.worker.loop import Outcome, perform
from webapp.worker.schedule import Task

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
BEAT = "show that the worker is alive"


@pytest.fixture
def place(app, config):
    return a_worker(config, Hands().watch())


def run_of(name):
    db.session.rollback()
    return db.session.get(TaskRun, name, populate_existing=True)


def test_an_idle_tick_is_written_down_with_the_next_heartbeat_only(app, place):
    assert not place.watch.is_held()  # asked once in two seconds
    with statements() as seen:
        do(app, place, "archive due jobs")
    assert len(seen) == 1
    assert run_of("archive due jobs") is None

    do(app, place, BEAT)

    run = run_of("archive due jobs")
    assert (run.did_at, run.failed_at, run.counts) == (None, None, {})
    assert run.ran_at <= db.session.query(Heartbeat).one().seen_at


def test_what_was_done_is_written_down_at_once_and_kept_by_idle_ticks(app, place, clock):
    a_job(status="selling", archive_on=clock.now().date())
    clock.advance(days=1)
    do(app, place, "archive due jobs")
    done = run_of("archive due jobs")
    assert (done.counts, done.did_at) == ({"archived": 1}, done.ran_at)

    do(app, place, "archive due jobs", BEAT)

    later = run_of("archive due jobs")
    assert (later.counts, later.did_at) == ({"archived": 1}, done.did_at)
    assert later.ran_at > later.did_at


def test_a_failure_is_written_down_with_its_kind_and_stays_known_when_it_goes_well(app, place):
    def fail(_place):
        raise RuntimeError("the disk is on fire")

    assert perform(app, Task("derive previews", 1, fail), place) is Outcome.FAILED
    assert run_of("derive previews").failure == "RuntimeError"

    perform(app, Task("derive previews", 1, lambda _place: {}), place)
    do(app, place, BEAT)

    run = run_of("derive previews")
    assert run.failed_at < run.ran_at
    assert run.failure == "RuntimeError"


def test_a_busy_task_is_not_written_down_all_the_time(app, place):
    busy = Task("derive previews", 1, lambda _place: {"ready": 1})
    perform(app, busy, place)
    with statements() as seen:
        perform(app, busy, place)
    assert seen == []


def test_what_cannot_be_written_down_stops_no_task_and_is_written_later(app, place, capsys):
    with transaction() as session:
        session.execute(db.text("ALTER TABLE task_run RENAME TO elsewhere"))
    busy = Task("derive previews", 1, lambda _place: {"ready": 1})
    assert perform(app, busy, place) is Outcome.DID_SOMETHING
    assert "cannot be written down" in capsys.readouterr().out
    with transaction() as session:
        session.execute(db.text("ALTER TABLE elsewhere RENAME TO task_run"))
    do(app, place, BEAT)
    assert run_of("derive previews").counts == {"ready": 1}


def test_two_workers_write_down_the_same_task(app):
    did = Run("archive due jobs", NOW, 5, did_at=NOW, counts={"archived": 3})
    note_runs([did], worker="one")
    note_runs([Run("archive due jobs", NOW + HOUR, 1)], worker="two")
    run = run_of("archive due jobs")
    assert (run.worker, run.ran_at, run.did_at) == ("two", NOW + HOUR, NOW)


def test_what_is_put_back_does_not_overwrite_what_is_newer():
    runs = Runs()
    runs.add(Run("a", NOW, 1, did_at=NOW, counts={"n": 1}))
    runs.add(Run("a", NOW + HOUR, 1))
    assert runs._last["a"] == Run("a", NOW + HOUR, 1, did_at=NOW, counts={"n": 1})


def test_the_heartbeat_says_which_version_is_at_work(app, place):
    do(app, place, BEAT)
    assert [row.version for row in db.session.query(Heartbeat)] == [app.config["VERSION"]]


def test_what_is_heard_of_no_more_is_swept_and_a_hold_never_is(app):
    with transaction() as session:
        session.add(Heartbeat(worker="gone", seen_at=NOW - 25 * HOUR))
        session.add(Heartbeat(worker="here", seen_at=NOW - HOUR))
        session.add(ClockHold(held_at=NOW - 999 * HOUR, jumped_seconds=9999, worker="gone"))
    note_runs([Run("of an older version", NOW - 8 * 24 * HOUR, 1), Run("of this one", NOW, 1)],
              worker="gone")  # fmt: skip

    swept = sweep_expired(now=NOW)

    assert (swept.heartbeats, swept.task_runs) == (1, 1)
    assert [row.worker for row in db.session.query(Heartbeat)] == ["here"]
    assert [row.name for row in db.session.query(TaskRun)] == ["of this one"]
    assert db.session.query(ClockHold).count() == 1
