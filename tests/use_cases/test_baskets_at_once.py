"""Baskets at the same moment: one comes first, and nothing is half done (A6, A8).

Ordering and adding against archiving are in `test_races.py`, the same order twice in
`test_double_races.py`.
"""

from functools import partial

import pytest

from tests.support.builders import (
    NOW,
    TODAY,
    a_basket,
    a_basket_line,
    a_filled_basket,
    a_job,
    a_photo,
    a_product,
    a_visitor,
    price_list_of,
)
from tests.support.races import with_locks_all_is_well, without_locks_it_goes_wrong
from tests.support.records import all_rows, lines_of, removed_of
from webapp.models.basket import Basket
from webapp.models.order import Order
from webapp.use_cases.archive_jobs import archive_due_jobs
from webapp.use_cases.change_basket import change_quantity
from webapp.use_cases.fill_basket import add_to_basket
from webapp.use_cases.place_order import NothingOrdered, place_order
from webapp.use_cases.write_order import Buyer

pytestmark = pytest.mark.soaked

BUYER = Buyer("Anna", "anna@posteo.example", "Weg 1", "04109", "Leipzig", "DE", "en")
AFTER_THE_STOP = NOW.replace(day=24)


class ChangeAgainstArchiving:
    """A customer changes a quantity while the job leaves the shop."""

    stopped_by = "the line that is gone"

    def __init__(self, studio):
        job = a_job(studio, "selling", archive_on=TODAY, access_type="public")
        visitor = a_visitor(studio)
        line = a_basket_line(a_basket(visitor), a_photo(job), a_product(price_list_of(job)))
        self.job_id = job.id
        changing = partial(
            change_quantity, studio.id, line.id, 5, visitor_id=visitor.id, now=NOW, machine_now=NOW
        )
        self.deeds = [changing, partial(archive_due_jobs, now=AFTER_THE_STOP)]

    def is_right(self, answers):
        archive_due_jobs(now=AFTER_THE_STOP)  # a job that was just being held waits for a tick
        ((_name, quantity),) = removed_of(self.job_id)
        return (
            lines_of(self.job_id) == []
            and quantity in (1, 5)
            and not isinstance(answers[1], Exception)
        )


class TwoOrdersOfOneStudio:
    """Two customers of one address order in one studio."""

    stopped_by = "the key of a customer's address"

    def __init__(self, studio):
        job = a_job(studio, "selling", access_type="public")
        self.studio_id = studio.id
        self.deeds = [
            partial(
                place_order, studio.id, BUYER, visitor_id=visitor_id, form_token=visitor_id,
                shown_total=None, now=NOW,
            )
            for visitor_id in self.buyers(studio, job)
        ]  # fmt: skip

    def buyers(self, studio, job):
        for _each in range(2):
            yield a_filled_basket(job, visitor=a_visitor(studio)).basket.visitor_id

    def is_right(self, answers):
        orders = all_rows(Order, studio_id=self.studio_id)
        return (
            not any(isinstance(each, NothingOrdered) for each in answers)
            and sorted(order.token for order in orders) == sorted(answers)
            and len({order.number for order in orders}) == 2
            and len({order.customer_id for order in orders}) == 1
        )


class ThreeWindows:
    """Three windows of one browser put one more of a product into the basket."""

    already = 1

    def __init__(self, studio):
        job = a_job(studio, "selling", access_type="public")
        photo, product, visitor = a_photo(job), a_product(price_list_of(job)), a_visitor(studio)
        if self.already:
            a_basket_line(a_basket(visitor), photo, product, quantity=self.already)
        self.job_id, self.visitor_id = job.id, visitor.id
        wish = (studio.id, job.id, photo.id, product.id, 1)
        adding = partial(
            add_to_basket, *wish, visitor_id=self.visitor_id, address=None, now=NOW,
            machine_now=NOW,
        )  # fmt: skip
        self.deeds = [adding] * 3

    def is_right(self, answers):
        baskets = all_rows(Basket, visitor_id=self.visitor_id)
        return len(baskets) == 1 and [number for _name, number in lines_of(self.job_id)] == [
            self.already + 3
        ]


class ThreeWindowsWithoutABasket(ThreeWindows):
    """Three windows of one browser put the first product into the basket."""

    needs_no_lock = "a visitor has one basket by its key: the others wait for who begins it"
    already = 0


FAILS_WITHOUT_LOCKS = [ChangeAgainstArchiving, TwoOrdersOfOneStudio, ThreeWindows]
SCENES = [*FAILS_WITHOUT_LOCKS, ThreeWindowsWithoutABasket]


@pytest.mark.parametrize("scene", SCENES)
def test_baskets_at_the_same_moment_hold_what_one_after_the_other_leaves(app, scene):
    with_locks_all_is_well(app, scene)


@pytest.mark.parametrize("scene", FAILS_WITHOUT_LOCKS)
def test_without_the_locks_the_same_race_goes_wrong(app, scene):
    without_locks_it_goes_wrong(app, scene)
