"""The albums of several archived jobs are deleted: job by job, and none stops the others (D1)."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.support.builders import NOW, a_code, a_job, a_photo, a_studio, an_album
from tests.support.deleting import ADA, figures, wrong_figures
from tests.support.failing import before_statement, database_fails
from tests.support.late import a_reopening
from tests.support.orders import a_line, an_order
from tests.support.records import all_rows, history_of
from webapp.domain.storage_deletion import Held
from webapp.models.base import transaction
from webapp.models.deletion import Trash
from webapp.models.job import Album, Job
from webapp.use_cases import delete_albums_of_jobs as deed

OLD = NOW - timedelta(days=300)


@pytest.fixture
def studio(app):
    return a_studio()


def an_old_job(studio, albums=2):
    """An archived job; every album has a photo of 1000 bytes."""
    job = a_job(studio, "archived", archived_at=OLD)
    for _each in range(albums):
        a_photo(job, an_album(job))
    return job


def ask(studio, *jobs, confirmed=None):
    ids = [job.id for job in jobs]
    return deed.delete_albums_of_jobs(studio.id, ids, confirmed=confirmed, by=ADA, now=NOW)


def delete(studio, *jobs):
    """Having confirmed what the window said; the results by job."""
    done = ask(studio, *jobs, confirmed=ask(studio, *jobs).plan.fingerprint)
    return {result.job.job_id: result for result in done.results}


def test_nothing_happens_before_the_plan_is_confirmed(studio, stored):
    job = an_old_job(studio)
    for confirmed in (None, "", "of another plan"):
        outcome = ask(studio, job, confirmed=confirmed)
        assert outcome.results is None
        assert (outcome.plan.albums, outcome.plan.photos, outcome.plan.size) == (2, 2, 2000)
    assert figures(stored(job)) == (2, 2000, 0, 0)


def test_the_albums_of_every_job_go_to_the_trash_and_the_jobs_stay(studio, stored):
    jobs = [an_old_job(studio), an_old_job(studio, albums=1)]
    empty = an_album(jobs[0])
    results = delete(studio, *jobs)
    assert [results[job.id].is_deleted for job in jobs] == [True, True]
    assert [figures(stored(job)) for job in jobs] == [(0, 0, 2, 2000), (0, 0, 1, 1000)]
    assert [job.status for job in map(stored, jobs)] == ["archived", "archived"]
    assert stored(empty).is_shown, "an album without photos costs nothing"
    trash = all_rows(Trash, job_id=jobs[0].id)
    assert [(piece.photo_count, piece.original_bytes) for piece in trash] == [(1, 1000)] * 2
    assert all(piece.ends_at == NOW + timedelta(days=7) for piece in trash)
    assert [row.actor_name for row in history_of(jobs[1].id)] == ["Ada Nord"]
    assert wrong_figures() == []


def test_what_is_needed_on_hold_or_open_again_stays_and_is_said(studio, stored):
    free, needed, held, opened = (an_old_job(studio, albums=1) for _each in range(4))
    order = an_order(needed, a_line(needed, a_photo(needed)))
    with transaction() as session:
        session.get_one(Job, held.id).retention_hold = True
    a_reopening(a_code(opened))
    results = delete(studio, free, needed, held, opened)
    assert [results[job.id].job.held for job in (free, needed, held, opened)] == [
        None,
        Held.ORDERS,
        Held.HOLD,
        Held.OPEN_AGAIN,
    ]
    assert results[needed.id].job.orders == (order.number,)
    assert figures(stored(needed)) == (2, 2000, 0, 0)
    assert figures(stored(free)) == (0, 0, 1, 1000)


def test_one_that_fails_is_as_it_was_and_the_others_go_on(studio, stored):
    jobs = [an_old_job(studio, albums=2) for _each in range(3)]
    bad = jobs[1]
    with database_fails("INSERT INTO trash", bad.id, nth=2):
        results = delete(studio, *jobs)
    assert [results[job.id].failed for job in jobs] == [False, True, False]
    assert figures(stored(bad)) == (2, 2000, 0, 0)
    assert all_rows(Trash, job_id=bad.id) == []
    assert sum(result.is_deleted for result in results.values()) == 2
    assert wrong_figures() == []


def test_a_job_that_went_on_sale_after_the_plan_stays(studio, stored):
    quick, slow = an_old_job(studio, albums=2), an_old_job(studio, albums=1)
    meanwhile = update(Job).where(Job.id == slow.id).values(status="selling", archived_at=None)
    with before_statement("INSERT INTO trash", quick.id, lambda c: c.execute(meanwhile)):
        results = delete(studio, quick, slow)
    assert results[quick.id].is_deleted
    assert results[slow.id].job.held is Held.ON_SALE
    assert figures(stored(slow)) == (1, 1000, 0, 0)


def test_what_is_gone_already_or_anothers_is_passed_over(studio, stored):
    job, theirs = an_old_job(studio, albums=1), an_old_job(a_studio(), albums=1)
    assert delete(studio, job, theirs).keys() == {job.id}
    assert delete_again(studio, job).plan.going == ()
    assert figures(stored(theirs)) == (1, 1000, 0, 0)
    assert not any(album.is_shown for album in all_rows(Album, job_id=job.id))


def delete_again(studio, job):
    plan = ask(studio, job).plan
    assert [each.held for each in plan.staying] == [Held.EMPTY]
    return ask(studio, job, confirmed=plan.fingerprint)
