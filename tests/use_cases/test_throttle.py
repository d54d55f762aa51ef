"""Attempts are counted per network address, also when many come at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from webapp.models.base import db, transaction
from webapp.models.operation import FailedAttempt
from webapp.use_cases.throttle import forgive_attempt, network_of, take_attempt

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ADDRESS = "203.0.113.7"


def attempt(seconds=0, address=ADDRESS, purpose="code"):
    return take_attempt(purpose, address, now=NOON + timedelta(seconds=seconds))


def forgive(taken):
    with transaction() as session:
        forgive_attempt(session, taken)


def test_the_eleventh_attempt_waits_and_other_addresses_and_purposes_do_not(app):
    assert [attempt(second).wait_seconds for second in range(10)] == [0] * 10
    assert attempt(9).wait_seconds == 15
    assert attempt(9, address="203.0.113.8").wait_seconds == 0
    assert attempt(9, purpose="sign-in").wait_seconds == 0


def test_attempts_while_waiting_do_not_make_the_wait_longer(app):
    for second in range(10):
        attempt(second)
    assert [attempt(10 + second).wait_seconds for second in range(5)] == [14, 13, 12, 11, 10]
    assert attempt(24).wait_seconds == 0
    assert attempt(24).wait_seconds == 30


def test_success_never_counts(app):
    for second in range(50):
        taken = attempt(second)
        assert taken.wait_seconds == 0
        forgive(taken)


def test_success_does_not_wash_away_the_failures_before(app):
    for second in range(9):
        attempt(second)
    forgive(attempt(10))
    attempt(11)
    assert attempt(12).wait_seconds == 14


def test_a_success_after_a_wait_opens_no_gap_and_adds_no_wait(app):
    for second in range(10):
        attempt(second)
    forgive(attempt(30))
    assert attempt(31).wait_seconds == 0
    assert attempt(31).wait_seconds == 30


def test_thirty_guesses_at_the_same_moment_get_no_further_than_ten(app):
    start = Barrier(6)

    def guess(_number):
        start.wait()
        waits = []
        for _each in range(5):
            with app.app_context():
                waits.append(attempt().wait_seconds)
        return waits

    with ThreadPoolExecutor(6) as pool:
        waits = [wait for each in pool.map(guess, range(6)) for wait in each]
    assert len(waits) == 30
    assert waits.count(0) == 10


def test_only_counts_are_stored(app):
    attempt()
    row = db.session.get(FailedAttempt, "code 203.0.113.7")
    assert (row.failures, row.first_at, row.last_at) == (1, NOON, NOON)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unknown"),
        ("", "unknown"),
        ("x" * 10_000, "x" * 64),
    ],
)
def test_an_ipv6_household_counts_as_one(address, network):
    assert network_of(address) == network
