"""The proof of the proof: what an outage left wrong is told before anything is repaired."""

from io import BytesIO

import pytest
from sqlalchemy import update

from tests.support.builders import a_job
from tests.support.keeping import an_uploaded_photo, make_ready
from tests.support.outage.faults import faults_of_files
from webapp.models.base import new_id, transaction
from webapp.models.job import Job
from webapp.photos.keys import original_key
from webapp.photos.serving import current_store

pytestmark = pytest.mark.one_database("it is the test that is tested")


@pytest.fixture
def store(app):
    return current_store()


@pytest.fixture
def photo_id(store):
    photo_id = an_uploaded_photo(a_job(), store)
    make_ready(store, photo_id)
    return photo_id


def test_a_file_whose_picture_came_again_is_no_fault(photo_id, store):
    with store.open(original_key(photo_id)) as file:
        store.put(original_key(new_id()), BytesIO(file.read()))
    assert list(faults_of_files(store)) == []


def test_a_figure_that_is_wrong_is_told_though_it_can_be_counted_again(photo_id, store):
    with transaction() as session:
        session.execute(update(Job).values(photo_count=7))
    (fault,) = faults_of_files(store)
    assert "7" in fault


def test_a_preview_that_is_missing_is_told_though_it_can_be_made_again(photo_id, store):
    for key in list(store.keys("derived")):
        store.delete(key)
    assert any("Previews" in fault for fault in faults_of_files(store))
