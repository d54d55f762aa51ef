"""The storage meter: live, archived (counted in full) and trash, from figures kept with jobs."""

import pytest

from tests.support.builders import a_job, a_studio
from webapp.domain.paging import Page
from webapp.domain.status import Status
from webapp.queries.storage import Meter, Sort, jobs_by_size, split


@pytest.fixture
def studio(app):
    return a_studio(quota_bytes=100)


def listed(studio, sort=Sort.LARGEST, status=None):
    found = jobs_by_size(studio.id, sort=sort, page=Page(1, 9, 50), status=status)
    return [job.public_name for job in found]


def test_archived_jobs_and_the_trash_count_in_full(studio):
    a_job(studio, "selling", original_bytes=30, trash_bytes=3, trash_count=1)
    a_job(studio, "planning", original_bytes=5)
    a_job(studio, "archived", original_bytes=40, trash_bytes=2, trash_count=4)
    found = split(studio)
    assert found.meter == Meter(used=80, live=35, archived=40, trash=5, quota=100)
    assert found.meter.free == 20
    assert (found.trash_photos, found.largest) == (5, 40)


def test_an_empty_studio_uses_nothing_whatever_others_have(studio):
    a_job(a_studio(), original_bytes=30)
    assert split(studio).meter == Meter(used=0, live=0, archived=0, trash=0, quota=100)


def test_more_than_the_quota_leaves_nothing_free(studio):
    a_job(studio, original_bytes=130)
    assert split(studio).meter.free == 0


def test_jobs_with_photos_or_trash_are_counted_narrowed_and_sorted(studio):
    a_job(studio, public_name="b", original_bytes=30)
    a_job(studio, "archived", public_name="A", original_bytes=40)
    a_job(studio, "archived", public_name="gone", trash_bytes=7, trash_count=1)
    a_job(studio, public_name="empty")
    found = split(studio)
    assert (found.live_jobs, found.archived_jobs) == (1, 1)
    assert found.rows == {Status.PLANNING: 1, Status.SELLING: 0, Status.ARCHIVED: 2}

    assert listed(studio) == ["A", "b", "gone"]
    assert listed(studio, Sort.SMALLEST) == ["gone", "b", "A"]
    assert listed(studio, Sort.NAME) == ["A", "b", "gone"]
    assert listed(studio, Sort.TRASH)[0] == "gone"
    assert listed(studio, Sort.OLDEST)[-1] == "b", "what was never archived comes last"
    assert listed(studio, status=Status.PLANNING) == ["b"]
