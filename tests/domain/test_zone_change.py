"""A studio moves: jobs that stop at another instant are counted, and those that stop at once."""

from datetime import UTC, date, datetime

from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.zone_change import DatedJob, plan_zone_change

DAY = date(2026, 12, 14)
BERLIN, KIRITIMATI = "Europe/Berlin", "Pacific/Kiritimati"
IN_BETWEEN = datetime(2026, 12, 14, 16, tzinfo=UTC)  # the day is over in Kiritimati only


def job(name, delay=Delay.SAME_DAY, *, is_open=True):
    return DatedJob(name, ArchivePlan(DAY, delay, BERLIN), is_open)


def plan(*jobs, to=KIRITIMATI, now=IN_BETWEEN):
    return plan_zone_change(jobs, BERLIN, to, now=now)


def test_a_job_that_never_stops_does_not_move():
    assert plan(job("a", Delay.NEVER)).moved == 0


def test_a_zone_with_the_same_clock_moves_nothing():
    found = plan(job("a"), to="Europe/Vienna")
    assert (found.moved, found.needs_confirmation) == (0, False)


def test_what_is_open_and_over_there_leaves_at_once():
    found = plan(job("open"), job("planned", is_open=False), job("later", Delay.ONE_DAY))
    assert (found.moved, found.leaving) == (3, 1)


def test_a_job_counts_once_however_often_it_is_open():
    assert plan(job("a"), job("a")).moved == 1


def test_other_facts_have_another_fingerprint():
    marks = {plan(job("a")).fingerprint, plan(job("a"), job("b")).fingerprint, plan().fingerprint}
    assert len(marks) == 3
