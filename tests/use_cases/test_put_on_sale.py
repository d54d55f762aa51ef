"""A job goes on sale, pauses, and is available again (S1, R1–R5, C5)."""

from datetime import date, timedelta

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_basket,
    a_basket_line,
    a_customer,
    a_filled_basket,
    a_job,
    a_message,
    a_photo,
    a_price_list,
    a_product,
    a_profile,
    a_registration,
    a_removed_line,
    a_studio,
    a_visitor,
    price_list_of,
)
from tests.support.records import all_rows, history_of, lines_of, messages_of, removed_of
from tests.support.saving import page_of, press, press_twice
from webapp.domain.archiving import Delay
from webapp.domain.consequences import AvailabilityMessages, MessagesCancelled, ProductsReturn
from webapp.domain.settings import SellUntil, decide
from webapp.domain.status import Status
from webapp.models.base import transaction
from webapp.models.basket import Basket, BasketLine
from webapp.models.price_list import Product

PLANNING, SELLING, ARCHIVED = Status
DAY = timedelta(days=1)
LATER = NOW + DAY
YESTERDAY = TODAY - DAY


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def profile(studio):
    return a_profile(studio, "School standard", triggers=[("available", 0)])


@pytest.fixture
def job(studio, profile):
    return a_job(studio, "selling", communication_profile_id=profile.id)


def move(job, *statuses, now=NOW, **chosen):
    for status in statuses:
        outcome = press_twice(job.id, now=now, status=status, **chosen)
        assert outcome.stored
    return outcome.plan


def told(job):
    return sorted((row.customer_id, row.state) for row in messages_of(job.id, trigger="available"))


def test_going_on_sale_remembers_since_when_and_no_longer_when_it_was_archived(job, stored):
    move(job, ARCHIVED)
    move(job, SELLING, now=LATER)
    again = stored(job)
    assert (again.status, again.selling_since, again.archived_at) == ("selling", LATER, None)


# The stop must not have passed (R2)


@pytest.mark.parametrize("status", ["planning", "archived"])
def test_a_passed_stop_is_never_stored_on_sale_without_a_way_out(studio, stored, status):
    job = a_job(studio, status, archive_on=YESTERDAY)
    first = press(job.id, now=NOW, status=SELLING)
    second = press(job.id, now=NOW, status=SELLING, confirmed=first.plan.fingerprint)
    assert first.plan.needs_decision
    assert not second.stored
    assert (stored(job).status, history_of(job.id)) == (status, [])


@pytest.mark.parametrize(
    ("way", "new_date", "expected"),
    [
        (SellUntil.NEW_DATE, date(2026, 12, 20), (True, date(2026, 12, 20), "0")),
        (SellUntil.NO_AUTOMATIC, None, (True, YESTERDAY, "none")),
        (SellUntil.NO_ARCHIVING, None, (False, YESTERDAY, "0")),
    ],
)
def test_each_way_out_puts_the_job_on_sale_in_the_press_of_the_window(
    studio, stored, way, new_date, expected
):
    job = a_job(studio, "archived", archive_on=YESTERDAY)
    first = press(job.id, now=NOW, status=SELLING)
    staged, _version = page_of(job.id, status=SELLING)
    chosen = vars(decide(staged, way, new_date))
    assert press(job.id, now=NOW, confirmed=first.plan.fingerprint, **chosen).stored
    again = stored(job)
    assert again.status == "selling"
    assert (again.archiving, again.archiving_date, again.archiving_delay) == expected
    assert again.stop_at is None or again.stop_at > NOW


# After 14 days the profile goes (R3)


@pytest.mark.parametrize(("days", "kept"), [(14, True), (15, False)])
def test_14_days_keep_the_profile_and_15_drop_it(studio, profile, stored, days, kept):
    job = a_job(
        studio,
        "archived",
        archived_at=NOW - days * DAY,
        communication_profile_id=profile.id,
    )
    a_registration(job)
    move(job, SELLING)
    assert stored(job).communication_profile_id == (profile.id if kept else None)
    assert len(messages_of(job.id)) == (1 if kept else 0)
    lost = {"field": "communication_profile_id", "before": "School standard", "after": None}
    assert (lost in history_of(job.id)[0].changes) is not kept


# Nobody is told twice (R4)


def test_each_customer_is_told_once_over_any_number_of_reactivations(job):
    first = a_registration(job).customer_id
    move(job, ARCHIVED)
    move(job, SELLING)
    with transaction() as session:
        session.merge(messages_of(job.id)[0]).state = "sent"
    move(job, ARCHIVED)
    later = a_registration(job).customer_id
    plan = move(job, SELLING, now=LATER)
    assert AvailabilityMessages(already=1, owed=1, since=1) in plan.consequences
    assert told(job) == sorted([(first, "sent"), (later, "planned")])
    assert history_of(job.id)[-1].counts == {"messages_queued": 1}
    move(job, PLANNING, SELLING, ARCHIVED, SELLING, now=LATER)
    assert told(job) == sorted([(first, "sent"), (later, "planned")])


@pytest.mark.parametrize("state", ["sent", "unknown"])
def test_whoever_was_written_to_under_another_profile_is_not_written_to_again(studio, job, state):
    customer = a_registration(job).customer
    a_message(job, customer, "available", state)
    move(job, ARCHIVED)
    other = a_profile(studio, "Clubs", triggers=[("available", 2)])
    move(job, SELLING, now=LATER, communication_profile_id=other.id)
    assert told(job) == [(customer.id, state)]


def test_a_message_that_failed_was_not_received_and_is_planned_again(job):
    customer = a_registration(job).customer
    a_message(job, customer, "available", "failed")
    move(job, ARCHIVED)
    plan = move(job, SELLING)
    assert AvailabilityMessages(0, 1, 1) in plan.consequences
    assert told(job) == [(customer.id, "planned")]


def test_that_a_job_is_archived_is_not_told_after_it_is_on_sale_again(studio):
    profile = a_profile(studio, "Told", triggers=[("archived", 0)])
    job = a_job(studio, "selling", communication_profile_id=profile.id)
    a_registration(job)
    move(job, ARCHIVED)
    plan = move(job, SELLING)
    assert MessagesCancelled(1) in plan.consequences
    assert [row.state for row in messages_of(job.id, trigger="archived")] == ["cancelled"]


def test_a_message_cancelled_before_it_was_sent_is_planned_again_as_the_same_row(job):
    customer_id = a_registration(job).customer_id
    move(job, PLANNING, SELLING)
    (planned,) = messages_of(job.id)
    move(job, PLANNING)
    assert told(job) == [(customer_id, "cancelled")]
    move(job, SELLING, now=LATER)
    (again,) = messages_of(job.id)
    assert (again.id, again.state, again.reason, again.due_at) == (planned.id, "planned", "", LATER)


def test_a_cancelled_message_on_another_channel_stays_cancelled(job):
    customer = a_registration(job).customer
    old = a_message(job, customer, "available", "cancelled")
    with transaction() as session:
        session.merge(old).channel = "sms"
    move(job, PLANNING, SELLING)
    states = sorted((row.channel, row.state) for row in messages_of(job.id))
    assert states == [("email", "planned"), ("sms", "cancelled")]


def test_whoever_was_told_gets_no_cancelled_message_after_all(job):
    customer = a_registration(job).customer
    a_message(job, customer, "available", "sent")
    a_message(job, customer, "available", "cancelled", offset_days=1)
    plan = move(job, PLANNING, SELLING)
    assert not plan.needs_confirmation
    assert sorted(row.state for row in messages_of(job.id)) == ["cancelled", "sent"]


def test_nobody_is_told_under_no_marketing(job):
    a_registration(job)
    move(job, ARCHIVED)
    plan = move(job, SELLING, communication_profile_id=None)
    assert AvailabilityMessages(already=0, owed=0, since=1) in plan.consequences
    assert messages_of(job.id) == []


def test_the_unsubscribed_are_not_told(studio, job):
    a_registration(job, a_customer(studio, unsubscribed_at=NOW))
    move(job, PLANNING, SELLING)
    assert messages_of(job.id) == []


def test_archiving_twice_while_the_clock_stands_still_tells_once(studio, stored):
    profile = a_profile(studio, "All", triggers=[("available", 0), ("archived", 0)])
    job = a_job(studio, "selling", communication_profile_id=profile.id)
    a_registration(job)
    move(job, ARCHIVED, SELLING, ARCHIVED)
    assert stored(job).status == "archived"
    (archived,) = messages_of(job.id, trigger="archived")
    assert archived.state == "planned"


# Products come back (R5)


def test_products_come_back_into_pending_baskets_and_nowhere_else(studio, job):
    pending, ordered = (a_filled_basket(job, quantity).basket_id for quantity in (2, 5))
    move(job, ARCHIVED)
    with transaction() as session:
        session.get(Basket, ordered).state = "ordered"
    plan = move(job, SELLING)
    assert ProductsReturn(2, 1) in plan.consequences
    (line,) = all_rows(BasketLine)
    assert (line.basket_id, line.quantity) == (pending, 2)
    assert removed_of(job.id) == [("Print 13 × 18 cm", 5)]
    assert history_of(job.id)[-1].counts == {"lines_returned": 2, "baskets_refilled": 1}


def test_products_that_are_no_longer_sold_stay_away(studio, job):
    kept, unsold, foreign = (
        a_removed_line(a_basket(a_visitor(studio)), a_photo(job), product)
        for product in (
            a_product(price_list_of(job), "Mug"),
            a_product(price_list_of(job), "Calendar", is_sold=False),
            a_product(a_price_list(studio), "Poster"),
        )
    )
    move(job, ARCHIVED)
    move(job, SELLING)
    assert lines_of(job.id) == [("Mug", 1)]
    assert removed_of(job.id) == [("Calendar", 1), ("Poster", 1)]


def sell(product, is_sold):
    with transaction() as session:
        session.get(Product, product.id).is_sold = is_sold


def test_a_product_put_in_again_by_hand_comes_back_once(studio, job):
    basket, product = a_basket(a_visitor(job.studio)), a_product(price_list_of(job), "Mug")
    photo = a_photo(job)
    a_basket_line(basket, photo, product, quantity=1)
    move(job, ARCHIVED)
    sell(product, False)
    move(job, SELLING)
    sell(product, True)
    a_basket_line(basket, photo, product, quantity=3)
    move(job, ARCHIVED, SELLING)
    assert lines_of(job.id) == [("Mug", 3)]
    assert removed_of(job.id) == []


def test_pausing_takes_the_products_out_and_selling_brings_them_back(job, stored):
    a_filled_basket(job, quantity=4)
    move(job, PLANNING)
    assert (lines_of(job.id), removed_of(job.id)) == ([], [("Print 13 × 18 cm", 4)])
    assert stored(job).archived_at is None
    move(job, SELLING)
    assert (lines_of(job.id), removed_of(job.id)) == ([("Print 13 × 18 cm", 4)], [])


def test_an_archived_job_may_get_a_date_without_going_on_sale(studio, stored):
    job = a_job(studio, "archived")
    chosen = {"archiving": True, "archiving_date": YESTERDAY, "archiving_delay": Delay.ONE_DAY}
    assert press(job.id, now=NOW, **chosen).stored
    assert (stored(job).status, stored(job).archived_at) == ("archived", NOW)
