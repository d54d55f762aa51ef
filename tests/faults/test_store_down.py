"""The place for photos is down, slow, or fails at any call: work waits, and ends later (D5)."""

from datetime import UTC, date, datetime

import pytest

from tests.support.builders import a_job
from tests.support.faulty_server import faulty
from tests.support.keeping import an_uploaded_photo, check, delete, finish_deletions, make_ready
from tests.support.records import all_rows
from webapp.commands.run import outside_of
from webapp.domain.store_address import BucketAddress
from webapp.models.base import db
from webapp.models.deletion import Deletion
from webapp.models.operation import StorageCheck
from webapp.models.photo import Photo
from webapp.photos.s3_calls import Patience
from webapp.photos.s3_store import S3Store
from webapp.photos.serving import current_store
from webapp.photos.store import StoreDown
from webapp.use_cases.deliver_messages import Post
from webapp.worker.loop import work_once

LITTLE = Patience(connect=0.2, read=0.2, times=1)


class Hiccups:
    """A store that fails once, at the call of this number; one file of many is a call."""

    def __init__(self, store, number):
        self._store = store
        self.left = number

    def __getattr__(self, name):
        def call(*args, **kwargs):
            self._count()
            return getattr(self._store, name)(*args, **kwargs)

        return call

    def delete_many(self, keys):
        for key in keys:
            self._count()
            self._store.delete(key)

    def _count(self):
        self.left -= 1
        if self.left == -1:
            raise StoreDown("500")


@pytest.fixture
def store(app):
    return current_store()


def test_a_deletion_ends_at_whatever_call_the_store_fails(app, store):
    failures, has_failed = 0, True
    while has_failed:
        job = a_job()
        ids = [an_uploaded_photo(job, store) for _ in range(2)]
        make_ready(store, ids[0])
        delete(job, *ids)
        hiccups = Hiccups(store, failures)
        try:
            finish_deletions(hiccups)
        except StoreDown:
            assert finish_deletions(store) == 2
        has_failed = hiccups.left < 0
        failures += 1

    assert failures > 8
    assert {row.done_at is None for row in all_rows(Deletion)} == {False}
    assert list(store.keys("originals")) == list(store.keys("derived")) == []
    assert check(store) == []


@pytest.mark.one_database("the store is what fails")
@pytest.mark.parametrize("fault", ["500", "hangs"])
def test_a_worker_archives_meanwhile_and_goes_on_later(
    app, store, config, clock, aws, stored, fault
):
    due = a_job(status="selling", archive_on=date(2026, 11, 23))
    gone, waiting = (an_uploaded_photo(due, store) for _ in range(2))
    deletion = delete(due, gone)
    clock.set(datetime(2026, 11, 23, 23, 0, tzinfo=UTC))

    with faulty(fault) as server:
        address = BucketAddress(bucket="photos", endpoint=server.url)
        down = S3Store(address, patience=LITTLE, seconds_down=60)
        assert not work_once(app, down, Post(outside_of(config)))

    photo = db.session.get(Photo, waiting)
    assert stored(due).status == "archived"
    assert (stored(photo).state, stored(photo).attempts) == ("waiting", 0)
    assert all_rows(StorageCheck) == []

    assert work_once(app, store, Post(outside_of(config)))
    assert stored(deletion).done_at is not None
    assert list(store.keys("originals")) == [f"originals/{waiting[:2]}/{waiting}"]
