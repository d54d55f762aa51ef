"""The studio enters an order for somebody who came too late, whatever the job's status (A9).

What customers may not do any more the studio may: an archived job stays archived, no basket is
touched, and the order is written as any other, with the name of who entered it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.baskets import fits, is_quantity
from webapp.domain.payment import Method, chosen, needs_address
from webapp.domain.pricing import Totals, totals_of
from webapp.domain.product_kinds import is_printed
from webapp.models.base import transaction
from webapp.models.customer import Customer
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.order_entry import (
    codes_to_order,
    order_of_form,
    photos_to_order,
    products_to_order,
)
from webapp.queries.price_lists import parts_of, priced
from webapp.queries.ways_to_pay import ways_of
from webapp.use_cases.holding import held_job, hold_studio
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import Change, record
from webapp.use_cases.register_customer import Address, known_customers, register
from webapp.use_cases.write_order import Buyer, Wanted, write_order
from webapp.use_cases.write_order_mail import write_order_mail

DEED = "order-entered"


@dataclass(frozen=True)
class EnteredLine:
    """A product of one picture, or of all pictures that a code opens; so many times."""

    product_id: str
    quantity: int
    photo_id: str | None = None
    code_id: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """An order as it was typed; `shown_total` (minor units) is what stood on the page."""

    buyer: Buyer
    lines: tuple[EnteredLine, ...]
    form_token: str
    shown_total: int
    sends_mail: bool


@dataclass(frozen=True)
class Plan:
    """What the entry would order and cost; shown before, applied after, by the same function."""

    lines: tuple[Wanted, ...]
    totals: Totals
    method: Method
    needs_address: bool


class NotOrderable(Exception):
    """A picture, a product or a way of paying that the job does not have (any more)."""


class TotalChanged(Exception):
    """It costs something else than was shown; nothing was stored."""


def plan_entry(studio: Studio, job: Job, lines: Sequence[EnteredLine], payment: str) -> Plan:
    """What these lines are and cost, paid in this way; reads only. Raises NotOrderable."""
    method = chosen(ways_of(studio, is_printed=True), payment)
    if method is None or not lines:
        raise NotOrderable
    wanted = _wanted(job, lines)
    parts = parts_of({line.product.id for line in wanted})
    totals = totals_of(
        [priced(line.product, line.quantity, parts.get(line.product.id, ())) for line in wanted],
        is_posted=method.is_posted,
    )
    printed = any(is_printed(line.product.kind, parts.get(line.product.id, ())) for line in wanted)
    return Plan(tuple(wanted), totals, method, needs_address(method, is_printed=printed))


def enter_order(studio_id: str, job_id: str, entry: Entry, *, by: Actor, now: datetime) -> str:
    """Write the order down, with a record in its own history and the job's (S8); the order's id.

    The same form sent twice is one order. Raises NotOrderable, TotalChanged; then nothing is
    stored.
    """
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        job = held_job(session, studio_id, job_id)
        if job is None:
            raise NotOrderable
        entered = order_of_form(studio_id, entry.form_token)
        if entered:
            return entered
        plan = plan_entry(studio, job, entry.lines, entry.buyer.payment)
        if plan.totals.total != entry.shown_total:
            raise TotalChanged
        customer = _customer(session, studio, job, entry.buyer, now=now)
        order = write_order(
            session, studio, customer, entry.buyer, plan.lines,
            is_posted=plan.method.is_posted, form_token=entry.form_token, by=by, now=now,
        )  # fmt: skip
        if entry.sends_mail:
            write_order_mail(session, studio, order, now=now)
        whom = Change("order", None, f"{order.number} · {order.name}")
        counts = {"products": plan.totals.products}
        record(session, job, by=by, now=now, deed=DEED, changes=[whom], counts=counts)
        mark_stale(session, job_id)
        return order.id


def _customer(
    session: Session, studio: Studio, job: Job, buyer: Buyer, *, now: datetime
) -> Customer:
    """The customer with this address, found or made, and registered for the job."""
    address = Address(buyer.email, buyer.name, buyer.language, consent="")
    (customer,) = known_customers(session, studio.id, address, now=now)
    register(session, job.id, customer, address, code_id=None, now=now)
    return customer


def _wanted(job: Job, lines: Sequence[EnteredLine]) -> list[Wanted]:
    photos = photos_to_order(job.id, [line.photo_id for line in lines if line.photo_id])
    codes = codes_to_order(job.id, [line.code_id for line in lines if line.code_id])
    products = {product.id: product for product in products_to_order(job)}
    wanted = []
    for line in lines:
        product = products.get(line.product_id)
        photo = photos.get(line.photo_id or "")
        code = None if photo else codes.get(line.code_id or "")
        if product is None or not is_quantity(line.quantity, product.kind):
            raise NotOrderable
        if (photo or code) is None or not fits(product.kind, is_set=photo is None):
            raise NotOrderable
        wanted.append(Wanted(job, product, line.quantity, photo, code, note=line.note))
    return wanted
