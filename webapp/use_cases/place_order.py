"""A basket becomes an order: whole, or refused whole with what can't be ordered any more."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor, ActorKind
from webapp.domain.payment import Method, chosen, needs_address
from webapp.domain.pricing import Totals
from webapp.models.base import transaction
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Customer, Visitor
from webapp.models.job import AccessCode
from webapp.models.order import Order
from webapp.models.studio import Studio
from webapp.queries.baskets import Filled, Line, pending
from webapp.queries.visitors import opened_keys
from webapp.use_cases import throttle, visiting
from webapp.use_cases.ask_to_confirm import ask_to_confirm
from webapp.use_cases.holding import hold_jobs, hold_studio, pending_basket
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.register_customer import Address, code_of, known_customers, register
from webapp.use_cases.write_order import Buyer, Wanted, write_order
from webapp.use_cases.write_order_mail import write_order_mail

OFTEN = 60
OFTEN_TO_ONE = 10


class NothingOrdered(Exception):
    """The basket was not ordered, and stays as it is."""


class BasketEmpty(NothingOrdered):
    """There is nothing to order."""


class BasketRefused(NothingOrdered):
    """Something in the basket can't be ordered any more; nothing was ordered (A6)."""


class BasketChanged(NothingOrdered):
    """The basket costs something else than was shown; nothing was ordered."""


class NotPayableSo(NothingOrdered):
    """The studio does not take this way of paying, or not any more; nothing was ordered."""


def slow_down_buyers(network: str | None, email: str, *, now: datetime) -> None:
    """Count an order before it is looked at: each writes to an address that anybody may type.

    A school shares one network, a family one address. `now` is the machine's time. Raises
    TooManyAttempts.
    """
    throttle.slow_down("order", network, free=OFTEN, now=now)
    throttle.slow_down("order to", email.lower(), free=OFTEN_TO_ONE, now=now)


def place_order(
    studio_id: str,
    buyer: Buyer,
    *,
    visitor_id: str,
    form_token: str,
    shown_total: int | None,
    now: datetime,
) -> str:
    """Order what lies in the visitor's basket, and confirm it by mail; the order's token.

    The same form sent twice is one order, and one mail. `shown_total` (minor units) is what the
    customer saw; None: nobody was shown an amount (the demo's story).
    Raises BasketEmpty, BasketRefused, BasketChanged, NotPayableSo; then nothing is stored.
    """
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        held = _hold_jobs_of(session, visitor_id)
        visitor = visiting.locked_visitor(session, visitor_id)
        if visitor is None:
            raise BasketEmpty
        placed = _placed_before(session, studio_id, visitor, form_token)
        if placed:
            return placed
        basket = pending_basket(session, visitor.id)
        filled = pending(visitor.id, opened_keys(visitor.id), now=now)
        if basket is None or not filled.lines:
            raise BasketEmpty
        method = _method(buyer, filled)
        _refuse(filled, filled.totals_if(is_posted=method.is_posted), shown_total, held)
        customer = _customer(session, studio, visitor, buyer, filled=filled, now=now)
        order = write_order(
            session, studio, customer, buyer, [_wanted(session, line) for line in filled.orderable],
            is_posted=method.is_posted, form_token=form_token, basket_id=basket.id,
            by=Actor(ActorKind.CUSTOMER, buyer.name), now=now,
        )  # fmt: skip
        basket.state = "ordered"
        session.execute(delete(BasketLine).where(BasketLine.basket_id == basket.id))
        write_order_mail(session, studio, order, now=now)
        token = order.token
        mark_stale(session, *sorted(held))
    return token


def _hold_jobs_of(session: Session, visitor_id: str) -> frozenset[str]:
    """Hold the jobs of the lines that lie in the basket at this moment."""
    jobs = (
        select(BasketLine.job_id)
        .join(Basket, Basket.id == BasketLine.basket_id)
        .where(Basket.visitor_id == visitor_id, Basket.state == "pending")
        .distinct()
    )
    job_ids = session.scalars(jobs).all()
    hold_jobs(session, job_ids)
    return frozenset(job_ids)


def _placed_before(
    session: Session, studio_id: str, visitor: Visitor, form_token: str
) -> str | None:
    """The order that this form placed already, if this visitor sent it."""
    return session.scalar(
        select(Order.token)
        .join(Basket, Basket.id == Order.basket_id)
        .where(
            Order.studio_id == studio_id,
            Order.form_token == form_token,
            Basket.visitor_id == visitor.id,
        )
    )


def _method(buyer: Buyer, filled: Filled) -> Method:
    """How it is paid, if the studio takes that now and what is posted has an address."""
    method = chosen(filled.ways, buyer.payment)
    if method is None:
        raise NotPayableSo
    if needs_address(method, is_printed=filled.is_printed) and not buyer.street:
        raise BasketChanged
    return method


def _refuse(filled: Filled, totals: Totals, shown_total: int | None, held: frozenset[str]) -> None:
    if filled.refused:
        raise BasketRefused
    if any(line.job.id not in held for line in filled.lines):
        raise BasketChanged  # something came in at this very moment, from another window
    if shown_total is not None and shown_total != totals.total:
        raise BasketChanged


def _customer(
    session: Session,
    studio: Studio,
    visitor: Visitor,
    buyer: Buyer,
    *,
    filled: Filled,
    now: datetime,
) -> Customer:
    """The customer found or made, registered for every job that something is ordered of.

    Whoever asked for messages about the pictures is asked to confirm the address first (C9).
    """
    address = Address(buyer.email, buyer.name, buyer.language, buyer.consent)
    (customer,) = known_customers(session, studio.id, address, now=now)
    visitor.customer_id = customer.id
    visiting.remember(visitor, name=buyer.name, email=buyer.email)
    jobs = {line.job.id: line.job for line in filled.orderable}
    for job_id in sorted(jobs):
        code_id = code_of(visitor, job_id)
        register(session, job_id, customer, address, code_id=code_id, now=now)
    if buyer.consent:
        typed = (buyer.email.lower(),)
        ask_to_confirm(session, studio, jobs[min(jobs)], customer, typed=typed, now=now)
    return customer


def _wanted(session: Session, line: Line) -> Wanted:
    code_id = line.pictures.code_id if line.pictures else None
    return Wanted(
        job=line.job,
        product=line.product,
        quantity=line.quantity,
        photo=line.photo,
        access_code=session.get_one(AccessCode, code_id) if code_id else None,
        note=line.note,
        person=line.person,
        group=line.group,
    )
