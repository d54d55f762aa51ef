"""'Send now to N customers': who was never told is told now, and nobody twice (C7)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_customer,
    a_job,
    a_message,
    a_profile,
    a_registration,
    a_studio,
)
from tests.support.records import history_of, messages_of, statements
from tests.support.saving import JONAS
from webapp.queries.announcing import Announcement, announcement
from webapp.use_cases.plan_messages import replan_job
from webapp.use_cases.send_now import CustomersHaveChangedError, send_now

HOUR = timedelta(hours=1)
LATER = NOW + HOUR
NEXT_MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def profile(studio):
    return a_profile(studio, triggers=[("available", 0), ("before-archiving", 1)])


@pytest.fixture
def job(studio, profile):
    """On sale for an hour; its profile was chosen just now, so that nobody was told."""
    return a_job(
        studio,
        "selling",
        archive_on=TODAY + timedelta(days=30),
        communication_profile_id=profile.id,
        profile_since=LATER,
    )


def told(job):
    return messages_of(job.id, trigger="available")


def send(studio, job, expected, now=LATER):
    return send_now(studio.id, job.id, expected=expected, by=JONAS, now=now)


def test_a_profile_chosen_later_tells_nobody_until_somebody_says_so(studio, job, stored):
    for _each in range(3):
        a_registration(job)
    replan_job(job.id, now=LATER)
    assert told(job) == []

    assert send(studio, job, expected=3) == Announcement(3, LATER)

    assert [(row.state, row.due_at) for row in told(job)] == [("planned", LATER)] * 3
    assert stored(job).announced_at == LATER
    assert stored(job).version == job.version
    entry = history_of(job.id)[-1]
    assert (entry.deed, entry.actor_name) == ("announced", "Jonas Weber")
    assert entry.counts == {"customers_told": 3, "messages_queued": 3}


def test_the_second_time_there_is_nobody_left(studio, job):
    a_registration(job)
    send(studio, job, expected=1)
    assert announcement(job, now=LATER + HOUR) == Announcement()
    with pytest.raises(CustomersHaveChangedError):
        send(studio, job, expected=1, now=LATER + HOUR)
    assert len(told(job)) == 1


def test_the_number_is_what_is_queued(studio, job):
    a_registration(job)
    a_registration(job, a_customer(studio, unsubscribed_at=NOW))
    a_registration(job, a_customer(studio, email_confirmed_at=None))
    a_registration(job, a_customer(studio, email_refused_at=NOW))
    had_it = a_customer(studio)
    a_registration(job, had_it)
    a_message(job, had_it, state="sent", changed_at=NOW)

    found = announcement(job, now=LATER)

    assert found.customers == 1
    assert send(studio, job, expected=1) == found
    assert [row.state for row in told(job)].count("planned") == 1


def test_who_was_told_in_an_earlier_sale_is_not_told_again(studio, job):
    known = a_customer(studio)
    a_registration(job, known, created_at=NOW - timedelta(days=30))
    a_message(job, known, state="sent", changed_at=NOW - timedelta(days=20))
    assert announcement(job, now=LATER) == Announcement()


def test_at_night_it_waits_for_the_morning(studio, job):
    a_registration(job)
    night = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
    assert announcement(job, now=night) == Announcement(1, NEXT_MORNING)
    send(studio, job, expected=1, now=night)
    assert [row.due_at for row in told(job)] == [NEXT_MORNING]


def test_a_customer_with_two_messages_counts_once(studio):
    profile = a_profile(studio, triggers=[("available", 0), ("available", 2)])
    job = a_job(
        studio, "selling", communication_profile_id=profile.id, profile_since=LATER
    )  # fmt: skip
    a_registration(job)
    assert send(studio, job, expected=1) == Announcement(1, LATER)
    assert len(told(job)) == 2


def test_another_number_than_the_window_said_changes_nothing(studio, job, stored):
    a_registration(job)
    a_registration(job)
    with pytest.raises(CustomersHaveChangedError):
        send(studio, job, expected=1)
    assert told(job) == []
    assert stored(job).announced_at == NOW
    assert history_of(job.id) == []


@pytest.mark.parametrize("status", ["planning", "archived"])
def test_only_a_job_on_sale_is_announced(studio, profile, status):
    job = a_job(studio, status, communication_profile_id=profile.id)
    a_registration(job)
    assert announcement(job, now=LATER) == Announcement()


def test_a_job_whose_stop_has_passed_is_not_announced(studio, job):
    a_registration(job)
    assert announcement(job, now=LATER + timedelta(days=40)) == Announcement()


def test_without_a_profile_there_is_nothing_to_send(studio):
    job = a_job(studio, "selling", profile_since=None)
    a_registration(job)
    with statements() as seen:
        assert announcement(job, now=LATER) == Announcement()
    assert not [each for each in seen if "FROM message" in each]


def test_another_studio_announces_nothing(job):
    a_registration(job)
    with pytest.raises(LookupError):
        send(a_studio(), job, expected=1)
    assert told(job) == []
