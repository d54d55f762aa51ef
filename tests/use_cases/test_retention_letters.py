"""Photos go by themselves only after a letter that was really sent: fourteen days after it."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from tests.support.builders import a_studio
from tests.support.delivering import Office
from tests.support.records import all_rows, history_of
from tests.support.retention import (
    DAY,
    OVER,
    TOLD,
    again,
    archived,
    ends,
    letters,
    on_sale,
    tell,
    text_of,
)
from webapp.models.base import transaction
from webapp.models.outgoing import OutboxGate, Outgoing
from webapp.models.photo import Photo
from webapp.use_cases.apply_retention import apply_retention
from webapp.use_cases.hold_outbox import gate_of, hold_restored, release
from webapp.use_cases.notice_retention import notice_retention


@pytest.fixture
def studio(app):
    return a_studio(retention_months=3)


@pytest.mark.parametrize("state", ["failed", "unknown", "cancelled"])
def test_a_letter_that_was_not_sent_is_written_anew_and_nothing_goes_before(studio, stored, state):
    job = archived(studio)
    notice_retention(now=TOLD)
    ends(TOLD, state)
    assert apply_retention(now=OVER) == {}, "long ago, and nobody was told"
    assert stored(job).retention_letter_id is None

    later = OVER + timedelta(hours=12)
    assert notice_retention(now=later) == {"retention_told": 1}
    assert "Tuesday, 16 March 2027" in text_of(letters()[-1])[0]
    assert notice_retention(now=later + DAY) == {}, "it waits to be sent"
    ends(later + DAY)
    assert apply_retention(now=later + 15 * DAY) == {}
    assert stored(job).retention_noticed_at == later + DAY
    assert apply_retention(now=later + 15 * DAY + timedelta(hours=12)) == {"retention_jobs": 1}


def test_where_no_mail_can_be_sent_there_is_one_letter_a_day(studio):
    archived(studio)
    for hour in range(26):
        notice_retention(now=TOLD + timedelta(hours=hour))
        ends(TOLD, "failed")
    assert len(letters()) == 2


def test_a_letter_of_which_the_records_know_nothing_counts_for_nothing(studio):
    archived(studio)
    notice_retention(now=TOLD)
    with transaction() as session:
        session.execute(delete(Outgoing))
    assert apply_retention(now=OVER) == {}
    assert notice_retention(now=TOLD + timedelta(hours=1)) == {"retention_told": 1}


def test_a_letter_that_waits_while_the_job_is_archived_anew_is_void(studio, stored):
    job = archived(studio)
    notice_retention(now=TOLD)
    on_sale(job)
    again(job, TOLD + DAY)
    ends(TOLD + 2 * DAY)
    assert apply_retention(now=OVER) == {}
    assert (stored(job).retention_letter_id, stored(job).retention_noticed_at) == (None, None)
    assert history_of(job.id) == []


def test_a_letter_that_was_written_as_a_file_counts_from_that_moment(app, config, studio, stored):
    job, office = archived(studio), Office(app, config)
    notice_retention(now=TOLD)
    office.now = TOLD + timedelta(minutes=5)
    assert office.work() == {"sent": 1}
    assert notice_retention(now=TOLD + DAY) == {}
    assert stored(job).retention_noticed_at == office.now
    (told,) = history_of(job.id)
    assert (told.deed, told.counts) == ("retention-told", {"photos_to_delete": 2})
    assert apply_retention(now=OVER) == {"retention_jobs": 1}


@pytest.mark.parametrize("how", ["restored", "copied"])
def test_while_the_outbox_is_held_nothing_is_told_and_nothing_goes(app, config, studio, how):
    told, other = archived(studio), archived(a_studio())
    gate = gate_of(config.data)
    tell(TOLD)
    if how == "restored":
        hold_restored(gate, now=TOLD)
    else:
        with transaction() as session:
            session.add(OutboxGate(id=1, place="another computer", rounds=9))
    with transaction() as session:
        session.merge(other.studio).retention_months = 3

    assert notice_retention(now=OVER + DAY) == apply_retention(now=OVER + DAY) == {}
    assert (len(letters()), len(all_rows(Photo))) == (1, 4)

    assert release(gate)
    assert apply_retention(now=OVER + DAY) == {"retention_jobs": 1}
    assert notice_retention(now=OVER + timedelta(hours=12)) == {"retention_told": 1}
    assert {photo.job_id for photo in all_rows(Photo)} == {other.id} != {told.id}
