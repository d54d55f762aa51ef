"""Records, files and figures are compared both ways, and corrected where that is safe (D5)."""

import os
from datetime import timedelta
from io import BytesIO

import pytest

from tests.photos.pictures import a_jpeg
from tests.support.builders import a_job, an_album
from webapp import clock
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import Size, original_key, preview_key
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.check_storage import check_storage


@pytest.fixture
def store(app, config):
    return FolderStore(config.photos_folder)


@pytest.fixture
def job(app):
    return a_job()


@pytest.fixture
def photo_id(store, job):
    picture = BytesIO(a_jpeg())
    now = clock.machine_now()
    return add_photo(an_album(job).id, picture, name="mia.jpg", store=store, now=now)


def check(store, *, repair=False):
    return check_storage(store, repair=repair, now=clock.machine_now())


def put_old_file(store, key):
    """A file from two hours ago: nobody is uploading it any more."""
    store.put(key, BytesIO(b"picture"))
    old = (clock.machine_now() - timedelta(hours=2)).timestamp()
    with store.local(key) as path:
        os.utime(path, (old, old))


def put_incoming_file(config, name, *, hours):
    """What a crash in the middle of an upload leaves, so many hours later."""
    path = config.photos_folder / ".unfinished" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"half a picture")
    old = (clock.machine_now() - timedelta(hours=hours)).timestamp()
    os.utime(path, (old, old))


def test_where_everything_agrees_nothing_is_said(store, photo_id):
    assert check(store) == []


def test_a_lost_original_is_named_and_stays_on_record(store, photo_id, job):
    store.delete(original_key(photo_id))

    (drift,) = check(store, repair=True)

    assert photo_id in drift.sentence
    assert not drift.is_corrected
    assert Photo.query.count() == 1


def test_an_original_of_another_size_is_named(store, photo_id):
    store.put(original_key(photo_id), BytesIO(b"cut off"))

    (drift,) = check(store)

    assert "7" in drift.sentence


def test_a_file_without_a_record_is_named_and_deleted_only_on_demand(store, photo_id):
    key = original_key("abcdefghijkmnpqr")
    put_old_file(store, key)

    (found,) = check(store)
    assert key in found.sentence
    assert not found.is_corrected
    assert key in set(store.keys())

    (corrected,) = check(store, repair=True)
    assert corrected.is_corrected
    assert key not in set(store.keys())
    assert check(store) == []


def test_the_previews_of_a_photo_on_record_are_no_surplus(store, photo_id):
    put_old_file(store, preview_key(photo_id, Size.SMALL))

    assert check(store) == []


def test_a_file_that_may_still_be_uploaded_is_left_alone(store):
    store.put(original_key("abcdefghijkmnpqr"), BytesIO(b"on its way"))

    assert check(store, repair=True) == []
    assert len(list(store.keys())) == 1


def test_what_an_interrupted_upload_left_is_named_and_deleted_only_on_demand(store, config):
    for name, hours in (("left", 2), ("on-its-way", 0)):
        put_incoming_file(config, name, hours=hours)

    (found,) = check(store)
    assert (".unfinished/left" in found.sentence, found.is_corrected) == (True, False)

    (corrected,) = check(store, repair=True)
    assert corrected.is_corrected
    assert check(store) == []
    assert [path.name for path in (config.photos_folder / ".unfinished").iterdir()] == [
        "on-its-way"
    ]


def test_wrong_figures_of_a_job_are_counted_again(store, photo_id, job, stored):
    right = (stored(job).photo_count, stored(job).original_bytes)
    with transaction() as session:
        row = session.get_one(Job, job.id)
        row.photo_count, row.original_bytes = 7, 7

    (drift,) = check(store)
    assert job.id in drift.sentence
    assert stored(job).photo_count == 7

    check(store, repair=True)
    assert (stored(job).photo_count, stored(job).original_bytes) == right
