"""How an order stands, and which marks it takes (A9)."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from webapp.domain.orders import (
    IllegalMarkError,
    Mark,
    Marked,
    Moments,
    OrderState,
    Refusal,
    legal_marks,
    marked,
    plan_marks,
    refusal,
    state_of,
)

THEN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOW = THEN + timedelta(days=3)
OPEN = Moments()
PAID = Moments(paid_at=THEN)
DELIVERED = Moments(paid_at=THEN, delivered_at=THEN)
UNPAID = Moments(delivered_at=THEN)
CANCELLED = Moments(cancelled_at=THEN)


@pytest.mark.parametrize(
    ("moments", "state"),
    [
        (OPEN, OrderState.OPEN),
        (PAID, OrderState.PAID),
        (DELIVERED, OrderState.DELIVERED),
        (UNPAID, OrderState.DELIVERED),
        (CANCELLED, OrderState.CANCELLED),
        (Moments(paid_at=THEN, cancelled_at=THEN), OrderState.CANCELLED),
    ],
)
def test_a_state_follows_from_the_moments(moments, state):
    assert moments.state is state


def test_what_was_delivered_before_the_money_came_is_told_apart():
    assert UNPAID.is_delivered_unpaid
    assert not any(each.is_delivered_unpaid for each in (OPEN, PAID, DELIVERED, CANCELLED))


def test_only_open_and_paid_orders_need_their_pictures():
    assert [state for state in OrderState if state.needs_pictures] == ["open", "paid"]


def test_cancelled_orders_are_no_revenue():
    assert [state for state in OrderState if not state.counts] == ["cancelled"]


@pytest.mark.parametrize(
    ("moments", "marks"),
    [
        (OPEN, ["paid", "delivered", "cancelled"]),
        (PAID, ["not-paid", "delivered", "cancelled"]),
        (DELIVERED, ["not-paid", "not-delivered"]),
        (UNPAID, ["paid", "not-delivered"]),
        (CANCELLED, ["reopened"]),
    ],
)
def test_the_marks_that_an_order_takes(moments, marks):
    assert list(legal_marks(moments)) == marks


def test_a_mark_sets_its_own_moment_and_no_other():
    assert marked(UNPAID, Mark.PAID, now=NOW) == Moments(paid_at=NOW, delivered_at=THEN)
    assert marked(PAID, Mark.CANCELLED, now=NOW) == Moments(paid_at=THEN, cancelled_at=NOW)
    assert marked(DELIVERED, Mark.NOT_DELIVERED, now=NOW) == PAID


def test_a_reopened_order_stands_where_it_stood():
    cancelled = marked(PAID, Mark.CANCELLED, now=NOW)
    assert marked(cancelled, Mark.REOPENED, now=NOW) == PAID


def test_a_mark_that_is_refused_says_why():
    with pytest.raises(IllegalMarkError) as caught:
        marked(DELIVERED, Mark.CANCELLED, now=NOW)
    error = caught.value
    assert (error.state, error.mark, error.reason) == ("delivered", "cancelled", "is-delivered")
    assert refusal(PAID, Mark.PAID) is Refusal.IS_PAID
    assert refusal(CANCELLED, Mark.PAID) is Refusal.IS_CANCELLED
    assert refusal(OPEN, Mark.REOPENED) is Refusal.IS_NOT_CANCELLED


def test_no_mark_is_taken_twice_and_each_can_be_taken_back():
    back = {"paid": "not-paid", "delivered": "not-delivered", "cancelled": "reopened"}
    for times in product((None, THEN), repeat=3):
        moments = Moments(*times)
        assert moments.state == state_of(
            paid_at=times[0], delivered_at=times[1], cancelled_at=times[2]
        )
        for mark in legal_marks(moments):
            after = marked(moments, mark, now=NOW)
            assert refusal(after, mark) is not None
            if mark in back:
                assert marked(after, Mark(back[mark]), now=NOW) == moments


def test_a_plan_says_which_orders_change_and_why_the_others_stay():
    plan = plan_marks(
        [Marked("a", 1001, OPEN), Marked("b", 1002, CANCELLED), Marked("c", 1003, UNPAID)],
        Mark.PAID,
    )
    assert [each.number for each in plan.changing] == [1001, 1003]
    assert [(each.order.number, each.reason) for each in plan.staying] == [(1002, "is-cancelled")]
