"""When the weekly letter is due, in the studio's own zone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.domain.digest import key_of, looks_ahead_until, too_late_from, week_due

BERLIN = "Europe/Berlin"
MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (NINE - SECOND, None),
        (NINE, MONDAY),
        (NINE + timedelta(days=2) - SECOND, MONDAY),
        (NINE + timedelta(days=2), None),
        (NINE + timedelta(days=6), None),
        (NINE + timedelta(days=7), date(2026, 11, 30)),
    ],
)
def test_it_is_due_on_monday_at_nine_and_dropped_two_days_later(now, week):
    assert week_due(now, BERLIN) == week


def test_monday_at_nine_is_that_of_the_studio():
    in_auckland = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert week_due(in_auckland, "Pacific/Auckland") == MONDAY
    assert week_due(in_auckland, BERLIN) is None
    assert week_due(NINE, "America/New_York") is None


def test_it_is_nine_on_the_wall_in_the_week_in_which_the_clocks_change():
    assert week_due(datetime(2026, 10, 26, 7, 59, tzinfo=UTC), BERLIN) is None
    assert week_due(datetime(2026, 10, 26, 8, 0, tzinfo=UTC), BERLIN) == date(2026, 10, 26)
    assert week_due(datetime(2026, 3, 30, 7, 0, tzinfo=UTC), BERLIN) == date(2026, 3, 30)


def test_it_looks_ahead_to_the_end_of_the_second_sunday():
    assert looks_ahead_until(MONDAY, BERLIN) == datetime(2026, 12, 6, 23, 0, tzinfo=UTC)


def test_it_is_too_late_on_wednesday_at_nine():
    assert too_late_from(MONDAY, BERLIN) == NINE + timedelta(days=2)


def test_a_studio_and_a_week_have_one_key():
    assert key_of("abc", MONDAY) == "digest abc 2026-11-23"
