"""Why a job is archived, archived again, or not: from what deeds left on record (H1, A5, R3)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.builders import NOW, TODAY, a_job, a_profile, a_studio
from tests.support.saving import JONAS, press_twice
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.archiving import Delay
from webapp.domain.status import Status
from webapp.models.base import db
from webapp.models.job import Job
from webapp.queries.explaining_archiving import archiving_answer
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.change_studio import change_time_zone
from webapp.use_cases.hold_clock import hold_clock
from webapp.use_cases.record_looks import record_look

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FRIDAY = date(2026, 11, 27)
STOP = datetime(2026, 11, 28, 23, tzinfo=UTC)  # the end of Saturday in Berlin: a day's delay


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def job(studio):
    profile = a_profile(studio, "School standard")
    job = a_job(studio, "planning", communication_profile_id=profile.id)
    press_twice(
        job.id, now=NOW, status=Status.SELLING, archiving=True, archiving_date=FRIDAY,
        archiving_delay=Delay.ONE_DAY,
    )  # fmt: skip
    return job


def explained(job, now):
    db.session.rollback()
    found = archiving_answer(db.session.get_one(Job, job.id), now=now)
    return found.answer, {each.why.value: each for each in found.answer.reasons}


def test_by_itself_names_the_day_at_whose_end_it_stopped_and_who_chose_it(job):
    archive_due_jobs(now=STOP)
    answer, reasons = explained(job, STOP + DAY)
    assert (answer.is_archived, answer.is_again, answer.at) == (True, False, STOP)
    assert reasons["by-itself"].day == FRIDAY + DAY
    assert (reasons["date-chosen"].by, reasons["date-chosen"].day) == (JONAS, FRIDAY)
    assert reasons.keys() == {"by-itself", "date-chosen"}


def test_by_hand_names_the_person(job):
    press_twice(job.id, now=NOW + DAY, status=Status.ARCHIVED)
    answer, reasons = explained(job, NOW + 2 * DAY)
    assert (reasons["by-hand"].by, reasons["by-hand"].at) == (JONAS, NOW + DAY)
    assert answer.reasons[0].alone


def test_again_says_that_it_was_on_sale_and_where_its_profile_went(job):
    press_twice(job.id, now=NOW + DAY, status=Status.ARCHIVED)
    again, monday = NOW + 21 * DAY, date(2026, 12, 21)
    press_twice(
        job.id, now=again, status=Status.SELLING, archiving_date=monday,
        archiving_delay=Delay.SAME_DAY,
    )  # fmt: skip
    archive_due_jobs(now=again + 9 * DAY)
    answer, reasons = explained(job, again + 10 * DAY)
    assert answer.is_again
    assert reasons["by-itself"].day == monday
    assert reasons["was-late"].at == again + 9 * DAY
    assert (reasons["was-on-sale-again"].at, reasons["was-on-sale-again"].by) == (
        again, JONAS,
    )  # fmt: skip
    lost = reasons["profile-removed"]
    assert (lost.name, lost.number) == ("School standard", 20)


def test_what_was_changed_after_archiving_is_not_what_archived_it(job):
    archive_due_jobs(now=STOP)
    press_twice(
        job.id, now=STOP + DAY, archiving_date=date(2027, 1, 8), archiving_delay=Delay.NEVER
    )
    _answer, reasons = explained(job, STOP + 20 * DAY)
    assert reasons["by-itself"].day == FRIDAY + DAY
    assert reasons["date-chosen"].at == NOW
    assert reasons["profile-would-go"].number == 20


def test_a_change_of_zone_that_moved_the_stop_is_told(job, studio):
    change_time_zone(studio.id, "America/Havana", confirmed=None, by=JONAS, now=NOW + DAY)
    _answer, reasons = explained(job, NOW + 2 * DAY)
    assert reasons["zone-changed"].by == JONAS
    assert reasons["stop-ahead"].at == datetime(2026, 11, 29, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"status": "planning"}, "planned"),
        ({"status": "planning", "selling_since": NOW}, "paused"),
        ({"status": "selling"}, "no-archiving"),
        ({"status": "selling", "archive_on": TODAY, "delay": "none"}, "never"),
        ({"status": "selling", "archive_on": TODAY}, "stop-ahead"),
        ({"status": "selling", "archive_on": TODAY - DAY}, "stopped"),
        ({"status": "archived"}, "not-on-record"),
    ],
)
def test_what_is_not_archived_says_why_not(studio, facts, why):
    answer, reasons = explained(a_job(studio, **facts), NOW)
    assert answer.is_archived == (why == "not-on-record")
    assert [each.why.value for each in answer.reasons if each.decides] == [why]


def test_looks_at_the_job_push_no_deed_out_of_the_answer(job, monkeypatch):
    monkeypatch.setattr("webapp.queries.explaining_archiving._ENTRIES", 5)
    press_twice(job.id, now=NOW + HOUR, status=Status.ARCHIVED)
    before = explained(job, NOW + DAY)
    for minute in range(6):
        at, by = NOW + 2 * HOUR + minute * timedelta(minutes=1), Actor(ActorKind.SUPPORT, "Samira")
        record_look(job.studio_id, page="/console", by=by, now=at, job_id=job.id)
    assert explained(job, NOW + DAY) == before
    assert before[1]["by-hand"].by == JONAS


def test_a_held_clock_is_why_a_stop_that_has_passed_archived_nothing(studio):
    hold_clock(9 * HOUR, worker="w", now=NOW - HOUR)
    job = a_job(studio, status="selling", archive_on=TODAY - DAY)
    _answer, reasons = explained(job, NOW)
    assert reasons["held"].at == NOW - HOUR
