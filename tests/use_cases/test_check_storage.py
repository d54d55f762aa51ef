"""Records, files and figures are compared both ways, and corrected where that is safe (D5)."""

import os
from datetime import timedelta
from io import BytesIO

import pytest

from tests.support.builders import NOW, a_job
from tests.support.keeping import (
    an_uploaded_photo,
    check,
    delete,
    finish_deletions,
    make_old,
    make_ready,
    originals_on_record,
    put_old_file,
)
from tests.support.object_store import opened
from webapp import clock
from webapp.domain.deriving import Turn
from webapp.models.base import transaction
from webapp.models.deletion import Trash
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.folder_store import FolderStore
from webapp.photos.keys import Size, logo_key, original_key, part_key, preview_key
from webapp.use_cases.check_storage import differences

STRANGER = "abcdefghijkmnpqr"


@pytest.fixture
def store(app, config):
    return FolderStore(config.photos_folder)


@pytest.fixture
def job(app):
    return a_job()


@pytest.fixture
def photo_id(store, job):
    return an_uploaded_photo(job, store)


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


@pytest.mark.parametrize(
    "key", [original_key(STRANGER), logo_key(STRANGER)], ids=["original", "logo"]
)
def test_what_may_be_the_only_copy_is_named_and_deleted_only_by_its_name(store, key):
    put_old_file(store, key)

    for repair in (False, True):
        (found,) = check(store, repair=repair)
        assert (key in found.sentence, found.is_corrected) == (True, False)
    assert key in set(store.keys())

    (corrected,) = check(store, repair=True, may_delete_originals=True)
    assert corrected.is_corrected
    assert key not in set(store.keys())
    assert check(store) == []


@pytest.mark.parametrize(
    "key",
    [preview_key(STRANGER, Size.LARGE), part_key(STRANGER, 0, "abcdefgh")],
    ids=["preview", "part"],
)
def test_what_can_be_made_again_is_deleted_on_demand(store, key):
    put_old_file(store, key)

    (found,) = check(store)
    assert (key in found.sentence, found.is_corrected) == (True, False)

    (corrected,) = check(store, repair=True)
    assert corrected.is_corrected
    assert list(store.keys()) == []


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


def test_the_photo_of_a_record_in_the_trash_is_nobodys_surplus(store, photo_id, job):
    throw_away(job, photo_id)
    make_old(store, original_key(photo_id))

    assert check(store, repair=True, may_delete_originals=True) == []
    assert list(store.keys("originals")) == [original_key(photo_id)]


def test_previews_that_are_gone_are_made_again_on_demand(store, photo_id, job, stored):
    make_ready(store, photo_id)
    assert check(store) == []
    store.delete(preview_key(photo_id, Size.GALLERY))
    photo = Photo.query.one()

    (found,) = check(store)
    assert (photo_id in found.sentence, stored(photo).queue) == (True, None)

    (corrected,) = check(store, repair=True)
    assert (corrected.is_corrected, stored(photo).queue) == (True, Turn.IN_PREPARATION)
    assert check(store) == []


def test_only_hashes_find_an_original_that_changed_and_kept_its_size(store, photo_id):
    size = store.size(original_key(photo_id))
    store.put(original_key(photo_id), BytesIO(bytes(size)))
    told = []

    assert check(store) == []
    (found,) = check(store, hashes=True, tell=lambda *figures: told.append(figures))
    assert photo_id in found.sentence
    assert told == [(1, 1)]


class Busy(FolderStore):
    """Somebody uploads and deletes when the records are read and the files are not yet listed."""

    meanwhile = None

    def entries(self, under=""):
        deed, self.meanwhile = self.meanwhile, None
        if deed:
            deed()
        return super().entries(under)


def test_what_comes_and_goes_during_the_check_is_no_difference(config, store, photo_id, job):
    busy = Busy(config.photos_folder)

    def meanwhile():
        delete(job, photo_id)
        finish_deletions(store)
        make_old(store, original_key(an_uploaded_photo(job, store)))

    busy.meanwhile = meanwhile
    assert check(busy, repair=True, may_delete_originals=True) == []
    assert originals_on_record() == list(store.keys("originals")) != [original_key(photo_id)]


def throw_away(job, photo_id):
    with transaction() as session:
        piece = Trash(
            studio_id=job.studio_id, job_id=job.id, photo_count=1, original_bytes=1,
            actor_kind="person", actor_name="Ada", thrown_at=NOW, ends_at=NOW,
        )  # fmt: skip
        session.add(piece)
        session.flush()
        photo, held = session.get_one(Photo, photo_id), session.get_one(Job, job.id)
        photo.trash_id = piece.id
        held.photo_count, held.original_bytes = 0, 0
        held.trash_count, held.trash_bytes = 1, photo.original_bytes


@pytest.mark.one_database("the store is another")
def test_in_an_object_store_the_same_is_found(app, bucket, job):
    store = app.extensions["photo_store"] = opened(bucket)
    kept, lost = (an_uploaded_photo(job, store) for _ in range(2))
    make_ready(store, kept)
    later = clock.machine_now() + timedelta(hours=2)
    assert list(differences(store, repair=False, now=later, hashes=True)) == []
    surplus = [original_key(STRANGER), preview_key(STRANGER, Size.LARGE)]
    for key in surplus:
        store.put(key, BytesIO(b"picture"))
    store.delete_many([original_key(lost), preview_key(kept, Size.SMALL)])

    found = list(differences(store, repair=True, now=later))

    said = [(drift.sentence.split(" ")[1:3], drift.is_corrected) for drift in found]
    assert said == [
        ([lost, "is"], False),
        (["of", "photo"], True),
        (["file", surplus[0]], False),
        (["file", surplus[1]], True),
    ]
    assert surplus[0] in set(store.keys())
    assert surplus[1] not in set(store.keys())
