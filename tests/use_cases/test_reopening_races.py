"""Buying at the moment at which a job closes for one code (A6, A8; invariants 8 and 9).

Played with the locks and, to see that it proves something, without them.
"""

from functools import partial

import pytest

from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_photo,
    a_product,
    a_visitor,
    price_list_of,
)
from tests.support.late import a_reopening
from tests.support.races import with_locks_all_is_well, without_locks_it_goes_wrong
from tests.support.records import all_rows, lines_of, removed_of
from tests.use_cases.test_races import (
    BEFORE,
    DATE,
    STOP,
    order,
)
from webapp.domain.baskets import Refusal
from webapp.models.base import new_id
from webapp.models.order import OrderLine
from webapp.use_cases.close_reopenings import close_due_reopenings
from webapp.use_cases.fill_basket import Added, NotOrderable, add_to_basket
from webapp.use_cases.place_order import BasketEmpty, BasketRefused

pytestmark = pytest.mark.soaked

WORKER = partial(close_due_reopenings, now=STOP)


class OpenForOne:
    """An archived job that is open again for one code until the stop, and a browser with it."""

    def __init__(self, studio):
        self.job = a_job(studio, "archived")
        self.job_id = self.job.id
        self.code = a_code(self.job, new_id())
        a_reopening(self.code, DATE)
        self.photo, self.product = a_photo(self.job), a_product(price_list_of(self.job))
        self.visitor = a_visitor(studio, codes=[self.code])

    def closed(self, answer):
        """How many the worker closed; it passes over a job that is held until the next tick."""
        return answer or close_due_reopenings(now=STOP)


class BasketAgainstClosing(OpenForOne):
    """A customer adds a product while the job closes for their code."""

    def __init__(self, studio):
        super().__init__(studio)
        wish = (studio.id, self.job_id, self.photo.id, self.product.id, 2)
        facts = {"visitor_id": self.visitor.id, "address": None}
        adding = partial(add_to_basket, *wish, now=BEFORE, machine_now=NOW, **facts)
        self.deeds = [adding, WORKER]

    def is_right(self, answers):
        added, closed = answers
        refused = isinstance(added, NotOrderable) and added.why is Refusal.NOT_ON_SALE
        gone = [2] if isinstance(added, Added) else []
        return (
            (refused or isinstance(added, Added))
            and self.closed(closed) == 1
            and [quantity for _name, quantity in removed_of(self.job_id)] == gone
            and lines_of(self.job_id) == []
        )


class CheckoutAgainstClosing(OpenForOne):
    """A customer orders while the job closes for their code: ordered or taken out, never both."""

    def __init__(self, studio):
        super().__init__(studio)
        a_basket_line(a_basket(self.visitor), self.photo, self.product)
        self.deeds = [partial(order, studio.id, self.visitor.id), WORKER]

    def is_right(self, answers):
        placed, closed = answers
        ordered = len(all_rows(OrderLine, job_id=self.job_id))
        came_of_it = (1, 0) if isinstance(placed, str) else (0, 1)
        return (
            self.closed(closed) == 1
            and isinstance(placed, str | BasketEmpty | BasketRefused)
            and (ordered, len(removed_of(self.job_id))) == came_of_it
        )


SCENES = [BasketAgainstClosing, CheckoutAgainstClosing]


@pytest.mark.parametrize("scene", SCENES)
def test_deeds_at_the_same_moment_leave_what_one_after_the_other_leaves(app, scene):
    with_locks_all_is_well(app, scene)


@pytest.mark.parametrize("scene", SCENES)
def test_without_the_locks_the_same_race_goes_wrong(app, scene):
    without_locks_it_goes_wrong(app, scene)
