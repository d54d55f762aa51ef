"""A whole school from one file: stored at once, or not at all."""

import time

import pytest

from tests.support.builders import NOW, a_code, a_job, a_person, an_album
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.people_file import read_file
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.models.job import AccessCode, Album, Person
from webapp.queries.codes import codes_of
from webapp.use_cases.import_people import PreviewOutdated, import_people, preview_people

ANNA = Actor(ActorKind.PERSON, "Anna")


@pytest.fixture
def job(app):
    return a_job(access_type="person")


def import_text(job, text, shown=None):
    file = read_file(text)
    shown = shown or preview_people(job.id, file).fingerprint
    return import_people(job.id, file, shown=shown, by=ANNA, now=NOW)


def rows(kind):
    db.session.rollback()
    return db.session.query(kind).all()


def test_300_people_are_stored_with_classes_codes_and_one_record(job):
    lines = [f"Child {number};Class {number % 12};;{number}" for number in range(300)]
    import_text(job, "\n".join(["Name;Class;Code;Number", *lines]))
    people = rows(Person)
    assert {(each.name, each.reference) for each in people} == {
        (f"Child {number}", str(number)) for number in range(300)
    }
    assert (len(rows(Album)), len({code.code for code in codes_of(job.id)})) == (12, 300)
    (entry,) = rows(HistoryEntry)
    assert (entry.deed, entry.actor_name) == ("people-imported", "Anna")
    assert entry.counts == {"people": 300, "albums": 12, "codes": 300}


def test_a_code_of_the_file_is_the_code_of_its_person(job):
    import_text(job, "Mia;2b;k7mw-9q3x-4t2p\nBen;2b")
    codes = {each.person: each.code for each in codes_of(job.id)}
    assert codes["Mia"] == "K7MW-9Q3X-4T2P"
    assert len(codes) == 2


def test_faulty_lines_are_left_out_and_counted(job):
    import_text(job, "Mia;2b\n;2b\nBen;2b;none")
    assert [each.name for each in rows(Person)] == ["Mia"]
    assert rows(HistoryEntry)[0].counts["lines_left_out"] == 2


def test_importing_the_same_file_again_changes_nothing(job):
    import_text(job, "Mia;2b\nBen;2b")
    assert import_text(job, "Mia;2b\nBEN;2B").already == 2
    assert (len(rows(Person)), len(rows(HistoryEntry))) == (2, 1)


def test_what_the_preview_did_not_say_is_not_stored(job):
    shown = preview_people(job.id, read_file("Mia;2b\nBen;2b")).fingerprint
    a_person(job, "Mia", an_album(job, "2b"))
    with pytest.raises(PreviewOutdated):
        import_text(job, "Mia;2b\nBen;2b", shown)
    assert [each.name for each in rows(Person)] == ["Mia"]


def test_a_code_in_use_in_any_studio_cannot_be_used_and_words_do_not_tell(job):
    a_code(a_job(), "K7MW9Q3X4T2P")
    own = a_person(job, "Ben")
    a_code(job, "ABCDEFGH2345", person=own)
    found = preview_people(job.id, read_file("Mia;;K7MW9Q3X4T2P\nIda;;ABCDEFGH2345"))
    assert {each.fault for each in found.faults} == {"code-unusable"}
    assert len(rows(AccessCode)) == 2


@pytest.mark.one_database("how long it takes, not what is stored")
def test_10000_people_are_stored_in_seconds(job):
    text = "\n".join(f"Child {number};Class {number % 40}" for number in range(10_000))
    started = time.perf_counter()
    import_text(job, text)
    assert time.perf_counter() - started < 15
    assert db.session.query(Person).count() == 10_000
