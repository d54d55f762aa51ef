"""A customer orders what lies in a basket, prints and a file, and asks for messages."""

from tests.faults.deeds.plain import Plain, a_kept_photo, a_quiet_studio, mails
from tests.support.builders import (
    NOW,
    a_basket,
    a_basket_line,
    a_code,
    a_job,
    a_product,
    a_visitor,
    price_list_of,
)
from tests.support.records import all_rows, history_of
from webapp.models.base import db
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Customer, Registration
from webapp.models.order import Order, OrderedPhoto, OrderEvent, OrderLine
from webapp.models.outgoing import Outgoing
from webapp.use_cases.place_order import place_order
from webapp.use_cases.write_order import Buyer

_ANNA = Buyer("Anna Berger", "anna@example.org", "Elm Street 1", "10115", "Berlin", "DE", "en",
              consent="Write to me.")  # fmt: skip
_FORM = "one-form-that-was-shown-once"


class Checkout(Plain):
    """One press of 'Order'; whoever sees no thanks presses again."""

    name = "checkout"

    def arrange(self, store):
        """A basket with three lines of two jobs."""
        studio = a_quiet_studio()
        jobs = [a_job(studio, "selling") for _each in range(2)]
        codes = [a_code(job, f"K7MW9Q3X4T2{end}") for job, end in zip(jobs, "PR", strict=True)]
        visitor = a_visitor(studio, codes=codes)
        basket = a_basket(visitor)
        for job, kind in ((jobs[0], "print"), (jobs[0], "digital"), (jobs[1], "print")):
            product = a_product(price_list_of(job), f"A {kind} of {job.internal_name}", kind=kind)
            a_basket_line(basket, a_kept_photo(job, store), product)
        return {"studio": studio.id, "visitor": visitor.id}

    @staticmethod
    def do(config, facts):
        place_order(
            facts["studio"], _ANNA, visitor_id=facts["visitor"], form_token=_FORM,
            shown_total=None, now=NOW,
        )  # fmt: skip

    def torn(self, facts):
        seen = _seen()
        return [] if seen in (_NOTHING, _ORDERED) else [f"neither ordered nor not: {seen}"]

    def go_on(self, facts, config):
        """The same form once more."""
        self.do(config, facts)

    def missing(self, facts, config):
        found = [] if _seen() == _ORDERED else [f"not one order: {_seen()}"]
        sent = [b"anna@example.org" in mail for mail in mails(config)]
        return found if sent == [True, True] else [*found, f"mails: {sent}"]


def _seen():
    db.session.rollback()
    orders = all_rows(Order)
    return {
        "orders": [(order.number, order.state, len(order.lines)) for order in orders],
        "lines": (len(all_rows(OrderLine)), db.session.query(OrderedPhoto).count()),
        "events": [event.deed for event in all_rows(OrderEvent)],
        "basket": ([basket.state for basket in all_rows(Basket)], len(all_rows(BasketLine))),
        "customer": (len(all_rows(Customer)), len(all_rows(Registration))),
        "mails": sorted(row.kind for row in all_rows(Outgoing)),
        "records": len(history_of(None)),
    }


_NOTHING = {
    "orders": [],
    "lines": (0, 0),
    "events": [],
    "basket": (["pending"], 3),
    "customer": (0, 0),
    "mails": [],
    "records": 0,
}
_ORDERED = {
    "orders": [(1001, "open", 3)],
    "lines": (3, 3),
    "events": ["placed"],
    "basket": (["ordered"], 0),
    "customer": (1, 2),
    "mails": ["confirmation", "order"],
    "records": 0,
}
