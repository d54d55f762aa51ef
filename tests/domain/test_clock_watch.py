"""When a clock has jumped (invariant 5): more than an hour ahead of one that nobody sets."""

from datetime import UTC, datetime, timedelta

import pytest

from webapp.domain.clock_watch import Reading, jump

THEN = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def looked(machine, steady=timedelta(0)):
    return Reading(THEN + machine, 1000 + steady.total_seconds())


BEFORE = looked(timedelta(0))


@pytest.mark.parametrize(
    ("machine", "steady", "ahead"),
    [
        (10 * SECOND, 10 * SECOND, None),
        (HOUR + 10 * SECOND, 10 * SECOND, None),
        (HOUR + 11 * SECOND, 10 * SECOND, HOUR + SECOND),
        (timedelta(days=365), SECOND, timedelta(days=365) - SECOND),
        (8 * HOUR, 8 * HOUR, None),
        (-timedelta(days=30), SECOND, None),
    ],
    ids=["time passed", "an hour", "more than an hour", "another year", "slept", "went back"],
)
def test_only_far_ahead_is_a_jump(machine, steady, ahead):
    assert jump(BEFORE, looked(machine, steady)) == ahead


def test_a_clock_that_drifts_never_jumps():
    reading = BEFORE
    for minute in range(1, 24 * 60):
        drifted = looked(minute * timedelta(minutes=1, seconds=50), minute * timedelta(minutes=1))
        assert jump(reading, drifted) is None
        reading = drifted
