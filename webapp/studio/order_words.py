"""An order in the list of a job: its number, its day, its amount and its state in words."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from webapp.domain.archiving import local_day
from webapp.models.job import Job
from webapp.queries.job_figures import OrderRow
from webapp.web.words import day_in_row, money, number


@dataclass(frozen=True)
class OrderView:
    """One row; `amount` of the lines of this job alone."""

    number: int
    url: str
    day: str
    name: str
    products: str
    amount: str
    state: str


def order_view(order: OrderRow, job: Job, *, now: datetime) -> OrderView:
    """An order as the studio reads it."""
    zone = job.studio.time_zone
    return OrderView(
        number=order.number,
        url=url_for("studio.order", order_id=order.id),
        day=day_in_row(local_day(order.placed_at, zone), today=local_day(now, zone)),
        name=order.name,
        products=number(order.products),
        amount=money(order.amount, job.studio.currency),
        state=_state(order.state),
    )


def _state(state: str) -> str:
    words = {
        "open": _("to be paid"),
        "paid": _("paid"),
        "delivered": _("delivered"),
        "cancelled": _("cancelled"),
    }
    return str(words.get(state, state))
