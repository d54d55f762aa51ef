"""What has begun and does not go on is found: uploads without their parts, deletions that hang."""

from datetime import timedelta
from io import BytesIO

import pytest

from tests.support.builders import a_job, an_album
from tests.support.keeping import an_uploaded_photo, check, delete, finish_deletions
from webapp import clock
from webapp.models.base import new_id, transaction
from webapp.models.deletion import Deletion
from webapp.models.upload import Upload, UploadPart
from webapp.photos.keys import part_key
from webapp.photos.serving import current_store
from webapp.use_cases.deletion_ledger import page_key, pages


@pytest.fixture
def store(app):
    return current_store()


@pytest.fixture
def job(app):
    return a_job()


@pytest.fixture
def photo_id(store, job):
    return an_uploaded_photo(job, store)


def test_an_upload_that_lost_its_parts_begins_again_on_demand(store, job, stored):
    upload, key = a_half_upload(store, job)
    assert check(store) == []
    store.delete(key)

    (found,) = check(store)
    assert (upload.id in found.sentence, stored(upload).received) == (True, 7)

    check(store, repair=True)
    assert stored(upload).received == 0
    assert check(store) == []


def test_a_deletion_whose_page_is_gone_is_written_down_again_on_demand(store, photo_id, job):
    deletion = delete(job, photo_id)
    finish_deletions(store)
    (page,) = store.keys("ledger")
    store.delete(page)

    (found,) = check(store)
    assert deletion.id in found.sentence

    check(store, repair=True)
    assert [page.photo_ids for page in pages(store)] == [(photo_id,)]


def test_a_deletion_that_hangs_is_named_after_an_hour_and_ended_on_demand(
    store, photo_id, job, stored
):
    deletion = delete(job, photo_id)
    assert check(store) == []
    with transaction() as session:
        row = session.get_one(Deletion, deletion.id)
        row.noted_at = clock.machine_now() - timedelta(hours=2)
    store.put(page_key(deletion.id, deletion.deleted_at), BytesIO(b"{}"))

    (found,) = check(store)
    assert (deletion.id in found.sentence, found.is_corrected) == (True, False)

    (corrected,) = check(store, repair=True)
    assert corrected.is_corrected
    assert list(store.keys("originals")) == []


def a_half_upload(store, job):
    now = clock.machine_now()
    upload_id = new_id()
    key = part_key(upload_id, 0, "abcdefgh")
    store.put(key, BytesIO(b"picture"))
    upload = Upload(
        id=upload_id, studio_id=job.studio_id, job_id=job.id, album_id=an_album(job).id,
        path="a.jpg", name="a.jpg", size=20, number=1, received=7, created_at=now, touched_at=now,
    )  # fmt: skip
    with transaction() as session:
        session.add(upload)
        session.flush()
        session.add(UploadPart(upload_id=upload.id, start=0, size=7, store_key=key))
    return upload, key
