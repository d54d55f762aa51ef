"""A restored backup brings nothing back that was deleted after it, on both stores (D3)."""

import pytest

from tests.support import deleting
from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    an_outgoing,
)
from tests.support.keeping import an_uploaded_photo, check, delete, finish_deletions
from tests.support.object_store import opened
from tests.support.records import all_rows
from webapp import clock
from webapp.models.base import db, transaction
from webapp.models.customer import Customer
from webapp.models.deletion import ClosedCode, Deletion, Trash
from webapp.models.job import Job, Person
from webapp.models.outgoing import Outgoing
from webapp.models.photo import Photo
from webapp.photos.serving import current_store
from webapp.use_cases.apply_ledger import apply_ledger
from webapp.use_cases.delete_files import delete_some_files
from webapp.use_cases.forget_customers import forget_customer
from webapp.use_cases.forget_person import forget_person

ON_BOTH_STORES = pytest.mark.parametrize("store", ["folder", "object-store"], indirect=True)


@pytest.fixture
def store(request, app, second_home):
    """Both installations keep their photos in the same place: in a folder, if nothing is said."""
    if getattr(request, "param", "folder") == "object-store":
        bucket = opened(request.getfixturevalue("bucket"))
        for each in (app, second_home.app):
            each.extensions["photo_store"] = bucket
    return current_store()


def ids(table):
    return [row.id for row in all_rows(table)]


@ON_BOTH_STORES
def test_photos_deleted_after_the_backup_stay_deleted(back_up_now, second_home, store):
    job = a_job()
    kept, gone = an_uploaded_photo(job, store), an_uploaded_photo(job, store)
    path = back_up_now()
    size = job.original_bytes
    proof = delete(job, gone).id
    finish_deletions(store)

    with second_home.inside():
        done = second_home.restore(path)

        assert (len(done.deleted), done.missing) == (1, 0)
        assert ids(Photo) == [kept]
        (row,) = all_rows(Job)
        assert (row.photo_count, row.original_bytes * 2) == (1, size)
        assert [(found.id, found.kind) for found in all_rows(Deletion)] == [(proof, "photos")]
        finish_deletions(store)
        assert check(store) == []
        assert apply_ledger(store, now=clock.machine_now()) == []


@ON_BOTH_STORES
def test_a_restore_in_the_middle_of_a_deletion_ends_it(back_up_now, second_home, store):
    job = a_job()
    gone = an_uploaded_photo(job, store)
    path = back_up_now()
    delete_some_files(delete(job, gone).id, Half(store), now=clock.machine_now())
    assert len(list(store.keys("originals"))) == 1

    with second_home.inside():
        second_home.restore(path)
        finish_deletions(store)

        assert ids(Photo) == []
        assert list(store.keys("originals")) == []
        assert check(store) == []


def test_trash_that_was_emptied_after_the_backup_stays_empty(back_up_now, second_home, store):
    job = a_job()
    photo = db.session.get(Photo, an_uploaded_photo(job, store))
    deleting.throw_photos(job, photo)
    path = back_up_now()
    deleting.empty(job.studio)
    finish_deletions(store)

    with second_home.inside():
        done = second_home.restore(path)

        assert (len(done.deleted), done.missing) == (1, 0)
        assert all_rows(Trash) == []
        assert [(row.trash_count, row.trash_bytes) for row in all_rows(Job)] == [(0, 0)]
        finish_deletions(store)
        assert check(store) == []


@ON_BOTH_STORES
def test_a_job_deleted_after_the_backup_stays_deleted_and_its_codes_closed(
    back_up_now, second_home, store
):
    job = a_job(status="archived")
    a_code(job)
    an_uploaded_photo(job, store)
    other = a_job(job.studio).id
    path = back_up_now()
    deleting.delete(job)
    finish_deletions(store)

    with second_home.inside():
        done = second_home.restore(path)

        assert len(done.deleted) == 1
        assert ids(Job) == [other]
        assert db.session.query(ClosedCode).count() == 2  # the code, and its card
        finish_deletions(store)
        assert check(store) == []


def test_who_was_forgotten_after_the_backup_stays_forgotten(back_up_now, second_home, store):
    job = a_job()
    child, customer = a_person(job, "Ben Wolf"), a_customer(job.studio, email="wolf@example.org")
    a_code(job, person=child)
    an_outgoing(job.studio, customer_id=customer.id, recipient=customer.email, phase="claimed")
    path = back_up_now()
    with transaction() as session:
        for message in session.query(Outgoing):
            message.state = "sent"
    forget_customer(job.studio_id, customer.id, by=deleting.ADA, now=NOW)
    forget_person(job.id, child.id, by=deleting.ADA, now=NOW)
    finish_deletions(store)

    with second_home.inside():
        done = second_home.restore(path)

        assert len(done.deleted) == 2
        assert ids(Person) == []
        assert [(row.name, row.email) for row in all_rows(Customer)] == [("", None)]
        assert apply_ledger(store, now=clock.machine_now()) == []


def test_what_was_uploaded_after_the_backup_is_named_and_stays(back_up_now, second_home, store):
    job = a_job()
    path = back_up_now()
    later = an_uploaded_photo(job, store)

    with second_home.inside():
        second_home.restore(path)

        assert ids(Photo) == []
        assert [key.rpartition("/")[2] for key in store.keys("originals")] == [later]


@pytest.mark.one_database("statements do not differ")
def test_in_daily_work_no_page_is_read(store):
    job = a_job()
    delete(job, *(a_photo(job).id for _ in range(3)))
    finish_deletions(store)

    assert apply_ledger(Unread(store), now=clock.machine_now()) == []


class Half:
    """A store that takes the page of the ledger, and loses no file."""

    def __init__(self, store):
        self.put = store.put

    def delete_many(self, keys):
        list(keys)


class Unread:
    """A store that says what it holds and shows none of it."""

    def __init__(self, store):
        self.keys = store.keys
