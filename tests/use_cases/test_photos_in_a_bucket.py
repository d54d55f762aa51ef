"""A photo's whole life in a bucket: uploaded, derived, sold, damaged, deleted."""

from contextlib import closing
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job, an_album
from tests.use_cases.test_delete_for_good import delete, finish
from webapp import clock
from webapp.models.photo import Photo
from webapp.photos.clean import clean_file
from webapp.photos.keys import all_keys, original_key
from webapp.photos.serving import current_store
from webapp.use_cases import derive_photos
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.check_storage import check_storage

pytestmark = pytest.mark.one_database("where photos lie is no matter of the database")


@pytest.fixture
def config(config, bucket):
    return replace(config, photos_url=f"s3://{bucket.bucket}/p?endpoint={bucket.endpoint}")


def drift():
    return check_storage(current_store(), repair=False, now=clock.machine_now())


def test_a_photo_lives_in_a_bucket_from_its_upload_to_its_deletion(app):
    store, job = current_store(), a_job()
    album = an_album(job)
    ids = [
        add_photo(album.id, BytesIO(a_jpeg(64, 48)), name="a.jpg", store=store, now=NOW)
        for _ in range(2)
    ]
    assert drift() == []

    assert derive_photos.run_once(store, workers=1, machine_now=clock.machine_now) == 2
    assert set(store.keys()) == {key for photo_id in ids for key in all_keys(photo_id)}
    assert drift() == []

    file = clean_file(store, ids[0])
    with closing(file), Image.open(BytesIO(b"".join(file.chunks()))) as picture:
        assert picture.size == (64, 48)

    store.put(original_key(ids[0]), BytesIO(b"rotten"))
    store.delete(original_key(ids[1]))
    sentences = " ".join(each.sentence for each in drift())
    assert all(photo_id in sentences for photo_id in ids)

    delete(job, Photo.job_id == job.id)
    assert finish(store) == 2
    assert list(store.keys("originals")) == list(store.keys("derived")) == []
    assert drift() == []
    assert len(list(store.keys("ledger"))) == 1
