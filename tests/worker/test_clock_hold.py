"""A clock that jumps far ahead holds what acts by it, until somebody releases it (invariant 5)."""

from datetime import date, timedelta

import pytest

from tests.support.builders import (
    NOW,
    a_filled_basket,
    a_job,
    a_photo,
    a_studio,
    an_album,
)
from tests.support.deleting import throw_album
from tests.support.hands import TASKS, Hands, a_worker, do
from tests.support.races import race
from tests.support.reading import nothing_is_written
from tests.support.records import all_rows, history_of, lines_of, statements
from tests.support.retention import archived
from webapp.domain.actors import Actor, ActorKind
from webapp.models.base import db, transaction
from webapp.models.deletion import Trash
from webapp.models.operation import ClockHold
from webapp.queries.due_jobs import count_due
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.hold_clock import hold_clock
from webapp.use_cases.release_clock import release_clock
from webapp.worker.loop import Outcome, run_until_asked, work_once
from webapp.worker.schedule import Task
from webapp.worker.stopping import Stop

SAMIRA = Actor(ActorKind.SUPPORT, "Samira Haddad")
DAY = timedelta(days=1)
DID, NOTHING = Outcome.DID_SOMETHING, Outcome.NOTHING_TO_DO

GO_ON = {
    "show that the worker is alive": "somebody has to see it",
    "derive previews": "of pictures that people upload",
    "queue new looks": "of watermarks that people change",
    "read QR cards": "of pictures that people upload",
    "delete files": "of what is deleted already",
    "finish deletions": "that a hand, or the day before the jump, has begun",
    "keep deleted what was deleted": "whatever day it is",
    "deliver messages": "those that somebody waits for",
}


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def place(app, config, hands):
    return a_worker(config, hands.watch())


@pytest.fixture
def held(app, hands):
    hold_clock(2 * DAY, worker="here:1", now=hands.machine)
    return all_rows(ClockHold)[0]


def a_due_job():
    job = a_job(status="selling", archive_on=date(2026, 11, 23))
    a_filled_basket(job)
    return job


def test_every_line_of_the_timetable_has_been_decided():
    assert {name for name, task in TASKS.items() if not task.by_the_clock} == set(GO_ON)


def test_right_before_the_tick_the_clock_jumps_and_nothing_is_archived(
    app, place, hands, clock, stored, capsys
):
    job = a_due_job()
    assert do(app, place, "archive due jobs") == {"archive due jobs": NOTHING}
    hands.jump(days=400)
    clock.advance(days=400)

    assert do(app, place, "archive due jobs") == {"archive due jobs": NOTHING}

    assert stored(job).status == "selling"
    assert lines_of(job.id) != []
    (hold,) = all_rows(ClockHold)
    assert (hold.held_at, hold.jumped_seconds) == (hands.machine, 400 * 86400)
    assert "the clock has jumped far ahead" in capsys.readouterr().out


def test_the_instant_is_read_before_the_clock_is_looked_at(app, config, hands, clock, stored):
    """However late it jumps, even between the look and the deed: what is done is done before."""
    job = a_due_job()
    watch = hands.watch()

    class Late:
        def is_held(self):
            answer = watch.is_held()
            clock.advance(days=400)
            return answer

    assert do(app, a_worker(config, Late()), "archive due jobs") == {"archive due jobs": NOTHING}
    assert stored(job).status == "selling"


def test_in_a_running_worker_the_next_look_is_soon_enough(app, config, hands, clock, stored):
    job, stop, done = a_due_job(), Stop(), []

    def turn_the_clock(_place):
        done.append("turned")
        if len(done) == 2:
            hands.jump(days=30)
            clock.advance(days=30)
        stop.requested = len(done) == 4
        return {}

    archiving = TASKS["archive due jobs"]
    tasks = [
        Task("turn the clock", 0.01, turn_the_clock),
        Task(archiving.name, 0.01, archiving.do, by_the_clock=True),
    ]
    db.session.rollback()
    run_until_asked(app, tasks, a_worker(config, hands.watch()), stop)

    assert stored(job).status == "selling"
    assert len(all_rows(ClockHold)) == 1


def test_an_hour_and_a_clock_that_goes_back_hold_nothing(app, place, hands, clock, stored):
    job = a_due_job()
    hands.jump(minutes=60)
    clock.advance(days=1)
    assert do(app, place, "archive due jobs") == {"archive due jobs": DID}
    archived_at = stored(job).archived_at

    hands.jump(days=-30)
    clock.advance(days=-30)
    do(app, place)

    assert (stored(job).status, stored(job).archived_at) == ("archived", archived_at)
    assert [entry.deed for entry in history_of(job.id)] == ["archived"]
    assert all_rows(ClockHold) == []


def test_back_and_ahead_again_holds_once_more_from_the_new_base(place, hands, app):
    hands.jump(days=-30)
    do(app, place, "archive due jobs")
    hands.jump(days=30)
    do(app, place, "archive due jobs")
    assert len(all_rows(ClockHold)) == 1


def test_while_it_is_held_nothing_is_done_by_the_clock(app, config, hands, clock, held, stored):
    studio = a_studio(retention_months=3)
    due, job = a_due_job(), a_job(studio)
    album = an_album(job)
    a_photo(job, album)
    throw_album(job, album)
    archived(studio)
    clock.advance(days=400)
    place = a_worker(config, hands.watch())
    acting = [name for name, task in TASKS.items() if task.by_the_clock]

    with nothing_is_written("a held clock"):
        assert set(do(app, place, *acting).values()) == {NOTHING}

    release_clock(held.id, by=SAMIRA, now=hands.machine)
    assert do(app, place, "archive due jobs", "empty the trash", "tell of deletions that come") == {
        "archive due jobs": DID,
        "empty the trash": DID,
        "tell of deletions that come": DID,
    }
    assert stored(due).status == "archived"
    assert all_rows(Trash)[0].deletion_id is not None


def test_what_is_due_is_done_once_after_the_release(app, config, hands, clock, held, stored):
    job = a_due_job()
    clock.advance(days=2)
    places = [a_worker(config, hands.watch(f"here:{number}")) for number in (1, 2)]
    for place in places:
        do(app, place, "archive due jobs")
    assert stored(job).status == "selling"

    assert release_clock(held.id, by=SAMIRA, now=hands.machine)
    for place in places:
        do(app, place, "archive due jobs")

    assert stored(job).status == "archived"
    assert [entry.deed for entry in history_of(job.id)] == ["archived"]
    hold = stored(held)
    assert (hold.released_at, hold.released_by) == (hands.machine, "Samira Haddad")


def test_workers_that_see_the_same_jump_hold_once(app, hands):
    watches = [hands.watch(f"here:{number}") for number in range(4)]
    hands.jump(hours=5)
    assert race(app, *[watch.is_held for watch in watches]) == [True] * 4
    assert len(all_rows(ClockHold)) == 1


def test_a_jump_that_cannot_be_put_on_record_is_seen_again(app, hands):
    watch = hands.watch()
    hands.jump(hours=5)
    with transaction() as session:
        session.execute(db.text("ALTER TABLE clock_hold RENAME TO elsewhere"))
    with pytest.raises(Exception, match="clock_hold"):
        watch.is_held()
    db.session.rollback()
    with transaction() as session:
        session.execute(db.text("ALTER TABLE elsewhere RENAME TO clock_hold"))
    assert watch.is_held()


def test_an_own_jump_is_known_at_once_whoever_was_asked_a_moment_ago(app, hands):
    watch = hands.watch()
    assert not watch.is_held()
    hands.jump(hours=2)
    assert watch.is_held()
    assert watch.is_held()


def test_another_workers_hold_is_heard_of_within_seconds(app, hands):
    watch = hands.watch()
    assert not watch.is_held()
    hold_clock(DAY, worker="elsewhere:1", now=hands.machine)
    hands.pass_by(seconds=2)
    assert watch.is_held()


def test_a_worker_that_does_everything_once_waits_too(app, config, clock, held, stored):
    job = a_due_job()
    clock.advance(days=2)
    place = a_worker(config, None)
    assert work_once(app, place.store, place.post)
    assert stored(job).status == "selling"


def test_the_statement_that_archives_looks_for_itself_and_is_still_the_only_one(app, held, clock):
    a_due_job()
    with statements() as seen:
        assert archive_due_jobs(now=NOW + 2 * DAY) == 0
    assert len(seen) == 1
    assert count_due(now=NOW + 2 * DAY) == 1
