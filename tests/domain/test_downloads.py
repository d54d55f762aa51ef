"""Bought files: after payment, for 42 days from the order, whatever becomes of the job (A9)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from webapp.domain.downloads import (
    FILES_LAST,
    Cancelled,
    Expired,
    NotPaid,
    Open,
    OrderFacts,
    can_be_renewed,
    downloads_of,
    until_once_paid,
)

PLACED = datetime(2026, 10, 1, 8, 30, tzinfo=UTC)
UNTIL = PLACED + FILES_LAST
A_SECOND = timedelta(seconds=1)


def order(paid_at=PLACED, cancelled_at=None, downloads_until=UNTIL):
    return OrderFacts(paid_at, cancelled_at, downloads_until)


def test_they_last_42_days_to_the_second():
    assert downloads_of(order(), now=PLACED) == Open(UNTIL)
    assert downloads_of(order(), now=PLACED + timedelta(days=42) - A_SECOND) == Open(UNTIL)
    assert downloads_of(order(), now=PLACED + timedelta(days=42)) == Expired(UNTIL)


def test_42_days_are_a_length_of_time_also_where_clocks_are_changed():
    """Berlin goes back an hour on 25 October 2026: by the clock on the wall it is an hour less."""
    berlin = ZoneInfo("Europe/Berlin")
    assert PLACED.astimezone(berlin).hour == 10
    assert UNTIL.astimezone(berlin).hour == 9
    assert (UNTIL - PLACED).total_seconds() == 42 * 24 * 60 * 60


def test_before_payment_nothing_can_be_fetched_also_after_the_42_days():
    assert downloads_of(order(paid_at=None), now=PLACED) == NotPaid(UNTIL)
    assert downloads_of(order(paid_at=None), now=UNTIL + A_SECOND) == NotPaid(UNTIL)


@pytest.mark.parametrize(
    ("left", "begins_anew"),
    [
        (timedelta(days=42), False),
        (timedelta(days=14), False),
        (timedelta(days=14) - A_SECOND, True),
        (timedelta(days=13), True),
        (timedelta(0), True),
        (timedelta(days=-100), True),
    ],
)
def test_whoever_pays_with_fewer_than_14_days_left_has_42_from_the_payment(left, begins_anew):
    paid_at = UNTIL - left
    expected = paid_at + timedelta(days=42) if begins_anew else UNTIL
    assert until_once_paid(UNTIL, paid_at=paid_at) == expected


def test_a_cancelled_order_has_no_files_paid_or_not():
    for paid_at in (PLACED, None):
        found = downloads_of(order(paid_at=paid_at, cancelled_at=PLACED), now=PLACED)
        assert found == Cancelled()


def test_an_order_without_files_has_nothing_to_fetch():
    assert downloads_of(order(downloads_until=None), now=PLACED) is None


@pytest.mark.parametrize(
    ("until", "zone", "last"),
    [
        (datetime(2026, 11, 12, 8, 30, tzinfo=UTC), "Europe/Berlin", date(2026, 11, 11)),
        (datetime(2026, 11, 11, 23, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 11, 11)),
        (datetime(2026, 11, 11, 22, 59, 59, tzinfo=UTC), "Europe/Berlin", date(2026, 11, 10)),
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), "Europe/Berlin", date(2026, 10, 24)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 10, 25)),
        (datetime(2026, 11, 12, 10, 0, tzinfo=UTC), "Pacific/Kiritimati", date(2026, 11, 12)),
        (datetime(2026, 11, 12, 10, 0, tzinfo=UTC), "Pacific/Pago_Pago", date(2026, 11, 10)),
    ],
)
def test_the_last_day_told_is_open_to_its_very_end(until, zone, last):
    assert Open(until).last_day(zone) == last


def test_the_studio_renews_what_was_bought_and_not_cancelled():
    assert can_be_renewed(Expired(UNTIL))
    assert can_be_renewed(Open(UNTIL))
    assert can_be_renewed(NotPaid(UNTIL))
    assert not can_be_renewed(Cancelled())
    assert not can_be_renewed(None)
