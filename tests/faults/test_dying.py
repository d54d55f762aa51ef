"""A process dies before each statement, commit and file: whole or absent, and nothing is left over.

Many deaths, then what a worker does in two rounds, and one check: 0 torn, 0 stuck (invariant 6).
"""

import signal
from contextlib import suppress
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.photos.pictures import a_jpeg
from tests.support import deleting, warm
from tests.support.builders import NOW, a_job, an_album
from tests.support.keeping import (
    an_uploaded_photo,
    check,
    delete,
    finish_deletions,
    make_ready,
    originals_on_record,
)
from tests.support.killing.mortal import (
    EVERY_STATEMENT,
    Fate,
    Mortal,
    delete_until_killed,
    die_everywhere,
)
from tests.support.live import environment
from tests.support.records import all_rows
from webapp import clock
from webapp.models.base import db
from webapp.models.deletion import Deletion, Trash
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.photos.checking import Refused
from webapp.photos.folder_store import FolderStore
from webapp.photos.pool import DerivingPool
from webapp.photos.serving import current_store
from webapp.use_cases import derive_photos
from webapp.use_cases.add_photo import add_photo
from webapp.use_cases.check_storage import differences
from webapp.use_cases.claim_photos import LEASE, claim_photos, finish_photos
from webapp.use_cases.delete_in_steps import delete_files_at_once
from webapp.use_cases.delete_job import go_on_deleting_jobs
from webapp.use_cases.empty_trash import empty_due_trash
from webapp.use_cases.move_store import move_store


@pytest.fixture
def store(app):
    return current_store()


@pytest.fixture
def job(app):
    return a_job()


@pytest.fixture
def album(job):
    return an_album(job)


def two_rounds_of_the_worker(store, *, now=NOW):
    for _round in range(2):
        empty_due_trash(now=now)
        go_on_deleting_jobs(store, now=now)
        finish_deletions(store)
    db.session.rollback()


def test_emptying_the_trash(store):
    def thrown_away():
        job = a_job()
        photo_id = an_uploaded_photo(job, store)
        make_ready(store, photo_id)
        deleting.throw_photos(job, db.session.get(Photo, photo_id))
        return job.studio

    def empty(studio, fate):
        emptied = deleting.empty(studio)
        mortal = Mortal(store, fate)
        delete_files_at_once(list(emptied.finished), mortal, now=clock.machine_now())

    deaths = die_everywhere(thrown_away, empty, moments=EVERY_STATEMENT, stride=3)
    two_rounds_of_the_worker(store, now=NOW + timedelta(days=8))

    assert deaths > 5
    assert check(store) == []
    assert all_rows(Trash) == []
    assert all_rows(Photo) == []
    assert {row.done_at is None for row in all_rows(Deletion)} == {False}
    assert list(store.keys("originals")) == list(store.keys("derived")) == []


def test_deleting_a_job(store):
    studio = a_job().studio
    kept = a_job(studio)
    an_uploaded_photo(kept, store)

    def archived():
        job = a_job(studio, status="archived")
        make_ready(store, an_uploaded_photo(job, store))
        return job.id

    def delete_it(job_id, fate):
        job = db.session.get(Job, job_id)
        done = deleting.delete(job)
        mortal = Mortal(store, fate)
        delete_files_at_once([done.deletion_id], mortal, now=clock.machine_now())

    def whole_or_absent(job_id):
        found = db.session.scalars(select(Job).where(Job.id == job_id)).all()
        assert [(each.photo_count, each.deletion_id) for each in found] in ([], [(1, None)])

    deaths = die_everywhere(archived, delete_it, whole_or_absent)
    two_rounds_of_the_worker(store)

    assert deaths > 5
    assert check(store) == []
    assert {row.done_at is None for row in all_rows(Deletion)} == {False}
    assert originals_on_record() == sorted(store.keys("originals"))


def test_taking_in_a_file(store, job, album, stored):
    def take_in(picture, fate):
        with suppress(Refused):
            add_photo(
                album.id, BytesIO(picture), name="mia.jpg", store=Mortal(store, fate), now=NOW
            )

    deaths = die_everywhere(
        lambda: a_jpeg(width=64, height=48),
        take_in,
        lambda same: take_in(same, Fate(1000)),
        moments=EVERY_STATEMENT,
    )
    later = clock.machine_now() + timedelta(hours=2)
    left = list(differences(store, repair=True, now=later))

    assert deaths > 5
    assert stored(job).photo_count == deaths + 1
    assert {drift.is_corrected for drift in left} == {True}
    assert originals_on_record() == sorted(store.keys("originals"))
    assert list(differences(store, repair=False, now=later)) == []


@pytest.mark.one_database("what is written does not differ")
def test_making_previews(store, job, album):
    def uploaded():
        return an_uploaded_photo(job, store, album)

    def derive(_photo_id, fate):
        claims = claim_photos(1, now=clock.machine_now())
        results = derive_photos._derive(claims, Mortal(store, fate), pool, lambda: False)
        finish_photos(results, store=store, now=clock.machine_now())

    with DerivingPool(1) as pool:
        deaths = die_everywhere(uploaded, derive)
    later = clock.machine_now() + LEASE * 2
    derive_photos.run_once(store, workers=1, machine_now=lambda: later)
    db.session.rollback()

    assert deaths > 4
    assert {(photo.state, photo.queue) for photo in all_rows(Photo)} == {("ready", None)}
    assert check(store) == []


def test_moving_to_another_store(store, job, album, config):
    target = FolderStore(config.data / "target")
    for _ in range(2):
        make_ready(store, an_uploaded_photo(job, store, album))
    everything = sorted(store.keys())

    def move(_, fate):
        moved = move_store(Mortal(store, fate), Mortal(target, fate))
        assert moved.is_whole

    deaths = die_everywhere(lambda: None, move)

    assert deaths > 0
    assert everything == sorted(store.keys()) == sorted(target.keys())
    assert check(target) == check(store) == []


@pytest.mark.one_database("a process that is really killed")
def test_a_worker_that_is_killed_while_it_deletes(store, job, config, tmp_path):
    deletion = delete(job, *(an_uploaded_photo(job, store) for _ in range(3)))

    worker = warm.begin(
        delete_until_killed, 5, environ=environment(config), log=tmp_path / "worker.log"
    )
    worker.join(60)

    assert worker.exitcode == -signal.SIGKILL, (tmp_path / "worker.log").read_text()
    assert 0 < len(list(store.keys("originals"))) < 3
    assert finish_deletions(store) == 3
    db.session.rollback()
    assert db.session.get(Deletion, deletion.id).done_at is not None
    assert check(store) == []
