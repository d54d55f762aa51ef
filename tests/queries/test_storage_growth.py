"""How much there was at the end of each month: from photos, deletions and the trash (D1)."""

from datetime import UTC, datetime

import pytest

from tests.support.builders import NOW, a_job, a_photo, a_studio
from tests.support.deleting import ADA
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.queries.storage import split
from webapp.queries.storage_growth import used_at
from webapp.use_cases.delete_for_good import begin_deletion, delete_photos
from webapp.use_cases.throw_away import throw_photos_away

JULY, AUGUST, SEPTEMBER = (datetime(2026, month, 1, tzinfo=UTC) for month in (7, 8, 9))


@pytest.fixture
def studio(app):
    return a_studio()


def a_photo_of(job, moment, size):
    return a_photo(job, created_at=moment, original_bytes=size)


def delete(photo, moment):
    with transaction() as session:
        job = session.get_one(Job, photo.job_id)
        deletion = begin_deletion(
            session, job, studio_id=job.studio_id, kind=Kind.PHOTOS, reason=Reason.HAND, by=ADA,
            now=moment,
        )  # fmt: skip
        delete_photos(session, deletion, job, Photo.id == photo.id, now=moment)


def sizes(studio):
    used = split(studio).meter.used
    return used_at(studio.id, [JULY, AUGUST, SEPTEMBER, NOW], used=used)


def test_a_photo_counts_from_its_upload_to_the_end_of_its_deletion(studio):
    job = a_job(studio)
    a_photo_of(job, datetime(2026, 5, 1, tzinfo=UTC), 1)
    a_photo_of(job, AUGUST, 10)
    july = a_photo_of(job, datetime(2026, 7, 15, tzinfo=UTC), 100)
    brief = a_photo_of(job, datetime(2026, 8, 2, tzinfo=UTC), 1000)
    forgotten = a_photo_of(job, datetime(2026, 5, 2, tzinfo=UTC), 10_000)
    delete(july, datetime(2026, 8, 20, tzinfo=UTC))
    delete(brief, datetime(2026, 8, 3, tzinfo=UTC))
    delete(forgotten, datetime(2026, 6, 1, tzinfo=UTC))
    assert sizes(studio) == [1, 101, 11, 11]


def test_what_lies_in_the_trash_is_still_there_and_others_do_not_count(studio):
    job = a_job(studio)
    thrown = a_photo_of(job, JULY, 7)
    throw_photos_away(job.id, [thrown.id], confirmed=None, by=ADA, now=NOW)
    a_photo_of(a_job(a_studio()), JULY, 100)
    delete(a_photo_of(a_job(a_studio()), JULY, 100), SEPTEMBER)
    assert sizes(studio) == [0, 7, 7, 7]


def test_a_studio_without_photos_has_never_used_anything(studio):
    assert sizes(studio) == [0, 0, 0, 0]
