"""When a message may go out: quiet hours and times of day, in the studio's zone (C1, C8)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.planning import BERLIN, berlin
from webapp.domain.notifications import Window
from webapp.domain.sending_hours import allowed_from, from_event, is_quiet, time_on_day

ZONES = [
    "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago",
    "America/Havana", "Asia/Kathmandu", "Pacific/Chatham", "America/Santiago",
]  # fmt: skip
FIRST, LAST = datetime(2026, 1, 1), datetime(2028, 1, 1)  # noqa: DTZ001 - the zone is added below
INSTANTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(8, 59, True), (9, 0, False), (20, 59, False), (21, 0, True)]
)
def test_it_is_quiet_from_21_to_9(hour, minute, quiet):
    assert is_quiet(berlin(23, hour, minute), BERLIN) is quiet


@given(INSTANTS, st.sampled_from(ZONES))
def test_what_may_not_go_now_goes_at_the_next_nine_o_clock(now, zone):
    due = allowed_from(now, zone)
    here = due.astimezone(ZoneInfo(zone))
    assert not is_quiet(due, zone)
    if is_quiet(now, zone):
        assert (here.hour, here.minute) == (9, 0)
        assert timedelta(0) < due - now <= timedelta(hours=13)
    else:
        assert due == now


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(date(2027, 3, 27), 8), (date(2027, 3, 28), 7), (date(2026, 10, 25), 8)],
)
def test_nine_o_clock_is_nine_o_clock_when_the_clocks_change(day, utc_hour):
    assert time_on_day(day, Window.MORNING, BERLIN).hour == utc_hour


@pytest.mark.parametrize(
    ("window", "hour", "due"),
    [
        (Window.MORNING, 8, berlin(23, 9)),
        (Window.MORNING, 10, berlin(24, 9)),
        (Window.EVENING, 10, berlin(23, 18)),
        (Window.EVENING, 19, berlin(24, 18)),
        (Window.AT_ONCE, 10, berlin(23, 10)),
        (Window.AT_ONCE, 22, berlin(24, 9)),
    ],
)
def test_after_an_event_the_next_such_time_of_day_is_taken(window, hour, due):
    assert from_event(berlin(23, hour), 0, window, BERLIN) == due


def test_some_days_later_it_is_the_same_time_of_day_also_across_a_change_of_clocks():
    before = datetime(2026, 10, 24, 10, tzinfo=ZoneInfo(BERLIN))
    after = datetime(2026, 10, 26, 10, tzinfo=ZoneInfo(BERLIN))
    assert from_event(before, 2, Window.AT_ONCE, BERLIN) == after
