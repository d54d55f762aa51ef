"""Codes are revoked, replaced and made; the history says whose."""

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
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode
from webapp.models.message import Unplanned
from webapp.queries.code_use import code_use
from webapp.queries.codes import codes_of
from webapp.queries.recipients import has_photos, pictures_of, registrations
from webapp.use_cases.change_codes import make_code, replace_code, revoke_code

ANNA = {"by": Actor(ActorKind.PERSON, "Anna"), "now": NOW}


@pytest.fixture
def job(app):
    return a_job(access_type="person")


@pytest.fixture
def code(job):
    return a_code(job, person=a_person(job, "Mia Berger"))


def history():
    db.session.rollback()
    return [(each.deed, each.changes) for each in db.session.query(HistoryEntry).all()]


def change(before, after):
    return [{"field": "access_code", "before": before, "after": after}]


def test_a_revoked_code_stays_with_its_person_and_opens_nothing(job, code, stored):
    assert revoke_code(job.id, code.id, **ANNA)
    assert (stored(code).revoked_at, stored(code).person_id) == (NOW, code.person_id)
    assert history() == [("code-revoked", change("Mia Berger", None))]
    assert db.session.query(Unplanned).count() == 1


def test_a_replaced_code_gives_its_holder_a_new_one(job, code, stored):
    assert replace_code(job.id, code.id, **ANNA)
    assert stored(code).revoked_at == NOW
    old, new = sorted(codes_of(job.id), key=lambda each: not each.is_revoked)
    assert (old.code, old.person, new.person) == ("K7MW-9Q3X-4T2P", "Mia Berger", "Mia Berger")
    assert new.code != old.code
    assert history() == [("code-replaced", change(None, "Mia Berger"))]


def test_codes_of_albums_and_of_the_job_are_replaced_alike(job):
    of_album = a_code(job, "ABCDEFGH2345", album=an_album(job, "2b"))
    of_job = a_code(job, "ABCDEFGH2346")
    assert replace_code(job.id, of_album.id, **ANNA)
    assert replace_code(job.id, of_job.id, **ANNA)
    valid = [each for each in codes_of(job.id) if not each.is_revoked]
    assert sorted(each.album for each in valid) == ["", "2b"]


def test_what_is_revoked_already_is_not_revoked_or_replaced_again(job, code):
    revoke_code(job.id, code.id, **ANNA)
    assert not revoke_code(job.id, code.id, **ANNA)
    assert not replace_code(job.id, code.id, **ANNA)
    assert len(history()) == 1
    assert db.session.query(AccessCode).count() == 1


def test_a_code_of_another_job_is_left_alone(job, code, stored):
    other = a_job()
    assert not revoke_code(other.id, code.id, **ANNA)
    assert not make_code(other.id, person_id=code.person_id, **ANNA)
    assert stored(code).revoked_at is None


def test_whose_code_was_revoked_is_given_a_new_one_once(job, code):
    revoke_code(job.id, code.id, **ANNA)
    assert make_code(job.id, person_id=code.person_id, **ANNA)
    assert not make_code(job.id, person_id=code.person_id, **ANNA)
    assert history()[-1] == ("code-made", change(None, "Mia Berger"))
    assert make_code(job.id, **ANNA), "the job's own"
    assert not make_code(job.id, **ANNA)


def test_who_registered_through_a_revoked_code_has_no_photos_there(job, code):
    a_photo(job, persons=[code.person])
    a_registration(job, a_customer(job.studio), access_code_id=code.id)
    seen = registrations(has_photos())
    assert (db.session.scalar(seen), pictures_of(db.session, job, code.id)) == (True, 1)
    assert (code_use(job.id, code.id).registered, code_use(job.id, code.id).browsers) == (1, 0)
    revoke_code(job.id, code.id, **ANNA)
    db.session.expire_all()
    assert not db.session.scalar(seen)
    assert pictures_of(db.session, job, code.id) == 0
