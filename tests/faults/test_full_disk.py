"""A disk that fills: files are refused in clear words, everything else goes on (invariant 13)."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import databases
from tests.support.builders import a_code, a_job, a_photo, an_album
from tests.support.client import Visitor
from tests.support.keeping import (
    an_uploaded_photo,
    check,
    delete,
    finish_deletions,
    make_ready,
)
from tests.support.records import all_rows
from tests.support.signing_in import a_member_who_signs_in, signed_in
from webapp import clock as machine
from webapp import create_app
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.checking import Reason, Refused
from webapp.photos.keys import original_key
from webapp.photos.store import StoreFull
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.claim_photos import PAUSE
from webapp.use_cases.derive_photos import run_once

pytestmark = pytest.mark.one_database("the default, where all of it lies on one disk")
CODE = "K7MW9Q3X4T2P"


@pytest.fixture
def on_it(config, run, small_disk, clock):
    """An installation with everything on the small disk."""
    data = small_disk.folder
    address = databases.sqlite_copy(run, data / "shelflife.sqlite3")
    app = create_app(replace(config, data=data, database_url=address))
    app.test_client_class = Visitor
    app.extensions["photo_store"] = small_disk.store
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def derive(store, *, later=timedelta()):
    return run_once(store, workers=1, machine_now=lambda: machine.machine_now() + later)


def test_photos_wait_and_people_do_not(on_it, small_disk, clock):
    store = small_disk.store
    job = a_job(status="selling", archive_on=date(2026, 11, 30), access_type="job")
    a_code(job, CODE)
    shown, waiting = (an_uploaded_photo(job, store) for _ in range(2))
    make_ready(store, shown)
    album, member = an_album(job), a_member_who_signs_in(job.studio)

    with small_disk.full(leaving=0.04):
        with pytest.raises(Refused) as refusal:
            an_uploaded_photo(job, store, album)
        assert refusal.value.reason is Reason.STORE_FULL
        assert derive(store) == 0
        customer = on_it.test_client()
        assert customer.submit(f"/shop/{job.studio.slug}", code=CODE).status_code == 303
        photographer = signed_in(on_it.test_client(), member)
        assert photographer.get("/studio/jobs").status_code == 200
        clock.set(datetime(2026, 12, 1, 9, tzinfo=UTC))
        assert archive_due_jobs(now=clock.now()) == 1
        delete(job, shown)
        assert finish_deletions(store) == 1

    assert derive(store, later=PAUSE * 2) == 1
    assert {photo.id: photo.state for photo in all_rows(Photo)} == {waiting: "ready"}
    an_uploaded_photo(job, store, album)
    assert [row.photo_count for row in all_rows(Job)] == [2]
    assert check(store) == []


def test_a_file_that_does_not_fit_is_absent_and_what_was_there_is_whole(small_disk, on_it):
    store, key = small_disk.store, original_key(a_photo(a_job()).id)
    store.put(key, io.BytesIO(b"as it was"))

    with small_disk.full(leaving=0.06), pytest.raises(StoreFull):
        store.put(key, io.BytesIO(bytes(2 * 1024 * 1024)))

    with store.open(key) as file:
        assert file.read() == b"as it was"
    assert store.interrupted(before=machine.machine_now() + timedelta(days=1)) == []
