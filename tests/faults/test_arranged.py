"""The proof of the proof: deaths that left something else are judged apart."""

import pytest
from sqlalchemy import update

from tests.support.builders import a_job, a_price_list, a_studio
from tests.support.killing.arranged import arranged
from tests.support.records import all_rows
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.studio import Studio

ORIGINAL = "photos/originals/of-somebody"


@pytest.fixture
def jobs(app):
    studio = a_studio()
    alike = {"public_name": "Oak Lane", "price_list_id": a_price_list(studio).id}
    names = ("oak-lane-primary-school-1", "oak-lane-primary-school-2")
    return [a_job(studio, internal_name=name, **alike).id for name in names]


@pytest.fixture
def kept(jobs, config):
    data = config.data / "house"
    (data / ORIGINAL).parent.mkdir(parents=True)
    (data / ORIGINAL).write_bytes(b"whole")
    with arranged(config.database_url, data) as kept:
        yield kept


def after(kept, deed):
    deed()
    seen = kept.fingerprint()
    kept.restore()
    return seen


def rename(job_id):
    with transaction() as session:
        session.execute(update(Job).where(Job.id == job_id).values(internal_name="another"))


def test_which_of_two_jobs_it_was_makes_a_difference(kept, jobs):
    first, second = (after(kept, lambda job=job: rename(job)) for job in jobs)
    assert first != second


def test_a_torn_file_of_the_same_length_makes_a_difference(kept, config):
    whole = kept.fingerprint()
    torn = after(kept, lambda: (config.data / "house" / ORIGINAL).write_bytes(b"who\0\0"))
    assert torn != whole


def test_ids_that_are_drawn_anew_make_none(kept, jobs):
    like = all_rows(Job)[0]
    facts = {name: getattr(like, name) for name in ("public_name", "price_list_id")}

    def add():
        a_job(all_rows(Studio)[0], internal_name="a new one", **facts)

    assert after(kept, add) == after(kept, add) != kept.fingerprint()
