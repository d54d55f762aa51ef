"""The storage meter: live and archived, counted in full, from the figures kept with the jobs."""

import pytest

from tests.support.builders import a_job, a_studio
from webapp.domain.paging import Page
from webapp.queries.storage import Meter, Sort, jobs_by_size, meter, split


@pytest.fixture
def studio(app):
    return a_studio(quota_bytes=100)


def test_archived_jobs_count_in_full(studio):
    a_job(studio, "selling", original_bytes=30)
    a_job(studio, "planning", original_bytes=5)
    a_job(studio, "archived", original_bytes=40)
    assert meter(studio.id) == Meter(used=75, live=35, archived=40, trash=0, quota=100)
    assert meter(studio.id).free == 25


def test_an_empty_studio_uses_nothing(studio):
    assert meter(studio.id) == Meter(used=0, live=0, archived=0, trash=0, quota=100)


def test_more_than_the_quota_leaves_nothing_free(studio):
    a_job(studio, original_bytes=130)
    assert meter(studio.id).free == 0


def test_another_studios_photos_do_not_count(studio):
    a_job(a_studio(), original_bytes=30)
    assert meter(studio.id).used == 0


def test_jobs_with_photos_are_counted_and_sorted(studio):
    a_job(studio, public_name="b", original_bytes=30)
    a_job(studio, "archived", public_name="A", original_bytes=40)
    a_job(studio, public_name="empty")
    found = split(studio.id)
    assert (found.live_jobs, found.archived_jobs) == (1, 1)

    def order(sort):
        page = Page(1, 2, 50)
        return [job.public_name for job in jobs_by_size(studio.id, sort=sort, page=page)]

    assert order(Sort.LARGEST) == ["A", "b"]
    assert order(Sort.SMALLEST) == ["b", "A"]
    assert order(Sort.NAME) == ["A", "b"]
    assert order(Sort.OLDEST) == ["A", "b"]
