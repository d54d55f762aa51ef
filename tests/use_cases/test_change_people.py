"""People are renamed, moved and removed; what they leave behind stays."""

import pytest

from tests.support.builders import (
    NOW,
    a_code,
    a_customer,
    a_job,
    a_person,
    a_photo,
    a_registration,
    an_album,
)
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.people import TypedPerson
from webapp.models.base import db, transaction
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.message import Unplanned
from webapp.models.photo import Photo, PhotoPerson
from webapp.queries.codes import codes_of
from webapp.queries.people import job_codes
from webapp.queries.recipients import has_photos, registrations
from webapp.queries.sets import pictures_of, sets_of
from webapp.use_cases.change_codes import revoke_code
from webapp.use_cases.change_people import SamePerson, change_person, remove_person
from webapp.use_cases.issue_codes import ensure_codes

ANNA = {"by": Actor(ActorKind.PERSON, "Anna"), "now": NOW}


@pytest.fixture
def mia(app):
    job = a_job(access_type="person")
    return a_person(job, "Mia Berger", an_album(job, "2b"))


def change(mia, name="Mia Berger", group="2b", reference=""):
    return change_person(mia.job_id, mia.id, TypedPerson(name, group, reference), **ANNA)


def counted(kind):
    db.session.rollback()
    return db.session.query(kind).count()


def test_a_new_name_and_number_are_stored_and_recorded(mia, stored):
    assert change(mia, "Mia Berger-Yıldız", "2b", "17")
    assert (stored(mia).name, stored(mia).reference) == ("Mia Berger-Yıldız", "17")
    (entry,) = db.session.query(HistoryEntry).all()
    assert (entry.deed, entry.changes) == (
        "person-changed",
        [
            {
                "field": "person",
                "before": "Mia Berger · 2b",
                "after": "Mia Berger-Yıldız · 2b · 17",
            }
        ],
    )
    assert counted(Unplanned) == 0


def test_who_moves_to_a_class_that_has_no_album_makes_one(mia, stored):
    assert change(mia, group="3a")
    assert stored(mia).album.name == "3a"
    assert (counted(Album), counted(Unplanned)) == (2, 1)
    assert change(mia, group="")
    assert stored(mia).album is None


def test_what_is_the_same_changes_nothing(mia):
    assert not change(mia)
    assert not change_person(a_job().id, mia.id, TypedPerson("Theo"), **ANNA)
    assert counted(HistoryEntry) == 0


def test_nobody_becomes_somebody_who_is_there_already(mia):
    ben = a_person(_job_of(mia), "Ben", mia.album)
    with pytest.raises(SamePerson):
        change(ben, "mia berger", "2B")
    assert counted(HistoryEntry) == 0


def _job_of(person):
    return db.session.get(Job, person.job_id)


def test_removing_revokes_the_code_and_keeps_photos_and_registrations(mia, stored):
    job = _job_of(mia)
    code = a_code(job, person=mia)
    photo = a_photo(job, mia.album, persons=[mia])
    registration = a_registration(job, a_customer(job.studio), access_code_id=code.id)
    assert remove_person(job.id, mia.id, **ANNA)
    assert stored(mia) is None
    assert (stored(code).revoked_at, stored(code).person_id) == (NOW, None)
    assert stored(registration).access_code_id == code.id
    assert (counted(Photo), counted(PhotoPerson), stored(photo).id) == (1, 0, photo.id)
    (entry,) = db.session.query(HistoryEntry).all()
    assert entry.counts == {"photos_without_person": 1, "codes_revoked": 1}
    assert not db.session.scalar(registrations(has_photos())), "it is not the whole job's now"
    assert pictures_of(stored(code)) == []
    assert sets_of([code.id])[code.id].pictures == 0


def test_the_codes_of_somebody_removed_are_not_taken_for_the_job_s_own(mia, stored):
    job = _job_of(mia)
    a_code(job, person=mia)
    remove_person(job.id, mia.id, **ANNA)
    with transaction() as session:
        row = session.get_one(Job, job.id)
        row.access_type = "job"
        assert job_codes(row).without == []
        assert ensure_codes(session, row, now=NOW) == 1
    (own,) = codes_of(job.id)
    revoke_code(job.id, own.id, **ANNA)
    with transaction() as session:
        row = session.get_one(Job, job.id)
        assert ensure_codes(session, row, now=NOW) == 0, "revoked on purpose, it stays so"
        assert job_codes(row).without == [("", "")]


def test_nobody_of_another_job_is_removed(mia):
    assert not remove_person(a_job().id, mia.id, **ANNA)
    assert (counted(Person), counted(AccessCode)) == (1, 0)
