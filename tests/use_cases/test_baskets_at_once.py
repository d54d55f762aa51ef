"""Buying and archiving at the same moment: one comes first, and nothing is half done (A6, A8)."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete, func, select, update

from tests.support.builders import (
    NOW,
    TODAY,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_photo,
    a_product,
    a_visitor,
    price_list_of,
)
from webapp.models.base import db, transaction
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.job import Job
from webapp.models.order import Order
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.change_basket import change_quantity
from webapp.use_cases.fill_basket import NotOrderable, add_to_basket
from webapp.use_cases.place_order import (
    BasketChanged,
    BasketEmpty,
    BasketRefused,
    place_order,
)
from webapp.use_cases.write_order import Buyer

ROUNDS = 8
BUYER = Buyer("Anna", "anna@posteo.example", "Weg 1", "04109", "Leipzig", "DE", "en")
REFUSED = (BasketChanged, BasketEmpty, BasketRefused, NotOrderable)
AFTER_THE_STOP = NOW + timedelta(days=1)


@pytest.fixture
def at_once(app):
    """Run these deeds at the same moment, each on a session of its own; gives their outcomes."""

    def run(*deeds):
        barrier = Barrier(len(deeds))

        def begin(deed):
            with app.app_context():
                barrier.wait()
                try:
                    return deed()
                except REFUSED as refused:
                    return refused

        db.session.rollback()
        with ThreadPoolExecutor(len(deeds)) as pool:
            outcomes = list(pool.map(begin, deeds))
        db.session.rollback()
        db.session.expire_all()
        return outcomes

    return run


class Stage:
    """A job on sale until the end of today, with a visitor, a picture and a product.

    The deeds get ids: a row belongs to the session that loaded it.
    """

    def __init__(self):
        self.job = a_job(status="selling", archive_on=TODAY)
        self.code = a_code(self.job)
        self.photo = a_photo(self.job)
        self.product = a_product(price_list_of(self.job))
        self.ids = (self.job.studio_id, self.job.id, self.photo.id, self.product.id)
        self.visitor, self.visitor_id = self.a_visitor()

    def a_visitor(self):
        """One more browser that has opened the code."""
        visitor = a_visitor(self.job.studio, codes=[self.code])
        return visitor, visitor.id

    def a_line(self, basket):
        """The product lies in this basket."""
        return a_basket_line(basket, self.photo, self.product)

    def ordering(self, visitor_id, token=None, shown_total=890):
        """Place what lies in the visitor's basket."""
        studio_id, token = self.ids[0], token or secrets.token_urlsafe(24)
        return lambda: place_order(
            studio_id,
            BUYER,
            visitor_id=visitor_id,
            form_token=token,
            shown_total=shown_total,
            now=NOW,
        )

    def adding(self):
        """Put the product into the basket."""
        facts = {"visitor_id": self.visitor_id, "address": None, "now": NOW, "machine_now": NOW}
        return lambda: add_to_basket(*self.ids, 1, **facts)

    def archiving(self):
        """What the worker does after the stop."""
        return lambda: archive_due_jobs(now=AFTER_THE_STOP)

    def sell_again(self):
        """For the next round."""
        with transaction() as session:
            session.execute(update(Job).values(status="selling", archived_at=None))


@pytest.fixture
def stage(app):
    return Stage()


def count(table, *where):
    return db.session.scalar(select(func.count()).select_from(table).where(*where))


def test_order_and_archiving_at_once_leave_an_order_or_a_notice(stage, at_once):
    for _ in range(ROUNDS):
        basket = a_basket(stage.visitor)
        stage.a_line(basket)
        outcome, _archived = at_once(
            stage.ordering(stage.visitor_id, shown_total=None), stage.archiving()
        )
        ordered = count(Order, Order.basket_id == basket.id)
        removed = count(RemovedLine, RemovedLine.basket_id == basket.id)
        assert (ordered, removed) == ((0, 1) if isinstance(outcome, REFUSED) else (1, 0))
        assert count(BasketLine) == 0
        stage.sell_again()
        with transaction() as session:
            session.execute(update(Basket).values(state="ordered"))


def test_adding_and_archiving_at_once_leave_nothing_of_the_job_in_a_basket(stage, at_once):
    for _ in range(ROUNDS):
        at_once(stage.adding(), stage.archiving())
        archive_due_jobs(now=AFTER_THE_STOP)  # a job that was just being held waits for a tick
        assert count(BasketLine) == 0
        stage.sell_again()


def test_changing_and_archiving_at_once_leave_nothing_of_the_job_in_a_basket(stage, at_once):
    basket = a_basket(stage.visitor)
    for _ in range(ROUNDS):
        facts = (stage.ids[0], stage.a_line(basket).id, 5)
        at_once(
            lambda facts=facts: change_quantity(
                *facts, visitor_id=stage.visitor_id, now=NOW, machine_now=NOW
            ),
            stage.archiving(),
        )
        archive_due_jobs(now=AFTER_THE_STOP)
        assert count(BasketLine) == 0
        assert [line.quantity in (1, 5) for line in db.session.scalars(select(RemovedLine))] == [
            True
        ]
        stage.sell_again()


def test_the_same_form_sent_at_once_is_one_order(stage, at_once):
    for number in range(ROUNDS):
        stage.a_line(a_basket(stage.visitor))
        send = stage.ordering(stage.visitor_id, token=secrets.token_urlsafe(24))
        assert len(set(at_once(send, send, send))) == 1
        assert count(Order) == number + 1


def test_two_orders_of_a_studio_at_once_have_different_numbers_and_one_customer(stage, at_once):
    for number in range(ROUNDS):
        visitors = [stage.a_visitor() for _ in range(2)]
        for visitor, _id in visitors:
            stage.a_line(a_basket(visitor))
        at_once(*(stage.ordering(visitor_id) for _visitor, visitor_id in visitors))
        orders = db.session.scalars(select(Order)).all()
        assert len({order.number for order in orders}) == len(orders) == 2 * (number + 1)
        assert len({order.customer_id for order in orders}) == 1


def test_two_windows_of_one_browser_fill_one_basket(stage, at_once):
    for _ in range(ROUNDS):
        with transaction() as session:
            session.execute(delete(BasketLine))
            session.execute(delete(Basket))
        at_once(stage.adding(), stage.adding(), stage.adding())
        assert [line.quantity for line in db.session.scalars(select(BasketLine))] == [3]
