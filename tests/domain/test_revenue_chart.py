"""The drawing of revenue by day: bars, lines and the axis."""

from datetime import date, timedelta

import pytest

from webapp.domain.revenue_chart import End, revenue_chart, round_top

FIRST = date(2026, 11, 1)


def on(day):
    return date(2026, 11, day)


def test_without_revenue_there_is_nothing_to_draw():
    assert revenue_chart({}, since=FIRST, ends={End.DATE: on(26)}) is None
    assert revenue_chart({on(3): 0}, since=FIRST, ends={}) is None


def test_it_goes_from_the_first_day_on_sale_to_the_stop():
    chart = revenue_chart({on(2): 4000}, since=FIRST, ends={End.DATE: on(8), End.STOP: on(10)})
    assert (chart.first, chart.last, chart.top) == (FIRST, on(10), 5000)
    (bar,) = chart.bars
    assert (bar.day, bar.amount, bar.height) == (on(2), 4000, 80)
    assert 10 < bar.x < bar.x + bar.width < 20, "the second of ten days"
    assert [(line.end, line.x) for line in chart.lines] == [(End.DATE, 80), (End.STOP, 100)]


def test_archiving_on_the_date_itself_is_one_line():
    chart = revenue_chart({on(2): 1}, since=None, ends={End.DATE: on(5), End.STOP: on(5)})
    assert [line.end for line in chart.lines] == [End.DATE]


def test_orders_before_and_after_the_sale_are_drawn_too():
    chart = revenue_chart({on(1): 100, on(20): 100}, since=on(5), ends={End.DATE: on(10)})
    assert (chart.first, chart.last) == (on(1), on(20))
    assert chart.lines[0].x == 50


def test_a_small_day_beside_a_large_one_can_still_be_seen():
    chart = revenue_chart({on(1): 1, on(2): 100_000}, since=FIRST, ends={})
    assert chart.bars[0].height == 1.5


def test_everything_stays_inside_of_the_picture():
    for days in (1, 2, 7, 365, 2000):
        amounts = {FIRST + timedelta(days=each): 100 + each for each in range(days)}
        chart = revenue_chart(amounts, since=FIRST, ends={End.DATE: max(amounts)})
        assert all(bar.x >= 0 and bar.x + bar.width <= 100.02 for bar in chart.bars)
        assert all(0 < bar.height <= 100 for bar in chart.bars)
        assert chart.lines[0].x == pytest.approx(100)


@pytest.mark.parametrize(
    ("amount", "top"),
    [(1, 100), (100, 100), (101, 200), (890, 1000), (1000, 1000), (4170, 5000), (20_001, 50_000)],
)
def test_the_axis_ends_on_a_round_amount(amount, top):
    assert round_top(amount) == top
