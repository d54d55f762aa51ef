"""What putting a job on sale again does to its profile: 14 days keep it, 15 drop it (R3)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.archiving import local_day
from webapp.domain.reactivation import archived_on, days_archived, loses_profile
from webapp.domain.time_zones import known_time_zones

BERLIN = "Europe/Berlin"


def at(zone, *instant):
    return datetime(*instant, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def berlin(*instant):
    return at(BERLIN, *instant)


NOON = berlin(2026, 11, 2, 12)


@pytest.mark.parametrize(("days", "lost"), [(0, False), (1, False), (14, False), (15, True)])
def test_fourteen_days_keep_the_profile_and_fifteen_drop_it(days, lost):
    now = NOON + timedelta(days=days)
    assert days_archived(NOON, now=now, zone=BERLIN) == days
    assert loses_profile(NOON, now=now, zone=BERLIN) is lost


def test_calendar_days_count_and_not_spans_of_24_hours():
    last_minute, first_minute = berlin(2026, 11, 2, 23, 59), berlin(2026, 11, 2, 0, 1)
    end_of_day_14, start_of_day_15 = berlin(2026, 11, 16, 23, 59), berlin(2026, 11, 17)
    for archived_at in (first_minute, last_minute):
        assert not loses_profile(archived_at, now=end_of_day_14, zone=BERLIN)
        assert loses_profile(archived_at, now=start_of_day_15, zone=BERLIN)


@pytest.mark.parametrize(
    ("archived_at", "last_moment"),
    [
        (berlin(2026, 10, 20, 0, 30), berlin(2026, 11, 3, 23, 59)),  # 25 hours on the 25th
        (berlin(2027, 3, 20, 0, 30), berlin(2027, 4, 3, 23, 59)),  # 23 hours on the 28th
    ],
)
def test_a_change_of_the_clocks_between_makes_no_difference(archived_at, last_moment):
    assert days_archived(archived_at, now=last_moment, zone=BERLIN) == 14
    assert not loses_profile(archived_at, now=last_moment, zone=BERLIN)
    assert loses_profile(archived_at, now=last_moment + timedelta(minutes=1), zone=BERLIN)


def test_the_zone_of_the_studio_decides_where_a_day_ends():
    archived_at = datetime(2026, 11, 2, 10, 30, tzinfo=UTC)
    now = datetime(2026, 11, 17, 9, tzinfo=UTC)
    answers = {
        "Pacific/Kiritimati": (date(2026, 11, 3), 14),  # 00:30 on the 3rd … 23:00 on the 17th
        "Europe/Berlin": (date(2026, 11, 2), 15),
        "Pacific/Pago_Pago": (date(2026, 11, 1), 15),  # 23:30 on the 1st … 22:00 on the 16th
    }
    for zone, (day, days) in answers.items():
        assert archived_on(archived_at, zone) == day
        assert days_archived(archived_at, now=now, zone=zone) == days


def test_a_job_archived_by_its_stop_counts_from_the_day_that_began_there():
    stop = berlin(2026, 12, 15)
    assert archived_on(stop, BERLIN) == date(2026, 12, 15)
    assert not loses_profile(stop, now=berlin(2026, 12, 29, 23, 59), zone=BERLIN)
    assert loses_profile(stop, now=berlin(2026, 12, 30), zone=BERLIN)


def test_a_day_that_never_was_counts_as_a_date_of_the_calendar():
    zone = "Pacific/Apia"
    archived_at = at(zone, 2011, 12, 29, 12)
    assert days_archived(archived_at, now=at(zone, 2011, 12, 31, 12), zone=zone) == 2


def test_a_clock_that_went_back_counts_no_negative_days():
    earlier = NOON - timedelta(days=40)
    assert days_archived(NOON, now=earlier, zone=BERLIN) == 0
    assert not loses_profile(NOON, now=earlier, zone=BERLIN)


@given(
    hours=st.integers(0, 85 * 366 * 24),
    later=st.timedeltas(timedelta(0), timedelta(days=40)),
    zone=st.sampled_from(known_time_zones()),
)
def test_the_profile_goes_exactly_when_the_local_dates_are_more_than_14_apart(hours, later, zone):
    archived_at = datetime(2013, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    now = archived_at + later
    apart = local_day(now, zone) - local_day(archived_at, zone)
    assert loses_profile(archived_at, now=now, zone=zone) is (apart > timedelta(days=14))
