"""Once a night the worker compares records and files, and the metrics say what it found (D5)."""

from datetime import datetime, timedelta

import pytest

from tests.support.builders import a_job
from tests.support.keeping import (
    an_uploaded_photo,
    check,
    delete,
    finish_deletions,
    put_old_file,
)
from tests.support.records import all_rows
from webapp import clock
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.operation import StorageCheck
from webapp.photos.keys import Size, original_key, preview_key, preview_keys
from webapp.photos.serving import current_store
from webapp.photos.store import StoreDown
from webapp.queries.operations import last_check
from webapp.use_cases.check_storage_nightly import KEPT, check_at_night, is_due, note_check
from webapp.use_cases.claim_photos import claim_photos

NIGHT = datetime(2026, 11, 30, 2).astimezone()  # noqa: DTZ001 - of the machine, wherever it is


@pytest.fixture
def store(app):
    return current_store()


def at(moment, store):
    return check_at_night(store, machine_now=lambda: moment)


@pytest.mark.parametrize(
    ("now", "last", "due"),
    [
        (NIGHT, None, True),
        (NIGHT, NIGHT - timedelta(days=1), True),
        (NIGHT, NIGHT - timedelta(hours=1), False),
        (NIGHT + timedelta(hours=10), NIGHT - timedelta(days=1), False),
        (NIGHT + timedelta(hours=10), NIGHT - timedelta(days=2), True),
    ],
)
@pytest.mark.one_database("no database at all")
def test_it_is_done_at_night_and_by_day_only_when_two_nights_were_missed(now, last, due):
    assert is_due(now=now, last=last) is due


def test_it_sets_figures_right_and_leaves_everything_else_to_a_person(app, store, stored, client):
    job = a_job()
    store.delete(original_key(an_uploaded_photo(job, store)))
    right = stored(job).original_bytes
    with transaction() as session:
        session.get_one(Job, job.id).original_bytes = 7

    assert at(NIGHT, store) == 1

    assert stored(job).original_bytes == right
    found = last_check()
    assert (found.differences, found.corrected) == (2, 1)
    assert ["is missing" in sentence for sentence in found.sentences] == [True]
    assert "shelflife_storage_differences 1.0" in client.get("/metrics").text


def test_previews_that_a_worker_left_of_a_photo_deleted_meanwhile_go_at_night(app, store):
    job = a_job()
    photo_id = an_uploaded_photo(job, store)
    claim_photos(1, now=clock.machine_now())
    delete(job, photo_id)
    finish_deletions(store)
    unknown = preview_key("0123456789", Size.SMALL)
    for key in [*preview_keys(photo_id), unknown]:  # the worker stores them and is killed
        put_old_file(store, key)

    assert at(clock.machine_now(), store) == 1

    assert list(store.keys("derived")) == [unknown]
    assert (last_check().differences, last_check().corrected) == (4, 3)


def test_however_many_workers_ask_it_is_done_once_a_night(app, store):
    assert [at(NIGHT, store) for _ in range(3)] == [1, 0, 0]
    assert at(NIGHT + timedelta(days=1), store) == 1


@pytest.mark.one_database("a folder")
def test_a_check_that_broke_off_is_begun_again(app, store):
    class Down(type(store)):
        def entries(self, under=""):
            raise StoreDown

    with pytest.raises(StoreDown):
        at(NIGHT, Down(None))

    assert last_check() is None
    assert at(NIGHT + timedelta(minutes=10), store) == 1


@pytest.mark.one_database("rows of one table")
def test_the_last_thirty_are_kept_and_one_by_hand_counts(app, store):
    for night in range(KEPT + 2):
        assert at(NIGHT + timedelta(days=night), store) == 1
    later = NIGHT + timedelta(days=99)

    note_check(check(store), began_at=later, ended_at=lambda: later)

    assert len(all_rows(StorageCheck)) == KEPT
    assert last_check().ended_at == later
