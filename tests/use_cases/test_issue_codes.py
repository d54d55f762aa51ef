"""A job has the codes that its access type asks for."""

import pytest
from sqlalchemy import select

from tests.support.builders import NOW, a_job, a_person, an_album
from webapp.domain.access_codes import normalise
from webapp.models.base import db, transaction
from webapp.models.job import AccessCode, Job
from webapp.models.sealing import fingerprint
from webapp.queries.codes import codes_of
from webapp.use_cases.issue_codes import PURPOSE, ensure_codes, issue_code


def ensure(job, access_type):
    with transaction() as session:
        row = session.get_one(Job, job.id)
        row.access_type = access_type
        return ensure_codes(session, row, now=NOW)


@pytest.fixture
def job(app):
    job = a_job()
    for name, children in (("2a", ["Ida", "Emeka"]), ("2b", ["Mia"])):
        album = an_album(job, name)
        for child in children:
            a_person(job, child, album)
    return job


@pytest.mark.parametrize(
    ("access_type", "number"), [("person", 3), ("album", 2), ("job", 1), ("public", 0)]
)
def test_every_access_type_has_its_codes_and_they_are_made_once(job, access_type, number):
    assert ensure(job, access_type) == number
    assert ensure(job, access_type) == 0
    assert len(codes_of(job.id)) == number


def test_codes_on_printed_cards_stay_valid_when_the_access_type_changes(job):
    ensure(job, "person")
    printed = {code.code for code in codes_of(job.id)}
    ensure(job, "album")
    assert printed < {code.code for code in codes_of(job.id)}


def test_who_is_added_later_gets_a_code_and_the_others_keep_theirs(job):
    ensure(job, "person")
    before = {code.person: code.code for code in codes_of(job.id)}
    a_person(job, "Theo")
    assert ensure(job, "person") == 1
    after = {code.person: code.code for code in codes_of(job.id)}
    assert before.items() < after.items()


def test_codes_are_shown_again_by_album_and_name(job):
    ensure(job, "person")
    assert [(code.album, code.person) for code in codes_of(job.id)] == [
        ("2a", "Emeka"),
        ("2a", "Ida"),
        ("2b", "Mia"),
    ]


def test_the_database_alone_gives_no_code_away(job):
    ensure(job, "job")
    row = db.session.scalars(select(AccessCode)).one()
    code = normalise(codes_of(job.id)[0].code)
    assert row.fingerprint == fingerprint(code, purpose=PURPOSE)
    assert code not in f"{row.fingerprint}{row.sealed}".upper()


def test_a_known_code_can_be_issued_and_a_false_one_not(job):
    with transaction() as session:
        issue_code(session, session.get_one(Job, job.id), now=NOW, code="K7MW-9Q3X-4T2P")
    assert codes_of(job.id)[0].code == "K7MW-9Q3X-4T2P"
    with pytest.raises(ValueError, match="no access code"):
        issue_code(db.session(), job, now=NOW, code="K7MW")
