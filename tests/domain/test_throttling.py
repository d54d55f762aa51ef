"""How long somebody waits after wrong passwords or codes."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.throttling import LONGEST_DELAY, WINDOW, Failures

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NOTHING = timedelta(0)


def after(number, *, every=SECOND):
    """So many failures, one after the other; and the instant of the last."""
    failures, now = Failures(0, NOON, NOON), NOON
    for place in range(number):
        now = NOON + place * every
        failures = failures.one_more(now)
    return failures, now


def test_nine_failures_cost_no_time():
    failures, now = after(9)
    assert failures.wait(now) == NOTHING


def test_the_tenth_failure_within_a_quarter_of_an_hour_makes_the_next_attempt_wait():
    failures, now = after(10, every=timedelta(seconds=99))
    assert failures.wait(now) == timedelta(seconds=15)
    assert failures.wait(now + timedelta(seconds=14)) == SECOND
    assert failures.wait(now + timedelta(seconds=15)) == NOTHING


def test_what_may_be_done_more_often_waits_later():
    failures = Failures(0, NOON, NOON, free=30)
    for _ in range(29):
        failures = failures.one_more(NOON)
    assert failures.wait(NOON) == NOTHING
    assert failures.one_more(NOON).wait(NOON) == timedelta(seconds=15)


def test_ten_failures_spread_over_more_than_a_quarter_of_an_hour_cost_nothing():
    failures, now = after(10, every=timedelta(seconds=101))
    assert failures.wait(now) == NOTHING


def test_each_further_failure_doubles_the_wait_up_to_some_minutes():
    waits = [failures.wait(now).total_seconds() for failures, now in map(after, range(10, 18))]
    assert waits == [15, 30, 60, 120, 240, 300, 300, 300]


def test_after_a_quiet_quarter_of_an_hour_the_counting_begins_anew():
    failures, now = after(30)
    assert failures.one_more(now + WINDOW).number == 1
    assert failures.wait(now + WINDOW) == NOTHING


@given(st.integers(0, 10**6), st.integers(-(10**9), 10**9))
def test_nobody_ever_waits_longer_than_the_longest_delay_whatever_the_clock_does(number, seconds):
    failures = Failures(number, NOON, NOON)
    wait = failures.wait(NOON + timedelta(seconds=seconds))
    assert NOTHING <= wait <= LONGEST_DELAY
