"""A piece of a file arrives while its job is deleted: one comes first, and nothing is left."""

import threading
import time
from contextlib import contextmanager
from io import BytesIO

import pytest
from sqlalchemy import event

from tests.support.builders import NOW, a_job, an_album
from tests.support.deleting import delete
from tests.support.half_uploads import a_waiting_upload
from tests.support.races import race, slow_looks
from tests.support.records import all_rows
from webapp.domain.uploads import SMALLEST_PIECE, Announced
from webapp.models.base import db, transaction
from webapp.models.job import Job
from webapp.models.upload import Upload
from webapp.photos.serving import current_store
from webapp.use_cases.announce_uploads import announce_uploads
from webapp.use_cases.delete_job import go_on_deleting_jobs
from webapp.use_cases.receive_part import UploadGone, expect_part, keep_part

PIECE = SMALLEST_PIECE
PATIENCE = 0.3  # seconds in which a deletion that does not wait gets ahead


@contextmanager
def a_piece_that_dawdles():
    """Its rows are written and not committed until the deletion removes rows, if it does not wait.

    Gives what happens when they are written.
    """
    written, overtaken = threading.Event(), threading.Event()

    def look(_connection, _cursor, statement, *_unused):
        if statement.startswith("INSERT INTO upload_part"):
            written.set()
            overtaken.wait(PATIENCE)

    def tell(_connection, _cursor, statement, *_unused):
        if statement.startswith("DELETE FROM upload "):
            overtaken.set()

    event.listen(db.engine, "after_cursor_execute", look)
    event.listen(db.engine, "before_cursor_execute", tell)
    try:
        yield written
    finally:
        event.remove(db.engine, "after_cursor_execute", look)
        event.remove(db.engine, "before_cursor_execute", tell)


def a_piece_and_a_deletion_at_once(app):
    job = a_job(status="archived", archived_at=NOW)
    upload = a_waiting_upload(job, size=2 * PIECE)
    job_id, upload_id, store = job.id, upload.id, current_store()
    with a_piece_that_dawdles() as written:

        def send():
            waiting = expect_part(upload_id, offset=0, length=PIECE)
            return keep_part(waiting, BytesIO(bytes(PIECE)), offset=0, length=PIECE, store=store,
                             machine_now=NOW)  # fmt: skip

        def delete_it():
            written.wait()
            return delete(db.session.get_one(Job, job_id))

        return race(app, send, delete_it)


def test_a_piece_that_arrives_while_its_job_is_deleted_goes_with_it(app):
    received, deleted = a_piece_and_a_deletion_at_once(app)

    assert received == PIECE
    assert list(deleted.part_keys) == list(current_store().keys("incoming"))
    assert (all_rows(Job), all_rows(Upload)) == ([], [])


def test_without_its_locks_the_deletion_is_refused_and_the_worker_goes_on_with_it(app):
    with slow_looks(0, locks=False) as refused:
        _received, deleted = a_piece_and_a_deletion_at_once(app)

    assert refused
    assert getattr(deleted, "deletion_id", None) is None
    has_begun = not isinstance(deleted, Exception)  # SQLite refuses the very first step
    assert go_on_deleting_jobs(current_store(), now=NOW) == has_begun


def test_a_piece_that_comes_after_the_deletion_is_not_kept(app):
    job = a_job(status="archived", archived_at=NOW)
    upload = a_waiting_upload(job, size=2 * PIECE)
    waiting = expect_part(upload.id, offset=0, length=PIECE)
    delete(job)

    with pytest.raises(UploadGone):
        keep_part(waiting, BytesIO(bytes(PIECE)), offset=0, length=PIECE, store=current_store(),
                  machine_now=NOW)  # fmt: skip

    assert list(current_store().keys("incoming")) == []


def test_announcing_again_locks_files_in_the_order_in_which_all_others_do(app):
    job = a_job()
    album = an_album(job)
    last, first = sorted(
        (a_waiting_upload(job, album, path=path, modified=1) for path in ("a/1.jpg", "a/2.jpg")),
        key=lambda upload: upload.id, reverse=True,
    )  # fmt: skip
    with transaction() as session:  # the names stand in the other order than the ids
        session.get_one(Upload, last.id).path = "a/1.jpg"
        session.get_one(Upload, first.id).path = "a/2.jpg"
    job_id, album_id, ids = job.id, album.id, [first.id, last.id]
    first_is_locked = threading.Event()

    def lock_one_after_the_other():
        with transaction() as session:
            for upload_id in ids:
                session.get_one(Upload, upload_id, with_for_update={"of": Upload})
                first_is_locked.set()
                time.sleep(PATIENCE)

    def announce():
        first_is_locked.wait()
        files = [Announced(f"a/{number}.jpg", 20, 1) for number in (1, 2)]
        return announce_uploads(job_id, files, album_id=album_id, folders_become_albums=False,
                                now=NOW, machine_now=NOW)  # fmt: skip

    _locked, standings = race(app, lock_one_after_the_other, announce)

    assert [each.id for each in standings] == [last.id, first.id]
