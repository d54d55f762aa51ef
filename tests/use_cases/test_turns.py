"""Previews are made first for the job that is about to sell, whatever was uploaded before."""

import pytest

from tests.support.builders import NOW, a_job, a_photo
from tests.support.saving import press_twice
from webapp import clock
from webapp.domain.deriving import Turn
from webapp.domain.status import Status
from webapp.use_cases.claim_photos import claim_photos

PLANNING, SELLING, ARCHIVED = Status


@pytest.fixture
def job(app):
    return a_job()


def move(job, status):
    assert press_twice(job.id, now=NOW, status=status).stored


def a_waiting_photo(job, queue=Turn.IN_PREPARATION):
    return a_photo(job, state="waiting", queue=queue)


def test_photos_follow_their_job_through_the_queue(job, stored):
    waiting, other = a_waiting_photo(job), a_waiting_photo(a_job())
    ready, anew = a_photo(job), a_photo(job, queue=Turn.NEW_LOOK)

    for status, turn in [
        (SELLING, Turn.ON_SALE),
        (PLANNING, Turn.IN_PREPARATION),
        (SELLING, Turn.ON_SALE),
        (ARCHIVED, Turn.ARCHIVED),
    ]:
        move(job, status)
        assert stored(waiting).queue == turn
    assert [stored(each).queue for each in (other, ready, anew)] == [
        Turn.IN_PREPARATION,
        None,
        Turn.NEW_LOOK,
    ]


def test_whoever_sells_next_is_derived_first_and_new_looks_come_last(job):
    anew = a_photo(a_job(), queue=Turn.NEW_LOOK)
    archived = a_waiting_photo(a_job(), Turn.ARCHIVED)
    earlier = a_waiting_photo(a_job())
    urgent = a_waiting_photo(job)
    move(job, SELLING)

    lent = [claim_photos(1, now=clock.machine_now())[0].photo_id for _ in range(4)]

    assert lent == [urgent.id, earlier.id, archived.id, anew.id]
