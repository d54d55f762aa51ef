"""Which jobs are suggested for deletion: what nobody needs, by how long it is archived (D1, D4)."""

from datetime import timedelta

import pytest

from tests.support.builders import LONG_AGO, NOW, a_code, a_job, a_photo, a_studio, an_album
from tests.support.deleting import ADA, throw_album
from tests.support.late import a_reopening
from tests.support.orders import a_line, an_order
from webapp.domain.storage import Group
from webapp.domain.storage_deletion import Held
from webapp.queries.storage_deletion import offered
from webapp.queries.storage_suggestions import (
    failed_photos,
    never_sold,
    old_jobs_that_can_go,
    trash_ends_next,
)
from webapp.use_cases.throw_away import throw_photos_away

HALF_A_YEAR = NOW - timedelta(days=200)
MONTHS = 6


@pytest.fixture
def studio(app):
    return a_studio()


def an_old_job(studio, archived_at=HALF_A_YEAR, size=10, **facts):
    job = a_job(studio, "archived", archived_at=archived_at, **facts)
    return job, a_photo(job, original_bytes=size)


def test_jobs_are_grouped_by_how_long_they_are_archived(studio):
    for days, size in ((400, 1), (300, 2), (200, 4), (100, 8), (50, 16)):
        an_old_job(studio, NOW - timedelta(days=days), size)
    a_job(studio, "archived", archived_at=LONG_AGO)
    an_old_job(a_studio(), LONG_AGO)
    found = old_jobs_that_can_go(studio, now=NOW)
    assert found == {12: Group(1, 1), 6: Group(2, 6), 3: Group(1, 8)}


def test_what_holds_a_job_back_keeps_it_out_of_the_groups_and_is_said(studio):
    an_old_job(studio, size=1, public_name="free")
    needed, photo = an_old_job(studio, size=2, public_name="to deliver")
    order = an_order(needed, a_line(needed, photo), downloads_until=None)
    files, photo = an_old_job(studio, size=3, public_name="files to fetch")
    an_order(
        files, a_line(files, photo, kind="digital"), paid_at=HALF_A_YEAR, delivered_at=HALF_A_YEAR,
        downloads_until=NOW + timedelta(seconds=1),
    )  # fmt: skip
    delivered, photo = an_old_job(studio, size=4, public_name="delivered")
    an_order(
        delivered, a_line(delivered, photo, kind="digital"), paid_at=HALF_A_YEAR,
        delivered_at=HALF_A_YEAR, downloads_until=NOW,
    )  # fmt: skip
    an_old_job(studio, size=5, public_name="on hold", retention_hold=True)
    reopened, _photo = an_old_job(studio, size=6, public_name="open again")
    a_reopening(a_code(reopened))

    offer = offered(studio, MONTHS, now=NOW)
    assert [(job.name, job.held) for job in offer.jobs] == [
        ("delivered", None),
        ("free", None),
        ("open again", Held.OPEN_AGAIN),
        ("on hold", Held.HOLD),
        ("files to fetch", Held.ORDERS),
        ("to deliver", Held.ORDERS),
    ]
    assert offer.jobs[-1].orders == (order.number,)
    can_go = [job for job in offer.jobs if job.held is None]
    assert old_jobs_that_can_go(studio, now=NOW) == {
        MONTHS: Group(len(can_go), sum(job.size for job in can_go))
    }


def test_only_albums_with_photos_are_counted(studio):
    job, _photo = an_old_job(studio)
    a_photo(job, an_album(job))
    an_album(job)
    thrown = an_album(job)
    a_photo(job, thrown)
    throw_album(job, thrown)
    (offer,) = offered(studio, MONTHS, now=NOW).jobs
    assert (offer.albums, offer.photos) == (2, 2)


def test_what_does_not_fit_is_counted(studio, monkeypatch):
    monkeypatch.setattr("webapp.queries.storage_deletion.MOST_JOBS", 2)
    for size in (1, 2, 3):
        an_old_job(studio, size=size)
    offer = offered(studio, MONTHS, now=NOW)
    assert ([job.size for job in offer.jobs], offer.more) == ([3, 2], 1)


def test_jobs_planned_for_over_a_year_are_found(studio):
    a_photo(a_job(studio, created_at=NOW - timedelta(days=400)), original_bytes=7)
    a_photo(a_job(studio, created_at=NOW - timedelta(days=300)))
    a_photo(a_job(studio, created_at=LONG_AGO, selling_since=LONG_AGO))
    a_job(studio, created_at=LONG_AGO)
    assert never_sold(studio, now=NOW) == Group(1, 7)


def test_failed_photos_are_counted_by_job_without_the_trash(studio):
    few, many = a_job(studio), a_job(studio)
    a_photo(few, state="failed")
    for _each in range(2):
        a_photo(many, state="failed")
    thrown = a_photo(many, state="failed")
    throw_photos_away(many.id, [thrown.id], confirmed=None, by=ADA, now=NOW)
    found = failed_photos(studio.id)
    assert [(each.job_id, each.photos) for each in found] == [(many.id, 2), (few.id, 1)]
    assert trash_ends_next(studio.id) == NOW + timedelta(days=7)
    assert trash_ends_next(a_studio().id) is None
