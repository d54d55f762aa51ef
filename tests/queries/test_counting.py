"""How many rows there are of each state: exactly, or about, where there are very many."""

from sqlalchemy import text

from tests.support.builders import a_customer, a_job, a_message, a_photo
from webapp.models.base import transaction
from webapp.models.message import Message
from webapp.models.photo import Photo
from webapp.queries.counting import counted_by
from webapp.queries.operations import _WATCHED_MESSAGES, _WATCHED_PHOTOS

WATCHED = dict.fromkeys(_WATCHED_MESSAGES, ())


def some_messages(job, **numbers):
    for state, number in numbers.items():
        for _ in range(number):
            a_message(job, a_customer(job.studio), state=state)


def analysed():
    with transaction() as session:
        session.execute(text("ANALYZE"))


def test_few_rows_are_counted_one_by_one(app):
    some_messages(a_job(), sent=3, failed=1)
    assert counted_by(Message.state, watched=WATCHED) == {"sent": 3, "failed": 1}


def test_of_many_what_is_watched_is_counted_and_the_rest_is_known_about(app):
    job = a_job()
    some_messages(job, sent=6, cancelled=2, planned=2)
    analysed()
    some_messages(job, sent=1, failed=1, unknown=2)
    found = counted_by(Message.state, watched=WATCHED, many=1)
    watched = {state: found[state] for state in found if state in WATCHED}
    assert watched == {"planned": 2, "failed": 1, "unknown": 2}
    assert found["sent"] in (6, 7), "as of the last time the database looked, or now"
    assert found["cancelled"] == 2


def test_photos_that_wait_and_those_that_failed_are_always_counted(app):
    job = a_job()
    a_photo(job), a_photo(job)
    analysed()
    a_photo(job, state="waiting"), a_photo(job, state="failed")
    found = counted_by(Photo.state, watched=_WATCHED_PHOTOS, many=1)
    assert found == {"ready": 2, "waiting": 1, "failed": 1}
