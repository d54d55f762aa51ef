"""Every change leaves one record of who changed what, and nothing else leaves one (S8)."""

from datetime import date, timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_filled_basket,
    a_job,
    a_message,
    a_profile,
    a_registration,
    a_studio,
)
from tests.support.records import history_of
from tests.support.saving import press, press_twice
from webapp.domain.actors import Actor, ActorKind
from webapp.domain.archiving import Delay
from webapp.domain.status import Status
from webapp.use_cases.save_job_settings import ConflictError

SUNDAY = date(2026, 12, 20)


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def job(studio):
    return a_job(studio, "selling")


def test_a_save_without_a_change_leaves_no_record(job, stored):
    assert press(job.id, now=NOW).stored
    assert history_of(job.id) == []
    assert stored(job).version == 1


def test_a_save_that_comes_before_the_worker_finds_the_job_archived(studio, stored):
    job = a_job(studio, "selling", archive_on=TODAY - timedelta(days=3))
    a_registration(job)
    with pytest.raises(ConflictError):
        press(job.id, now=NOW, archiving_date=TODAY + timedelta(days=30))
    assert stored(job).status == "archived"
    (archived,) = history_of(job.id)
    assert (archived.deed, archived.actor_kind) == ("archived", "worker")


def test_every_change_leaves_exactly_one_record_in_readable_words(studio, job):
    profile = a_profile(studio, "Clubs")
    press(
        job.id,
        now=NOW,
        archiving=True,
        archiving_date=SUNDAY,
        archiving_delay=Delay.NEVER,
        communication_profile_id=profile.id,
    )
    (entry,) = history_of(job.id)
    assert (entry.at, entry.actor_kind, entry.actor_name) == (NOW, "person", "Jonas Weber")
    assert (entry.studio_id, entry.deed, entry.counts) == (studio.id, "settings-saved", {})
    assert entry.changes == [
        {"field": "archiving", "before": False, "after": True},
        {"field": "archiving_date", "before": None, "after": "2026-12-20"},
        {"field": "archiving_delay", "before": "0", "after": "none"},
        {"field": "communication_profile_id", "before": None, "after": "Clubs"},
    ]


def test_support_is_recorded_as_support(job):
    press(job.id, now=NOW, public_name="Oak", by=Actor(ActorKind.SUPPORT, "Kim for Jonas Weber"))
    (entry,) = history_of(job.id)
    assert (entry.actor_kind, entry.actor_name) == ("support", "Kim for Jonas Weber")


def test_the_record_counts_what_leaves_with_the_job(studio, job):
    registration = a_registration(job)
    a_filled_basket(job)
    facts = {"offset_days": 3, "occasion": "2026-12-20"}
    a_message(job, registration.customer, "before-archiving", "planned", **facts)
    press_twice(job.id, now=NOW, status=Status.ARCHIVED)
    (entry,) = history_of(job.id)
    assert entry.counts == {"lines_removed": 1, "baskets_changed": 1, "messages_cancelled": 1}
