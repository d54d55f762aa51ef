"""When a job leaves the shop: options, stop and counter on ordinary days (A1, A2, A10)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webapp.domain.archiving import (
    COUNTER_DAYS,
    ArchivePlan,
    Counter,
    CounterKind,
    Delay,
    local_day,
)
from webapp.domain.status import Standing, Status, standing
from webapp.domain.time_zones import known_time_zones

BERLIN = "Europe/Berlin"
DATE = date(2026, 12, 14)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def plan(delay="0", day=DATE, zone=BERLIN):
    return ArchivePlan(day, Delay(delay), zone)


def in_berlin(*instant):
    return datetime(*instant, tzinfo=ZoneInfo(BERLIN)).astimezone(UTC)


def counter_on(day, delay="0", hour=12):
    return plan(delay).counter(in_berlin(day.year, day.month, day.day, hour))


def test_the_delay_has_exactly_the_five_stored_values():
    assert [(delay.value, delay.days) for delay in Delay] == [
        ("none", None),
        ("0", 0),
        ("1", 1),
        ("2", 2),
        ("3", 3),
    ]


@pytest.mark.parametrize(
    ("delay", "last_day"),
    [("0", 14), ("1", 15), ("2", 16), ("3", 17)],
)
def test_the_stop_is_the_end_of_the_last_selling_day(delay, last_day):
    assert plan(delay).last_selling_day == date(2026, 12, last_day)
    assert plan(delay).stop_at == in_berlin(2026, 12, last_day + 1, 0)
    assert plan(delay).stop_at.tzinfo is UTC


def test_a_job_that_is_not_archived_automatically_never_stops():
    forever = plan("none")
    assert (forever.last_selling_day, forever.stop_at) == (None, None)
    assert not forever.has_stopped(datetime(2099, 1, 1, tzinfo=UTC))


def test_the_stop_has_passed_at_its_very_instant_and_not_a_second_before():
    stop = plan().stop_at
    assert not plan().has_stopped(stop - SECOND)
    assert plan().has_stopped(stop)


def test_the_last_day_of_the_calendar_has_a_stop_too():
    assert plan("3", day=date(2099, 12, 31)).stop_at == datetime(2100, 1, 3, 23, tzinfo=UTC)


@pytest.mark.parametrize("left", range(1, COUNTER_DAYS + 1))
def test_the_counter_says_14_days_left_down_to_1_day_left(left):
    assert counter_on(DATE - left * DAY) == Counter(CounterKind.DAYS, left, DATE)


def test_the_counter_shows_nothing_15_days_before_the_archiving_date():
    assert counter_on(DATE - 15 * DAY, hour=23) is None
    assert plan().counter_starts == DATE - 14 * DAY


def test_the_archiving_date_is_the_last_day_whatever_the_hour():
    assert [counter_on(DATE, hour=hour) for hour in (0, 23)] == 2 * [
        Counter(CounterKind.LAST_DAY, 0, DATE)
    ]


@pytest.mark.parametrize("delay", ["1", "2", "3"])
def test_the_days_of_the_delay_are_the_last_chance(delay):
    last = DATE + int(delay) * DAY
    for after in range(1, int(delay) + 1):
        assert counter_on(DATE + after * DAY, delay) == Counter(CounterKind.LAST_CHANCE, 0, last)
    assert counter_on(last + DAY, delay, hour=0) is None


def test_without_a_delay_nothing_is_left_after_the_last_day():
    assert counter_on(DATE + DAY, hour=0) is None


def test_a_job_that_stays_on_sale_counts_down_to_its_date_and_is_silent_afterwards():
    assert counter_on(DATE - DAY, "none") == Counter(CounterKind.DAYS, 1, DATE)
    assert counter_on(DATE, "none") == Counter(CounterKind.LAST_DAY, 0, DATE)
    assert counter_on(DATE + DAY, "none") is None


def test_the_counter_turns_at_the_midnight_of_the_studio_and_not_of_the_server():
    just_before, midnight = in_berlin(2026, 12, 13, 23, 59), in_berlin(2026, 12, 14)
    assert plan().counter(just_before).days_left == 1
    assert plan().counter(midnight).kind is CounterKind.LAST_DAY
    elsewhere = plan(zone="America/New_York")
    assert elsewhere.counter(midnight).days_left == 1


def test_a_clock_that_goes_back_shows_what_it_showed_before():
    before = plan().counter(in_berlin(2026, 12, 10, 12))
    plan().counter(in_berlin(2026, 12, 20))
    assert plan().counter(in_berlin(2026, 12, 10, 12)) == before


def check_at(the_plan, now):
    """What must be true of one (date, delay, zone, now)."""
    stop, today = the_plan.stop_at, local_day(now, the_plan.zone)
    counter = the_plan.counter(now)
    left = (the_plan.archiving_date - today).days
    stopped = standing(Status.SELLING, stop_at=stop, now=now) is Standing.ARCHIVING_NOW
    assert the_plan.has_stopped(now) is stopped
    if stop is None:
        assert (counter is not None) is (0 <= left <= COUNTER_DAYS)
        return
    last = the_plan.archiving_date + the_plan.delay.days * DAY
    zone = the_plan.zone
    assert local_day(stop, zone) > last, "the stop is earlier than the end of the last day"
    assert local_day(stop - SECOND, zone) <= last, "the stop is later than the end of the last day"
    assert stopped is (today > last)
    assert (counter is not None) is (not stopped and left <= COUNTER_DAYS)
    if counter is not None and counter.kind is not CounterKind.LAST_CHANCE:
        assert counter.days_left == left
        assert counter.last_day == the_plan.archiving_date
    assert the_plan.stop_at <= ArchivePlan(the_plan.archiving_date + DAY, *later(the_plan)).stop_at


def later(the_plan):
    return the_plan.delay, the_plan.zone


# The clocks of 2013 to 2099; what they did on single nights before is in test_archiving_calendar.
@settings(max_examples=2000)
@example(day=date(2027, 3, 27), zone=BERLIN, seconds=0)
@example(day=date(2026, 10, 25), zone="Atlantic/Azores", seconds=3600)
@given(
    day=st.dates(date(2013, 1, 1), date(2099, 12, 31)),
    zone=st.sampled_from(known_time_zones()),
    seconds=st.integers(-20 * 86400, 6 * 86400),
)
def test_stop_counter_and_standing_agree_for_every_date_delay_zone_and_instant(day, zone, seconds):
    """Five delays each: 10,000 cases."""
    now = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds)
    for delay in Delay:
        check_at(ArchivePlan(day, delay, zone), now)


@settings(max_examples=500)
@given(
    day=st.dates(date(2000, 1, 1), date(2099, 12, 1)),
    more=st.integers(0, 30),
    delay=st.sampled_from(list(Delay)[1:]),
    zone=st.sampled_from(known_time_zones()),
)
def test_the_stop_never_decreases_when_the_date_grows(day, more, delay, zone):
    assert (
        ArchivePlan(day, delay, zone).stop_at
        <= ArchivePlan(day + timedelta(days=more), delay, zone).stop_at
    )
