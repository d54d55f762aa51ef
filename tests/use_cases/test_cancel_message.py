"""Planned messages are called off by hand, and stay called off (C9)."""

from datetime import timedelta

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
    an_outgoing,
)
from tests.support.records import history_of, messages_of
from tests.support.saving import JONAS
from webapp.models.base import transaction
from webapp.models.outgoing import Outgoing
from webapp.use_cases.cancel_message import (
    Cancelled,
    NumberHasChangedError,
    cancel_group,
    cancel_message,
)
from webapp.use_cases.plan_messages import replan_job

LATER = NOW + timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def job(studio):
    """On sale, with three customers who will be reminded three days before archiving."""
    profile = a_profile(studio, triggers=[("before-archiving", 3), ("before-archiving", 1)])
    job = a_job(studio, "selling", archive_on=TODAY + 10 * DAY, communication_profile_id=profile.id)
    for _each in range(3):
        a_registration(job, created_at=NOW - 5 * DAY)
    replan_job(job.id, now=NOW)
    return job


def planned(job, offset_days=3):
    return messages_of(job.id, offset_days=offset_days)


def test_a_planned_message_is_cancelled_and_recorded(studio, job, stored):
    message = planned(job)[0]
    done = cancel_message(studio.id, message.id, by=JONAS, now=LATER)
    assert done == Cancelled(cancelled=1, gone=0)
    assert (stored(message).state, stored(message).reason) == ("cancelled", "by-hand")
    assert stored(message).changed_at == LATER
    assert [each.state for each in planned(job)].count("planned") == 2
    (entry,) = history_of(job.id)
    assert (entry.deed, entry.counts) == ("messages-cancelled", {"messages_cancelled": 1})
    assert (entry.actor_kind, entry.actor_name) == ("person", "Jonas Weber")


def test_planning_does_not_bring_it_back(studio, job, stored):
    message = planned(job)[0]
    cancel_message(studio.id, message.id, by=JONAS, now=LATER)
    replan_job(job.id, now=LATER)
    assert stored(message).state == "cancelled"
    assert len(planned(job)) == 3


def test_the_whole_group_is_cancelled_and_no_other(studio, job):
    message = planned(job)[0]
    done = cancel_group(studio.id, message.id, expected=3, by=JONAS, now=LATER)
    assert done == Cancelled(cancelled=3, gone=0)
    assert {each.state for each in planned(job)} == {"cancelled"}
    assert {each.state for each in planned(job, offset_days=1)} == {"planned"}
    assert history_of(job.id)[-1].counts == {"messages_cancelled": 3}
    replan_job(job.id, now=LATER)
    assert {each.state for each in planned(job)} == {"cancelled"}


def test_a_group_that_has_grown_is_asked_about_again(studio, job):
    message = planned(job)[0]
    a_registration(job, created_at=NOW - DAY)
    replan_job(job.id, now=LATER)
    with pytest.raises(NumberHasChangedError):
        cancel_group(studio.id, message.id, expected=3, by=JONAS, now=LATER)
    assert {each.state for each in planned(job)} == {"planned"}
    assert history_of(job.id) == []


def test_a_message_in_the_outbox_is_taken_out_of_it(studio, job, stored):
    message = planned(job)[0]
    become(message, "sending")
    copy = an_outgoing(studio, kind="notification", message=message)
    done = cancel_message(studio.id, message.id, by=JONAS, now=LATER)
    assert done == Cancelled(cancelled=1, gone=0)
    assert stored(message).state == "cancelled"
    assert (stored(copy).state, stored(copy).finished_at) == ("cancelled", LATER)


def test_what_somebody_is_sending_at_this_moment_goes_its_way(studio, job, stored):
    message = planned(job)[0]
    become(message, "sending")
    copy = an_outgoing(studio, kind="notification", message=message, phase="claimed", attempts=1)
    done = cancel_message(studio.id, message.id, by=JONAS, now=LATER)
    assert done == Cancelled(cancelled=0, gone=1)
    assert stored(message).state == "sending"
    assert stored(copy).state == "waiting"
    assert history_of(job.id) == []


@pytest.mark.parametrize("state", ["sent", "failed", "unknown", "cancelled"])
def test_what_is_over_stays_as_it_is(studio, job, stored, state):
    message = a_message(job, a_customer(studio), state=state)
    assert cancel_message(studio.id, message.id, by=JONAS, now=LATER) == Cancelled(0, 1)
    assert stored(message).state == state
    assert history_of(job.id) == []


def test_of_a_group_that_has_begun_to_go_out_the_rest_is_cancelled(studio, job):
    first, *_rest = planned(job)
    become(first, "sending")
    an_outgoing(studio, kind="notification", message=first, phase="claimed")
    done = cancel_group(studio.id, first.id, expected=3, by=JONAS, now=LATER)
    assert done == Cancelled(cancelled=2, gone=1)
    assert sorted(each.state for each in planned(job)) == ["cancelled", "cancelled", "sending"]


def test_another_studio_cancels_nothing(job, stored):
    message, other = planned(job)[0], a_studio()
    for deed in (
        lambda: cancel_message(other.id, message.id, by=JONAS, now=LATER),
        lambda: cancel_group(other.id, message.id, expected=3, by=JONAS, now=LATER),
    ):
        with pytest.raises(LookupError):
            deed()
    assert stored(message).state == "planned"


def become(message, state):
    with transaction() as session:
        session.get_one(type(message), message.id).state = state


def test_nothing_is_left_waiting_for_a_cancelled_message(studio, job):
    message = planned(job)[0]
    become(message, "sending")
    an_outgoing(studio, kind="notification", message=message)
    cancel_message(studio.id, message.id, by=JONAS, now=LATER)
    with transaction() as session:
        waiting = session.query(Outgoing).filter_by(state="waiting", message_id=message.id).count()
    assert waiting == 0
