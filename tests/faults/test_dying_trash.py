"""A process dies while something is thrown away, comes back, or is forgotten: whole or absent.

As in `test_dying`: many deaths, what a worker does after them, and one check of everything (D5).
"""

import pytest

from tests.support import deleting
from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_message,
    a_person,
    a_photo,
    a_registration,
    a_studio,
    an_album,
)
from tests.support.deleting import ADA, figures
from tests.support.keeping import an_uploaded_photo, check, finish_deletions
from tests.support.killing.mortal import EVERY_STATEMENT, die_everywhere
from tests.support.records import all_rows
from tests.support.retention import OVER, TOLD, archived, tell
from webapp.models.base import db, transaction
from webapp.models.customer import Customer, Registration
from webapp.models.deletion import Deletion, Trash
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.photo import PhotoPerson
from webapp.photos.serving import current_store
from webapp.use_cases.apply_retention import apply_retention
from webapp.use_cases.empty_trash import empty_due_trash
from webapp.use_cases.forget_customers import forget_customer
from webapp.use_cases.forget_person import forget_person
from webapp.use_cases.restore_trash import restore_trash

SHOWN, IN_TRASH = (2, 2000, 0, 0), (0, 0, 2, 2000)


@pytest.fixture
def studio(app):
    return a_studio(retention_months=3)


def an_album_with_photos(studio):
    job = a_job(studio)
    album = an_album(job)
    for _each in range(2):
        a_photo(job, album)
    return job, album


def whole(job, album):
    """The figures of the job, having seen that album, photos and trash say the same."""
    (album,), (job,) = all_rows(Album, id=album.id), all_rows(Job, id=job.id)
    pieces = all_rows(Trash, job_id=job.id)
    assert album.is_shown is (job.photo_count == 2)
    assert [(each.photo_count, each.original_bytes) for each in pieces] == (
        [] if album.is_shown else [(2, 2000)]
    )
    return figures(job)


def test_throwing_an_album_away(studio):
    seen = []
    deaths = die_everywhere(
        lambda: an_album_with_photos(studio),
        lambda arranged, _fate: deleting.throw_album(*arranged),
        lambda arranged: seen.append(whole(*arranged)),
        moments=EVERY_STATEMENT,
        stride=5,
    )
    assert deaths > 2
    assert seen == [SHOWN] * deaths + [IN_TRASH]
    assert deleting.wrong_figures() == []


def test_restoring_it(studio):
    seen = []

    def thrown():
        job, album = an_album_with_photos(studio)
        return job, album, deleting.throw_album(job, album).trash_id

    deaths = die_everywhere(
        thrown,
        lambda arranged, _fate: restore_trash(studio.id, arranged[2], by=ADA, now=NOW),
        lambda arranged: seen.append(whole(*arranged[:2])),
        moments=EVERY_STATEMENT,
        stride=5,
    )
    assert deaths > 2
    assert seen == [IN_TRASH] * deaths + [SHOWN]
    assert deleting.wrong_figures() == []


def test_forgetting_a_child(studio):
    store, job, seen = current_store(), a_job(studio, "selling"), []
    album = an_album(job)

    def a_child():
        child = a_person(job, "Mia", album)
        photo_id = an_uploaded_photo(job, store, album)
        with transaction() as session:
            session.add(PhotoPerson(photo_id=photo_id, person_id=child.id))
        code = a_code(job, f"K7MW{len(seen):08}", person=child)
        a_registration(job, access_code_id=code.id)
        return child.id, code.id

    def look(arranged):
        child_id, code_id = arranged
        found = (
            all_rows(Person, id=child_id),
            all_rows(AccessCode, id=code_id, revoked_at=None),
            all_rows(Registration, access_code_id=code_id),
            db.session.query(PhotoPerson).filter_by(person_id=child_id).all(),
        )
        seen.append([len(rows) for rows in found])

    deaths = die_everywhere(
        a_child,
        lambda arranged, _fate: forget_person(job.id, arranged[0], by=ADA, now=NOW),
        look,
        moments=EVERY_STATEMENT,
        stride=16,
    )
    finish_deletions(store)
    assert deaths > 2
    assert seen == [[1, 1, 1, 1]] * deaths + [[0, 0, 0, 0]]
    assert len(all_rows(Deletion, kind="person")) == 1
    assert check(store) == []


def test_forgetting_a_customer(studio):
    job, seen = a_job(studio, "selling"), []

    def a_parent():
        customer = a_registration(job, a_customer(studio)).customer
        a_message(job, customer)
        return customer.id

    def look(customer_id):
        (customer,) = all_rows(Customer, id=customer_id)
        registered = all_rows(Registration, customer_id=customer_id)
        proofs = all_rows(Deletion, kind="customer")
        seen.append((customer.forgotten_at is None, bool(customer.email), len(registered)))
        assert len(proofs) == (0 if customer.email else 1)

    deaths = die_everywhere(
        a_parent,
        lambda customer_id, _fate: forget_customer(studio.id, customer_id, by=ADA, now=NOW),
        look,
        moments=EVERY_STATEMENT,
        stride=9,
    )
    assert deaths > 2
    assert seen == [(True, True, 1)] * deaths + [(False, False, 0)]


def test_deleting_what_is_over(studio, stored):
    def told():
        job = archived(studio)
        tell(TOLD)
        return job

    def go_on(job):
        row = stored(job)
        assert (row.photo_count, row.retention_noticed_at) in ((2, TOLD), (0, None))
        apply_retention(now=OVER)
        empty_due_trash(now=OVER)
        assert figures(stored(job)) == (0, 0, 0, 0)

    deaths = die_everywhere(
        told,
        lambda _job, _fate: apply_retention(now=OVER),
        go_on,
        moments=EVERY_STATEMENT,
        stride=12,
    )
    assert deaths > 2
    assert all_rows(Trash) == []
    assert len(all_rows(Deletion)) == deaths + 1
    assert {(row.reason, row.photo_count) for row in all_rows(Deletion)} == {("retention", 2)}
    finish_deletions(current_store())
    assert check(current_store()) == []
