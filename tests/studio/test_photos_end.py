"""The overview of a job says when its photos go, that they are kept, or that they are gone."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.builders import NOW, TODAY, a_job, a_photo, an_album
from tests.support.orders import an_order
from tests.support.pages import page, words
from webapp.domain.actors import WORKER
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.use_cases.delete_for_good import begin_deletion, delete_photos

ARCHIVED = datetime(2026, 6, 13, 12, 0, tzinfo=UTC)
LONG_AGO = datetime(2025, 1, 13, 9, 0, tzinfo=UTC)


@pytest.fixture
def job(studio):
    job = a_job(
        studio, "archived", retention_months=6, archived_at=ARCHIVED,
        created_at=LONG_AGO, selling_since=LONG_AGO,
    )  # fmt: skip
    a_photo(job, an_album(job), original_bytes=873_000)
    return job


def overview(client, job):
    return page(client.get(f"/studio/jobs/{job.id}"))


def coming(document):
    return [words(item) for item in document.select(".next li")]


def test_photos_that_go_by_themselves_have_their_day(client, job):
    document = overview(client, job)
    assert coming(document) == [
        "Sun 13 Dec end of the day Photos are deleted 1 photo, 873 kB, is deleted automatically,"
        " for good."
    ]
    assert words(document.select(".life-list li")[-1]) == "End of Sun 13 Dec Photos are deleted"
    assert "Deletion suggested" not in words(document)


def test_what_an_order_needs_goes_later_and_that_is_said(client, job):
    an_order(job)
    assert "not before the orders that need them are done" in coming(overview(client, job))[0]


def test_a_job_on_sale_counts_from_the_day_it_leaves_the_shop(client, studio):
    job = a_job(
        studio, "selling", archive_on=TODAY + timedelta(days=7), delay="0", retention_months=6
    )
    a_photo(job)
    assert coming(overview(client, job))[-1].startswith("Tue 1 Jun 2027 end of the day Photos are")


def test_photos_that_are_kept_are_not_suggested(client, studio):
    job = a_job(studio, "archived", retention_hold=True, archived_at=ARCHIVED)
    a_photo(job)
    document = overview(client, job)
    assert "Its photos are kept until you release them." in words(document)
    assert "Deletion suggested" not in words(document)


def test_deleted_photos_say_when_and_lead_to_the_certificate(client, job):
    with transaction() as session:
        held = session.get_one(Job, job.id)
        deletion = begin_deletion(
            session, held, studio_id=held.studio_id, kind=Kind.PHOTOS, reason=Reason.RETENTION,
            by=WORKER, now=NOW - timedelta(days=2),
        )  # fmt: skip
        delete_photos(session, deletion, held, Photo.job_id == job.id, now=NOW)
    document = overview(client, job)
    assert "Its photos were deleted on Saturday, 21 November 2026" in words(document)
    assert document.select_one(f'a[href="/studio/deletions/{deletion.id}"]')
    assert "21 Nov Photos deleted" in [words(each) for each in document.select(".life-list li")]


def test_a_job_without_photos_suggests_nothing(client, studio):
    document = overview(client, a_job(studio, "archived", archived_at=ARCHIVED))
    assert "It has no photos." in words(document)
    assert "Deletion suggested" not in words(document)
