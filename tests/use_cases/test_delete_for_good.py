"""Photos go for good: records at once, files after the commit, proof and ledger stay (D2, D5)."""

from io import BytesIO

import pytest
from sqlalchemy import select

from tests.photos.pictures import a_jpeg
from tests.support.builders import NOW, a_job, a_photo, an_album
from tests.support.records import all_rows
from webapp import clock
from webapp.domain.actors import WORKER
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import db, transaction
from webapp.models.deletion import DeletedPhoto, Deletion, Trash
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.folder_store import FolderStore
from webapp.photos.serving import current_store
from webapp.photos.store import StoreDown
from webapp.queries.needed_photos import orders_needing_photos
from webapp.use_cases import delete_for_good
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.check_storage import check_storage
from webapp.use_cases.delete_files import delete_files, delete_some_files
from webapp.use_cases.deletion_ledger import pages


class KeepsItsFiles(FolderStore):
    """A place that takes files and lets none go at the moment."""

    def delete_many(self, keys):
        raise StoreDown


@pytest.fixture
def store(app):
    return current_store()


@pytest.fixture
def job(app):
    return a_job()


@pytest.fixture
def photo_id(job, store):
    return add_photo(an_album(job).id, BytesIO(a_jpeg()), name="mia.jpg", store=store, now=NOW)


def delete(job, which):
    with transaction() as session:
        held = session.get_one(Job, job.id)
        deletion = delete_for_good.begin_deletion(
            session, held, studio_id=held.studio_id, kind=Kind.PHOTOS, reason=Reason.HAND,
            by=WORKER, now=NOW,
        )  # fmt: skip
        delete_for_good.delete_photos(session, deletion, held, which, now=NOW)
    return deletion


def drift(store):
    return check_storage(store, repair=False, now=clock.machine_now())


def finish(store):
    return delete_files(store, business_now=clock.machine_now)


def test_the_record_goes_at_once_and_the_file_with_the_next_step(job, photo_id, store, stored):
    size = stored(job).original_bytes

    deletion = delete(job, Photo.id == photo_id)

    assert (stored(job).photo_count, stored(job).original_bytes) == (0, 0)
    assert (stored(deletion).photo_count, stored(deletion).original_bytes) == (1, size)
    assert len(list(store.keys("originals"))) == 1
    assert drift(store) == []

    assert finish(store) == 1

    assert list(store.keys("originals")) == []
    assert drift(store) == []
    assert stored(deletion).done_at is not None


def test_what_lies_in_the_trash_is_taken_off_the_trash(job, store, stored):
    shown, thrown = a_photo(job, original_bytes=10), a_photo(job, original_bytes=7)
    with transaction() as session:
        piece = Trash(
            studio_id=job.studio_id, job_id=job.id, photo_count=1, original_bytes=7,
            actor_kind="person", actor_name="Ada", thrown_at=NOW, ends_at=NOW,
        )  # fmt: skip
        session.add(piece)
        session.flush()
        session.get_one(Photo, thrown.id).trash_id = piece.id
        held = session.get_one(Job, job.id)
        held.photo_count, held.original_bytes, held.trash_count, held.trash_bytes = 1, 10, 1, 7

    delete(job, Photo.trash_id == piece.id)

    figures = stored(job)
    assert (figures.photo_count, figures.original_bytes) == (1, 10)
    assert (figures.trash_count, figures.trash_bytes) == (0, 0)
    assert [photo.id for photo in all_rows(Photo)] == [shown.id]


def test_the_ledger_knows_a_deletion_before_any_of_its_files_is_gone(job, photo_id, store, config):
    deletion = delete(job, Photo.id == photo_id)

    with pytest.raises(StoreDown):
        delete_some_files(deletion.id, KeepsItsFiles(config.photos_folder), now=NOW)

    (page,) = pages(store)
    assert (page.kind, page.job_id, page.photo_ids) == ("photos", job.id, (photo_id,))
    assert len(list(store.keys("originals"))) == 1
    assert finish(store) == 1
    assert len(list(pages(store))) == 1


def test_the_proof_names_the_content_and_no_person(job, photo_id, store):
    content_hash = db.session.get(Photo, photo_id).content_hash

    deletion = delete(job, Photo.id == photo_id)

    proof = db.session.scalars(select(DeletedPhoto)).one()
    assert (proof.deletion_id, proof.content_hash) == (deletion.id, content_hash)
    assert [row.kind for row in all_rows(Deletion)] == ["photos"]


def test_no_order_needs_a_picture_that_nobody_ordered(job, photo_id):
    assert orders_needing_photos(job.id, now=NOW) == []
