"""The drawing of the growth, and how long the room lasts (D1)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from webapp.domain.storage_growth import (
    Pace,
    end_of,
    growth_chart,
    month_ends,
    pace,
    pace_day,
    round_top,
)

GB = 10**9
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def a_year(*sizes):
    """So many GB at the ends of the months before today, and today."""
    days = [*month_ends(NOW, "Europe/Berlin")[-len(sizes) + 1 :], TODAY]
    return {day: size * GB for day, size in zip(days, sizes, strict=True)}


def test_the_twelve_months_before_this_one_end_on_their_last_days():
    ends = month_ends(NOW, "Europe/Berlin")
    assert (len(ends), ends[0], ends[3], ends[-1]) == (
        12,
        date(2025, 11, 30),
        date(2026, 2, 28),
        date(2026, 10, 31),
    )
    assert end_of(ends[3], "Europe/Berlin") == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert pace_day(NOW, "Europe/Berlin") == date(2026, 8, 23)


@pytest.mark.parametrize(
    ("before", "used", "expected"),
    [
        (100, 148, Pace(48, 6)),
        (100, 199, Pace(99, 1)),
        (120, 240, Pace(120, 0)),
        (100, 300, Pace(200, 0)),
        (100, 90, Pace(-10, None)),
        (100, 100, Pace(0, None)),
        (0, 50, Pace(50, None)),
    ],
)
def test_how_long_the_room_lasts_at_the_pace_of_three_months(before, used, expected):
    assert pace(before, used, 250) == expected


def test_where_nothing_was_ever_stored_nothing_is_drawn():
    assert growth_chart(a_year(0, 0, 0), quota=250 * GB, grown=0) is None


def test_it_ends_today_and_goes_on_at_the_pace():
    chart = growth_chart(a_year(100, 120, 150), quota=200 * GB, grown=30 * GB)
    assert chart.top == 200 * GB
    assert [point.y for point in chart.points] == [50, 40, 25]
    assert [point.day for point in chart.points][-1] == TODAY
    assert chart.points[0].x == 0 < chart.points[-1].x < chart.ahead[0] == 100
    assert 0 < chart.ahead[1] < 25
    assert chart.quota_y == 0


def test_the_pace_is_drawn_no_further_than_the_quota():
    chart = growth_chart(a_year(100, 190), quota=200 * GB, grown=90 * GB)
    assert chart.ahead[0] < 100
    assert chart.ahead[1] == chart.quota_y


def test_a_quota_far_above_is_not_drawn():
    chart = growth_chart(a_year(1, 4), quota=250 * GB, grown=0)
    assert (chart.quota_y, chart.ahead, chart.top) == (None, None, 4 * GB)


def test_a_full_storage_leads_nowhere():
    chart = growth_chart(a_year(100, 260), quota=250 * GB, grown=160 * GB)
    assert chart.ahead is None
    assert 0 < chart.quota_y < 100


def test_everything_stays_inside_of_the_picture():
    for size in (1, 10**6, 3 * GB, 999 * GB, 10**15):
        sizes = {TODAY - timedelta(days=each): size // (each + 1) for each in range(365, -1, -1)}
        chart = growth_chart(sizes, quota=250 * GB, grown=size)
        places = [(point.x, point.y) for point in chart.points] + [chart.ahead or (0, 0)]
        assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in places)


@pytest.mark.parametrize(
    ("size", "top"),
    [(0, 10**6), (182 * GB, 200 * GB), (250 * GB, 250 * GB), (251 * GB, 300 * GB), (999, 10**6)],
)
def test_the_axis_ends_on_a_round_size(size, top):
    assert round_top(size) == top
