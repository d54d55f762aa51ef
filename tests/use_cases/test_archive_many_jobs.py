"""Archiving at large: by hand is by itself, failures stay alone, nothing due is missed (A5, A8)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from tests.support.builders import (
    NOW,
    a_customer,
    a_filled_basket,
    a_job,
    a_message,
    a_profile,
    a_registration,
    a_studio,
)
from tests.support.records import all_rows, history_of, messages_of, statements
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.status import Status
from webapp.models.base import db, new_id, transaction
from webapp.models.basket import RemovedLine
from webapp.models.history import HistoryEntry
from webapp.models.job import Job
from webapp.queries.due_jobs import anything_due
from webapp.queries.job_facts import settings_of
from webapp.use_cases.archive_jobs import archive_due_jobs, due
from webapp.use_cases.save_job_settings import save_job_settings

DATE = date(2026, 12, 14)
STOP = datetime(2026, 12, 14, 23, tzinfo=UTC)
JONAS = Actor(ActorKind.PERSON, "Jonas Weber")


def a_busy_job(studio, profile):
    """Due at STOP, with a customer, a planned reminder and two products in baskets."""
    job = a_job(studio, "selling", archive_on=DATE, communication_profile_id=profile.id)
    customer = a_customer(studio)
    a_registration(job, customer)
    a_message(job, customer, "before-archiving", "planned", offset_days=3, occasion="2026-12-14")
    for quantity in (1, 2):
        a_filled_basket(job, quantity)
    return job


def archive_by_hand(job, now):
    wanted = replace(settings_of(job), status=Status.ARCHIVED)
    window = save_job_settings(job.id, wanted, version=1, confirmed=None, by=JONAS, now=now)
    return save_job_settings(
        job.id, wanted, version=1, confirmed=window.plan.fingerprint, by=JONAS, now=now
    )


def what_came_of(job):
    """Everything that archiving wrote, without ids and without the actor."""
    (entry,) = history_of(job.id)
    (stored,) = all_rows(Job, id=job.id)
    removed = all_rows(RemovedLine, job_id=job.id)
    return {
        "job": (stored.status, stored.archived_at, stored.stop_at, stored.archiving_date),
        "removed": sorted((row.product_name, row.quantity, row.removed_at) for row in removed),
        "messages": sorted(
            (row.trigger, row.state, row.reason, row.occasion, row.due_at)
            for row in messages_of(job.id)
        ),
        "history": (entry.at, entry.changes, entry.counts),
    }


def test_archiving_by_hand_writes_the_same_rows_as_archiving_by_itself(app):
    studio = a_studio()
    profile = a_profile(studio, triggers=[("archived", 0)])
    by_hand, by_itself = a_busy_job(studio, profile), a_busy_job(studio, profile)
    with transaction() as session:
        session.get_one(Job, by_hand.id).stop_at = None  # so that the hand comes first
    assert archive_by_hand(by_hand, STOP).stored
    assert archive_due_jobs(now=STOP) == 1
    assert what_came_of(by_hand) == what_came_of(by_itself)
    actors = [
        (entry.actor_kind, entry.actor_name)
        for job in (by_hand, by_itself)
        for entry in history_of(job.id)
    ]
    assert actors == [("person", "Jonas Weber"), ("worker", "")]


def test_a_job_can_be_archived_by_hand_before_any_date(app, stored):
    job = a_job(status="selling")
    assert archive_by_hand(job, NOW).stored
    assert (stored(job).status, stored(job).archived_at) == ("archived", NOW)


def refuse_to_archive(job_id):
    """The database itself refuses this one job, as a damaged page or a full disk would."""
    with transaction() as session:
        for statement in _TRAP[session.connection().dialect.name]:
            session.execute(text(statement.format(job_id=job_id)))


_TRAP = {
    "sqlite": [
        "CREATE TRIGGER trap BEFORE UPDATE ON job WHEN OLD.id = '{job_id}'"
        " BEGIN SELECT RAISE(ABORT, 'this job is stuck'); END"
    ],
    "postgresql": [
        "CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'this job is stuck'; END $$",
        "CREATE TRIGGER trap BEFORE UPDATE ON job FOR EACH ROW WHEN (OLD.id = '{job_id}')"
        " EXECUTE FUNCTION trap()",
    ],
}


def test_one_job_that_cannot_be_archived_never_stops_the_others(app, stored):
    studio = a_studio()
    profile = a_profile(studio, triggers=[("archived", 0)])
    before, stuck, after = (a_busy_job(studio, profile) for _each in range(3))
    refuse_to_archive(stuck.id)
    assert archive_due_jobs(now=STOP) == 2
    assert [stored(job).status for job in (before, stuck, after)] == [
        "archived",
        "selling",
        "archived",
    ]
    assert history_of(stuck.id) == []
    assert [row.state for row in messages_of(stuck.id)] == ["planned"], "nothing of it is torn"
    assert all_rows(RemovedLine, job_id=stuck.id) == []


def test_a_job_that_was_stuck_is_archived_as_soon_as_it_can_be(app, stored):
    job = a_job(status="selling", archive_on=DATE)
    refuse_to_archive(job.id)
    assert archive_due_jobs(now=STOP) == 0
    on = " ON job" if db.engine.dialect.name == "postgresql" else ""
    with transaction() as session:
        session.execute(text(f"DROP TRIGGER trap{on}"))
    assert archive_due_jobs(now=STOP) == 1
    assert stored(job).status == "archived"


def many_due_jobs(number):
    studio_id = a_studio().id
    row = {
        "studio_id": studio_id,
        "public_name": "Oak Lane",
        "status": "selling",
        "archiving": True,
        "archiving_date": DATE,
        "archiving_delay": "0",
        "stop_at": STOP,
        "created_at": NOW,
    }
    rows = [row | {"id": new_id(), "internal_name": f"job-{each}"} for each in range(number)]
    with transaction() as session:
        session.execute(insert(Job), rows)


def test_more_jobs_than_one_chunk_are_all_archived_each_with_one_record(app):
    many_due_jobs(1005)
    assert archive_due_jobs(now=STOP) == 1005
    assert {job.status for job in all_rows(Job)} == {"archived"}
    recorded = [entry.job_id for entry in all_rows(HistoryEntry)]
    assert sorted(recorded) == sorted(job.id for job in all_rows(Job))


def test_a_hundred_jobs_take_as_many_statements_as_one(app):
    counts = []
    for number in (1, 100):
        many_due_jobs(number)
        with statements() as seen:
            assert archive_due_jobs(now=STOP) == number
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_tick_with_nothing_due_is_one_statement(app):
    for days in range(5):
        a_job(status="selling", archive_on=DATE + timedelta(days=days))
    with statements() as seen:
        assert archive_due_jobs(now=STOP - timedelta(seconds=1)) == 0
    assert len(seen) == 1, seen


ZONES = ("Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Havana")
CHOICES = st.tuples(
    st.sampled_from(Status),
    st.booleans(),
    st.dates(date(2026, 10, 20), date(2026, 11, 5)),
    st.sampled_from(Delay),
    st.integers(0, len(ZONES) - 1),
)


def jobs_chosen(studios, chosen):
    """Rows as `save_job_settings` stores them: the stop is the domain's."""
    for number, (status, archiving, day, delay, zone) in enumerate(chosen):
        studio = studios[zone]
        plan = ArchivePlan(day, delay, studio.time_zone) if archiving else None
        yield Job(
            id=new_id(),
            studio=studio,
            public_name="Oak",
            internal_name=f"chosen-{number}",
            access_type="job",
            status=status.value,
            archiving=archiving,
            archiving_date=day,
            archiving_delay=delay.value,
            stop_at=plan.stop_at if plan else None,
            created_at=NOW,
            archived_at=NOW if status is Status.ARCHIVED else None,
        )


@pytest.fixture
def studios(app):
    return [a_studio(time_zone=zone) for zone in ZONES]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=st.lists(CHOICES, min_size=1, max_size=25),
    day=st.dates(date(2026, 10, 20), date(2026, 11, 10)),
    hour=st.integers(0, 23),
    beside=st.sampled_from([-1, 0, 1]),
)
def test_the_query_finds_exactly_the_jobs_whose_stop_the_domain_calls_passed(
    studios, chosen, day, hour, beside
):
    now = datetime(day.year, day.month, day.day, hour, tzinfo=UTC) + timedelta(seconds=beside)
    session = db.session()
    jobs = list(jobs_chosen(studios, chosen))
    session.add_all(jobs)
    session.flush()
    found = {job_id for job_id, _studio_id in session.execute(due(now))}
    by_domain = {
        job.id
        for job in jobs
        if job.status == "selling" and job.archive_plan and job.archive_plan.has_stopped(now)
    }
    session.rollback()
    assert found == by_domain


def test_health_knows_a_job_that_waits_to_be_archived(app):
    a_job(status="selling", archive_on=DATE)
    assert not anything_due(now=STOP - timedelta(seconds=1))
    assert anything_due(now=STOP)
    archive_due_jobs(now=STOP)
    assert not anything_due(now=STOP)
