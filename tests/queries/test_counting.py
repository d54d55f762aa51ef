"""How many rows there are of each state: exactly, or about, where there are very many."""

import pytest
from sqlalchemy import text

from tests.support.builders import a_customer, a_job, a_message, a_photo
from tests.support.deleting import throw_photos
from webapp.models.base import db, transaction
from webapp.models.message import Message
from webapp.models.photo import Photo
from webapp.queries import counting
from webapp.queries.counting import Counted, counted_by
from webapp.queries.operations import _WATCHED_MESSAGES, _WATCHED_PHOTOS

WATCHED = dict.fromkeys(_WATCHED_MESSAGES, ())


@pytest.fixture
def one_is_many(monkeypatch):
    monkeypatch.setattr(counting, "MANY", 1)


def some_messages(job, **numbers):
    for state, number in numbers.items():
        for _ in range(number):
            a_message(job, a_customer(job.studio), state=state)


def analysed():
    with transaction() as session:
        session.execute(text("ANALYZE"))


def reckons():
    """SQLite knows nothing about its rows: there everything is counted."""
    return db.engine.dialect.name == "postgresql"


def test_few_rows_are_counted_one_by_one(app):
    some_messages(a_job(), sent=3, failed=1)
    analysed()
    assert counted_by(Message.state, watched=WATCHED) == Counted({"sent": 3, "failed": 1})


@pytest.mark.usefixtures("one_is_many")
def test_of_many_what_is_watched_is_counted_and_the_rest_is_known_about(app):
    job = a_job()
    some_messages(job, sent=6, cancelled=2, planned=2)
    analysed()
    some_messages(job, sent=1, failed=1, unknown=2)
    found = counted_by(Message.state, watched=WATCHED)
    sent_then_or_now = 6 if reckons() else 7
    assert found.numbers == {
        "planned": 2, "failed": 1, "unknown": 2, "sent": sent_then_or_now, "cancelled": 2,
    }  # fmt: skip
    assert found.about == (frozenset({"sent", "cancelled"}) if reckons() else frozenset())


@pytest.mark.usefixtures("one_is_many")
def test_photos_that_wait_and_those_that_failed_are_always_counted(app):
    job = a_job()
    a_photo(job), a_photo(job)
    analysed()
    a_photo(job, state="waiting"), a_photo(job, state="failed")
    found = counted_by(Photo.state, watched=_WATCHED_PHOTOS)
    assert found.numbers == {"ready": 2, "waiting": 1, "failed": 1}


@pytest.mark.usefixtures("one_is_many")
def test_what_lies_in_the_trash_is_not_reckoned_either(app):
    job = a_job()
    kept = [a_photo(job) for _ in range(3)]
    throw_photos(job, a_photo(job), a_photo(job))
    analysed()
    found = counted_by(Photo.state, watched=_WATCHED_PHOTOS)
    assert found.numbers == {"ready": len(kept)}
