"""That the soak finds what it looks for: an order twice, a lost save, a leak that drips."""

import random

import pytest

from bench.soak.outcome import SETTLED, Soak
from bench.soak.proof import differences
from bench.soak.traffic import Diary
from tests.support.builders import NOW, a_job, a_studio
from tests.support.orders import an_order
from tests.support.saving import JONAS, page_of
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.use_cases.save_job_settings import save_job_settings

MEGABYTES = 400


def soaked(rise, *, seconds=600, noise=0.03):
    """A run whose memory rises evenly by this part of what it began with."""
    chance = random.Random(3)  # noqa: S311 - noise, not a secret
    grown = [1 + rise * second / seconds for second in range(seconds)]
    memory = [MEGABYTES * (each + chance.uniform(-noise, noise)) for each in grown]
    return Soak(memory=memory, seconds=seconds)


def test_memory_that_only_trembles_is_no_leak():
    assert not soaked(0).leaks
    assert not soaked(0.05).leaks


def test_a_leak_of_a_fifth_in_ten_minutes_is_found():
    assert soaked(0.2).leaks
    assert 1.11 < soaked(0.2).growth < 1.14


def test_what_is_grown_in_the_first_third_is_warming_up():
    soak = soaked(0)
    soak.memory[:200] = [MEGABYTES / 2] * 200
    assert not soak.leaks


def test_a_run_too_short_to_settle_is_not_judged():
    assert not soaked(1, seconds=SETTLED - 1).leaks


@pytest.fixture
def kept(app):
    """A diary with one order and three saves of one job, of which the second was too late."""
    studio = a_studio()
    job, diary = a_job(studio), Diary()
    diary.orders["anna@example.org"] = an_order(a_job(studio), email="anna@example.org").token
    for name in ("First", "Second"):
        save(job.id, name)
        diary.saved(job.id, len(diary.saves) + 2, name)
    diary.attempts, diary.conflicts = 3, 1
    return job, diary


def save(job_id, name):
    wanted, version = page_of(job_id, public_name=name)
    save_job_settings(job_id, wanted, version=version, confirmed=None, by=JONAS, now=NOW)


def found(diary):
    """What is said of orders and saves; no mail was sent here."""
    told = differences(diary, [], [])
    return [each for each in told if "order" in each and "mail" not in each or "save" in each]


def test_what_is_there_as_it_was_answered_is_well(kept):
    assert found(kept[1]) == []


def test_an_order_that_is_stored_twice_is_found(kept):
    job, diary = kept
    an_order(a_job(a_studio()), email="anna@example.org")
    assert "anna@example.org ordered 1 times, and 2 are stored" in found(diary)


def test_an_order_that_nobody_sent_or_that_is_lost_is_found(kept):
    diary = kept[1]
    diary.orders["ben@example.org"] = "lost"
    assert found(diary) == ["ben@example.org ordered 1 times, and 0 are stored"]


def test_two_saves_of_one_version_are_a_lost_update(kept):
    job, diary = kept
    diary.saved(job.id, 3, "Third")
    assert diary.faults == ["'Second' and 'Third' were both stored"]


def test_a_save_that_another_has_overwritten_is_found(kept):
    job, diary = kept
    with transaction() as session:
        session.get_one(Job, job.id).public_name = "Overwritten"
    assert found(diary) == ["2 saves left version 3 and 'Overwritten'"]


def test_a_save_without_an_answer_or_without_a_conflict_is_found(kept):
    diary = kept[1]
    diary.attempts = 4
    assert found(diary) == ["of 4 saves 2 are stored, 1 are conflicts"]
    diary.attempts, diary.conflicts = 2, 0
    assert found(diary) == ["no two people saved at once, so nothing is shown of it"]
