"""Jobs leave the shop by themselves: on time, once, and whole (A5, A8)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support.builders import (
    NOW,
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
    a_studio,
    a_visitor,
    an_album,
    an_outgoing,
    price_list_of,
)
from tests.support.records import all_rows, history_of, lines_of, messages_of, removed_of
from webapp.domain.actors import WORKER
from webapp.models.base import transaction
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.use_cases.archive_jobs import archive_due_jobs

DATE = date(2026, 12, 14)
STOP = datetime(2026, 12, 14, 23, tzinfo=UTC)  # the end of the day in Berlin
SECOND = timedelta(seconds=1)
FROM_SELLING = [{"field": "status", "before": "selling", "after": "archived"}]


@pytest.fixture
def studio(app):
    return a_studio()


@pytest.fixture
def job(studio):
    profile = a_profile(
        studio, triggers=[("available", 0), ("before-archiving", 3), ("archived", 0)]
    )
    return a_job(studio, "selling", archive_on=DATE, communication_profile_id=profile.id)


def test_a_due_job_is_archived_at_its_stop(job, stored):
    assert archive_due_jobs(now=STOP) == 1
    archived = stored(job)
    assert (archived.status, archived.archived_at) == ("archived", STOP)
    assert archived.version == 2


def test_a_second_before_the_stop_nothing_happens(job, stored):
    assert archive_due_jobs(now=STOP - SECOND) == 0
    assert (stored(job).status, stored(job).version) == ("selling", 1)
    assert history_of(job.id) == []


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "planning", "archive_on": DATE},
        {"status": "archived", "archive_on": DATE, "archived_at": NOW},
        {"status": "selling", "archive_on": DATE, "delay": "none"},
        {"status": "selling", "archive_on": DATE, "delay": "1"},
        {"status": "selling"},
    ],
    ids=["planning", "archived", "not automatically", "in the delay", "unticked"],
)
def test_other_jobs_are_left_alone(studio, stored, facts):
    other = a_job(studio, **facts)
    assert archive_due_jobs(now=STOP) == 0
    assert (stored(other).status, stored(other).version) == (facts["status"], 1)
    assert history_of(other.id) == []


def test_after_weeks_of_outage_it_is_done_once_at_the_next_start(job, stored):
    weeks_later = STOP + timedelta(weeks=5)
    assert archive_due_jobs(now=weeks_later) == 1
    assert stored(job).archived_at == weeks_later
    assert archive_due_jobs(now=weeks_later + timedelta(minutes=1)) == 0
    assert len(history_of(job.id)) == 1


def test_twice_is_the_same_as_once(job, stored):
    a_registration(job)
    a_filled_basket(job)
    archive_due_jobs(now=STOP)
    assert archive_due_jobs(now=STOP) == archive_due_jobs(now=STOP + SECOND) == 0
    assert stored(job).archived_at == STOP
    assert (len(history_of(job.id)), len(messages_of(job.id)), len(removed_of(job.id))) == (1, 1, 1)


def test_a_clock_that_goes_back_changes_nothing(job, stored):
    archive_due_jobs(now=STOP)
    assert archive_due_jobs(now=STOP - timedelta(days=30)) == 0
    assert (stored(job).status, stored(job).archived_at) == ("archived", STOP)


def test_products_of_the_job_leave_the_baskets_and_others_stay(studio, job, stored):
    prices = a_price_list(studio)
    mug, print_ = a_product(prices, "Mug"), a_product(prices, "Print 13 × 18 cm")
    other = a_job(studio, "selling", price_list_id=prices.id)
    basket = a_basket(a_visitor(studio))
    leaving, staying = a_photo(job), a_photo(other)
    a_basket_line(basket, leaving, mug, quantity=2)
    a_basket_line(basket, leaving, print_)
    a_basket_line(basket, staying, mug, quantity=3)
    archive_due_jobs(now=STOP)
    assert lines_of(job.id) == []
    assert lines_of(other.id) == [("Mug", 3)]
    assert removed_of(job.id) == [("Mug", 2), ("Print 13 × 18 cm", 1)]
    assert stored(basket).state == "pending"


def test_the_notice_in_the_basket_names_what_left_when_and_why(job):
    album = an_album(job)
    a_photo(job, album)
    second = a_photo(job, album)
    basket = a_basket(a_visitor(job.studio))
    product = a_product(price_list_of(job), "Mug")
    a_basket_line(basket, second, product, quantity=4)
    archive_due_jobs(now=STOP)
    (notice,) = all_rows(RemovedLine)
    assert (notice.basket_id, notice.job_id) == (basket.id, job.id)
    assert (notice.photo_id, notice.photo_number) == (second.id, 2)
    assert (notice.product_id, notice.product_name) == (product.id, "Mug")
    assert (notice.quantity, notice.removed_at, notice.dismissed_at) == (4, STOP, None)


def test_what_was_put_in_again_by_hand_is_named_once_when_it_leaves_again(job):
    line = a_filled_basket(job, quantity=5)
    earlier = RemovedLine(
        basket_id=line.basket_id,
        job_id=job.id,
        photo_id=line.photo_id,
        product_id=line.product_id,
        photo_number=1,
        product_name="Print 13 × 18 cm",
        quantity=2,
        removed_at=NOW,
    )
    with transaction() as session:
        session.add(earlier)
    archive_due_jobs(now=STOP)
    assert removed_of(job.id) == [("Print 13 × 18 cm", 5)]


def test_ordered_baskets_are_untouched(job):
    basket = a_basket(a_visitor(job.studio), state="ordered")
    archive_due_jobs(now=STOP)
    assert [row.state for row in all_rows(Basket)] == ["ordered"]
    assert all_rows(RemovedLine, basket_id=basket.id) == []


def test_planned_messages_are_cancelled_and_sent_ones_stay(studio, job):
    anna, ben = a_customer(studio), a_customer(studio)
    sent = a_message(job, anna, "available", "sent")
    planned = a_message(
        job, anna, "before-archiving", "planned", offset_days=3, occasion="2026-12-14"
    )
    failed = a_message(job, ben, "available", "failed")
    elsewhere = a_message(a_job(studio, "selling"), anna, "available", "planned")
    archive_due_jobs(now=STOP)
    states = {row.id: (row.state, row.reason) for row in messages_of(job.id)}
    assert states == {
        sent.id: ("sent", ""),
        planned.id: ("cancelled", "archived"),
        failed.id: ("failed", ""),
    }
    assert messages_of(elsewhere.job_id)[0].state == "planned"


def test_the_archived_message_is_queued_once_to_those_who_can_be_reached(studio, job):
    reached = a_customer(studio)
    a_registration(job, reached)
    a_registration(job, a_customer(studio, unsubscribed_at=NOW))
    without_address = a_customer(studio, phone="+49 30 1234")
    with transaction() as session:
        session.merge(without_address).email = None
    a_registration(job, without_address)
    a_registration(a_job(studio, "selling"), a_customer(studio))
    archive_due_jobs(now=STOP)
    (message,) = all_rows(Message)
    assert (message.customer_id, message.trigger, message.state) == (
        reached.id,
        "archived",
        "planned",
    )
    assert (message.channel, message.due_at) == ("email", STOP)
    assert message.occasion == STOP.isoformat()


def test_what_waits_in_the_outbox_is_cancelled_and_counted_too(studio, job, stored):
    registration = a_registration(job)
    message = a_message(job, registration.customer, "before-archiving", "sending")
    copy = an_outgoing(studio, message=message, job_id=job.id)
    archive_due_jobs(now=STOP)
    assert (stored(message).state, stored(copy).state) == ("cancelled", "cancelled")
    assert history_of(job.id)[-1].counts["messages_cancelled"] == 1


def test_a_job_without_a_profile_tells_nobody(studio):
    silent = a_job(studio, "selling", archive_on=DATE)
    a_registration(silent)
    archive_due_jobs(now=STOP)
    assert messages_of(silent.id) == []


def test_a_profile_that_names_one_message_twice_sends_it_once(studio, stored):
    profile = a_profile(studio, triggers=[("archived", 0), ("archived", 0)])
    doubled = a_job(studio, "selling", archive_on=DATE, communication_profile_id=profile.id)
    a_registration(doubled)
    archive_due_jobs(now=STOP)
    assert stored(doubled).status == "archived"
    assert len(messages_of(doubled.id)) == 1


def test_the_history_says_who_what_when_and_how_much(studio, job):
    prices = price_list_of(job)
    baskets = [a_basket(a_visitor(studio)) for _each in range(2)]
    photo, other_photo = a_photo(job), a_photo(job)
    product = a_product(prices)
    a_basket_line(baskets[0], photo, product)
    a_basket_line(baskets[0], other_photo, product)
    a_basket_line(baskets[1], photo, product)
    customer = a_customer(studio)
    a_registration(job, customer)
    a_message(job, customer, "before-archiving", "planned", offset_days=3, occasion="2026-12-14")
    archive_due_jobs(now=STOP)
    (entry,) = history_of(job.id)
    assert (entry.studio_id, entry.at, entry.deed) == (studio.id, STOP, "archived")
    assert (entry.actor_kind, entry.actor_name) == (WORKER.kind.value, "")
    assert entry.changes == FROM_SELLING
    assert entry.counts == {
        "lines_removed": 3,
        "baskets_changed": 2,
        "messages_cancelled": 1,
        "messages_queued": 1,
    }


def test_jobs_of_several_studios_are_archived_each_with_its_own_lines(studio, job):
    foreign = a_job(a_studio(), "selling", archive_on=DATE)
    a_filled_basket(job, quantity=2)
    a_filled_basket(foreign, quantity=7)
    assert archive_due_jobs(now=STOP) == 2
    for each, quantity in ((job, 2), (foreign, 7)):
        (entry,) = history_of(each.id)
        assert (entry.studio_id, entry.counts) == (
            each.studio_id,
            {"lines_removed": quantity, "baskets_changed": 1},
        )
        assert removed_of(each.id) == [("Print 13 × 18 cm", quantity)]
    assert all_rows(BasketLine) == []
    assert {row.status for row in all_rows(Job)} == {"archived"}
