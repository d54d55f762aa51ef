"""A store that is full to the last byte: what is deleted is deleted, and makes room (D2, D5)."""

import pytest

from tests.support.builders import a_job, an_album
from tests.support.deleting import drift, throw_album
from tests.support.keeping import an_uploaded_photo, delete, finish_deletions, make_ready
from tests.support.records import all_rows
from webapp.models.deletion import Deletion
from webapp.models.photo import Photo
from webapp.photos.serving import current_store
from webapp.photos.store import StoreFull


class Full:
    """Nothing more fits, until so many previews are gone."""

    def __init__(self, store, previews=10**9):
        self._store, self._left = store, previews

    def __getattr__(self, name):
        return getattr(self._store, name)

    def put(self, key, source):
        if self._left > 0:
            raise StoreFull
        return self._store.put(key, source)

    def delete_many(self, keys):
        keys = list(keys)
        assert not (self._left > 0 and any(key.startswith("originals/") for key in keys))
        self._left -= len(keys)
        self._store.delete_many(keys)


@pytest.fixture
def job(studio):
    return a_job(studio, status="planning")


def test_the_trash_is_emptied_though_the_ledger_has_no_room(client, job, app):
    album = an_album(job)
    photo_id = an_uploaded_photo(job, store := current_store(), album)
    make_ready(store, photo_id)
    throw_album(job, album)
    app.extensions["photo_store"] = Full(store)

    answer = client.submit(client.get("/studio/trash/emptying"), ".dialog")

    assert answer.status_code == 303
    assert all_rows(Photo) == []
    assert len(list(store.keys("originals"))) == 1
    finish_deletions(store)
    assert (list(store.keys("originals")), drift()) == ([], [])


def test_previews_make_room_for_the_page_of_the_ledger(job):
    photo_id = an_uploaded_photo(job, store := current_store())
    make_ready(store, photo_id)
    delete(job, photo_id)

    assert finish_deletions(Full(store, previews=3)) == 1

    assert list(store.keys()) == list(store.keys("ledger"))


def test_a_deletion_without_its_page_holds_up_no_other_and_goes_on_later(job):
    store = current_store()
    for name in "ab":
        delete(job, an_uploaded_photo(job, store, an_album(job, name)))

    assert finish_deletions(Full(store, previews=6)) == 1

    assert [deletion.done_at is None for deletion in all_rows(Deletion)].count(True) == 1
    assert finish_deletions(store) == 1
    assert drift() == []
