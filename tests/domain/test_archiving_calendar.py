"""The stop on nights when clocks do odd things: gaps, repetitions, a day that never was (A2)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from webapp.domain.archiving import ArchivePlan, CounterKind, Delay, first_instant, local_day

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def stop(zone, day, delay="0"):
    return ArchivePlan(date.fromisoformat(day), Delay(delay), zone).stop_at


VECTORS = [
    # Berlin, a day of 23 hours: it begins at +1 and ends at +2.
    ("Europe/Berlin", "2027-03-27", "2027-03-27T23:00"),
    ("Europe/Berlin", "2027-03-28", "2027-03-28T22:00"),
    # Berlin, a day of 25 hours: it begins at +2 and ends at +1.
    ("Europe/Berlin", "2026-10-24", "2026-10-24T22:00"),
    ("Europe/Berlin", "2026-10-25", "2026-10-25T23:00"),
    # Midnight is missing: the day begins at 01:00.
    ("Africa/Cairo", "2027-04-29", "2027-04-29T22:00"),
    ("Asia/Beirut", "2027-03-27", "2027-03-27T22:00"),
    ("America/Santiago", "2027-09-04", "2027-09-05T04:00"),
    # Midnight comes twice: the first one counts.
    ("America/Havana", "2026-10-31", "2026-11-01T04:00"),
    ("Atlantic/Azores", "2026-10-24", "2026-10-25T00:00"),
    # The two ends of the world.
    ("Pacific/Kiritimati", "2026-12-14", "2026-12-14T10:00"),
    ("Pacific/Pago_Pago", "2026-12-14", "2026-12-15T11:00"),
    # Apia went from the 29th to the 31st of December 2011.
    ("Pacific/Apia", "2011-12-28", "2011-12-29T10:00"),
    ("Pacific/Apia", "2011-12-29", "2011-12-30T10:00"),
    ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00"),
    ("Pacific/Apia", "2011-12-31", "2011-12-31T10:00"),
]


@pytest.mark.parametrize(("zone", "day", "expected"), VECTORS)
def test_the_stop_is_the_first_existing_instant_of_the_next_day(zone, day, expected):
    assert stop(zone, day) == utc(expected)


@pytest.mark.parametrize(("zone", "day", "expected"), VECTORS)
def test_no_second_of_the_last_day_is_taken_away_and_none_is_added(zone, day, expected):
    the_stop = stop(zone, day)
    assert local_day(the_stop - SECOND, zone) <= date.fromisoformat(day) < local_day(the_stop, zone)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", date(2027, 3, 28), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Africa/Cairo", date(2027, 4, 30), 23),
        ("Asia/Beirut", date(2027, 3, 28), 23),
        ("America/Santiago", date(2027, 9, 5), 23),
        ("America/Havana", date(2026, 11, 1), 25),
        ("Atlantic/Azores", date(2026, 10, 25), 25),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
def test_a_day_is_as_long_as_the_clocks_of_the_place_make_it(zone, day, hours):
    length = first_instant(day + timedelta(days=1), zone) - first_instant(day, zone)
    assert length == hours * HOUR


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Africa/Cairo", 30), ("Asia/Beirut", 28), ("America/Santiago", 5)],
)
def test_where_midnight_is_missing_the_day_begins_at_one(zone, day):
    month = {"Africa/Cairo": 4, "Asia/Beirut": 3, "America/Santiago": 9}[zone]
    begins = first_instant(date(2027, month, day), zone).astimezone(ZoneInfo(zone))
    assert (begins.day, begins.hour, begins.minute) == (day, 1, 0)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("America/Havana", date(2026, 11, 1)), ("Atlantic/Azores", date(2026, 10, 25))],
)
def test_where_midnight_comes_twice_the_day_begins_at_the_first(zone, day):
    first = first_instant(day, zone)
    shown = [(first + later).astimezone(ZoneInfo(zone)) for later in (0 * HOUR, HOUR)]
    assert [(at.date(), at.hour, at.fold) for at in shown] == [(day, 0, 0), (day, 0, 1)]


def test_kiritimati_stops_25_hours_before_pago_pago():
    east, west = (stop(zone, "2026-12-14") for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"))
    assert west - east == 25 * HOUR


def test_a_delay_over_a_day_that_never_was_is_one_day_shorter():
    assert stop("Pacific/Apia", "2011-12-28", "1") == stop("Pacific/Apia", "2011-12-28", "2")
    assert stop("Pacific/Apia", "2011-12-28", "3") == utc("2011-12-31T10:00")


def test_an_archiving_date_that_never_was_is_no_last_day_for_anybody():
    plan = ArchivePlan(date(2011, 12, 30), Delay.ONE_DAY, "Pacific/Apia")
    evening_before = utc("2011-12-30T09:59")
    assert plan.counter(evening_before).days_left == 1
    assert plan.counter(evening_before + HOUR).kind is CounterKind.LAST_CHANCE


def test_a_date_that_comes_back_after_midnight_stopped_at_its_first_midnight():
    """St. John's went from 00:01 back to 23:01 of the day before until 2011."""
    zone = "America/St_Johns"
    the_stop = stop(zone, "2010-11-06")
    assert the_stop == utc("2010-11-07T02:30")
    assert local_day(the_stop + 2 * 60 * SECOND, zone) == date(2010, 11, 6)
    assert the_stop <= stop(zone, "2010-11-07")


def test_the_delay_counts_calendar_days_and_not_24_hours():
    long, short = stop("Europe/Berlin", "2026-10-24", "1"), stop("Europe/Berlin", "2027-03-27", "1")
    assert long - stop("Europe/Berlin", "2026-10-24") == 25 * HOUR
    assert short - stop("Europe/Berlin", "2027-03-27") == 23 * HOUR
