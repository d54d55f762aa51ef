"""Customers are forgotten: on request, or with the last photos that were theirs (product 6).

What says who they are goes. What a studio has to keep of delivered orders stays: name, postal
address, products and amounts. See docs/decisions/what-an-order-keeps.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor, ActorKind
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import transaction
from webapp.models.customer import Customer, LeftAddress, Registration, Visitor
from webapp.models.job import Job
from webapp.models.late import MoreTimeRequest
from webapp.models.message import Message
from webapp.models.order import Order, OrderEvent, OrderLine
from webapp.models.trash import WITH_TRASH
from webapp.queries.customer_data import requests_of, undelivered
from webapp.use_cases.delete_for_good import begin_deletion
from webapp.use_cases.forget_in_history import Seals, forget_actors
from webapp.use_cases.forget_messages import BeingSentError, change, forget_messages
from webapp.use_cases.forget_reasons import forget_reasons
from webapp.use_cases.forget_requests import forget_requests
from webapp.use_cases.forget_support_requests import forget_support_requests
from webapp.use_cases.forget_visitors import carry_out, forget_visitors
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import record

__all__ = ["BeingSentError", "Forgotten", "NotDeliveredError", "forget_customer"]


class NotDeliveredError(Exception):
    """Orders of theirs are not delivered yet: nothing was deleted; carries which (D4)."""

    def __init__(self, orders: Sequence[Order]) -> None:
        super().__init__(f"{len(orders)} orders")
        self.orders = tuple(orders)


@dataclass(frozen=True)
class Forgotten:
    """What went, in numbers."""

    customers: int = 0
    registrations: int = 0
    messages: int = 0
    visitors: int = 0
    requests: int = 0

    def as_counts(self) -> dict[str, int]:
        """The figures that are not nought."""
        return {each.name: getattr(self, each.name) for each in fields(self)
                if getattr(self, each.name)}  # fmt: skip


def forget_customer(studio_id: str, customer_id: str, *, by: Actor, now: datetime) -> Forgotten:
    """Delete the data of one customer who asked for it.

    Raises NotDeliveredError and BeingSentError.
    """
    with transaction() as session:
        return forget(session, studio_id, [customer_id], reason=Reason.REQUEST, by=by, now=now)


def forget(
    session: Session,
    studio_id: str,
    customer_ids: Sequence[str],
    *,
    reason: Reason,
    by: Actor,
    now: datetime,
    again: str | None = None,
    also_in_hand: bool = False,
) -> Forgotten:
    """Part of a deed: these customers of the studio are forgotten, once; the certificate says so.

    `again`: the id of a deletion that a backup does not know: then no order is asked.
    `also_in_hand`: nor is anybody who was sending something when that was made.
    Raises NotDeliveredError and BeingSentError.
    """
    studio = hold_studio(session, studio_id)
    customers = session.scalars(
        select(Customer).where(
            Customer.id.in_(customer_ids),
            Customer.studio_id == studio_id,
            Customer.forgotten_at.is_(None),
        )
    ).all()
    ids = [customer.id for customer in customers]
    if not ids:
        return Forgotten()
    open_orders = undelivered(session, ids)
    if open_orders and not again:
        raise NotDeliveredError(open_orders)
    jobs = _held_jobs(session, ids)
    begin_deletion(
        session, None, studio_id=studio.id, kind=Kind.CUSTOMER, reason=reason, by=by, now=now,
        subjects={"customers": sorted(ids)}, deletion_id=again,
    )  # fmt: skip
    gone = _forget_rows(session, studio_id, customers, jobs, also_in_hand=also_in_hand, now=now)
    seals = _forget_names(session, customers, jobs)
    for job in jobs:
        counts = {"customers_forgotten": _of_job(session, job, ids)}
        record(
            session, job, by=by, now=now, deed="customers-forgotten", counts=counts,
            seals=seals.pop(job.id, None),
        )  # fmt: skip
    for job_id, left in seals.items():
        job = session.get_one(Job, job_id, execution_options=WITH_TRASH)
        record(session, job, by=by, now=now, deed="customers-forgotten", seals=left)
    said = [each for who in customers for each in (who.name, who.email, who.phone)]
    forget_reasons(session, studio_id, said, deed="customers-forgotten", by=by, now=now)
    carry_out(session, delete(Registration).where(Registration.customer_id.in_(ids)))
    _empty(customers, now=now)
    mark_stale(session, *(job.id for job in jobs))
    return gone


def _held_jobs(session: Session, ids: Sequence[str]) -> Sequence[Job]:
    """The jobs they registered for, under their locks: planning messages waits."""
    of_theirs = select(Registration.job_id).where(Registration.customer_id.in_(ids))
    return session.scalars(
        select(Job).where(Job.id.in_(of_theirs)).order_by(Job.id).with_for_update(key_share=True)
    ).all()


def _of_job(session: Session, job: Job, ids: Sequence[str]) -> int:
    registered = select(func.count()).where(
        Registration.job_id == job.id, Registration.customer_id.in_(ids)
    )
    return session.scalar(registered) or 0


def _forget_rows(
    session: Session,
    studio_id: str,
    customers: Sequence[Customer],
    jobs: Sequence[Job],
    *,
    also_in_hand: bool,
    now: datetime,
) -> Forgotten:
    ids = [customer.id for customer in customers]
    addresses = [each for who in customers for each in (who.email, who.phone) if each]
    emails = [who.email for who in customers if who.email]
    registered = session.scalar(select(func.count()).where(Registration.customer_id.in_(ids))) or 0
    messages = forget_messages(
        session, studio_id, ids, addresses, also_in_hand=also_in_hand, now=now
    )
    visitors = session.scalars(
        select(Visitor.id)
        .where(
            Visitor.studio_id == studio_id,
            or_(Visitor.customer_id.in_(ids), func.lower(Visitor.email).in_(emails)),
        )
        .order_by(Visitor.id)
        .with_for_update()
    ).all()
    asked = forget_support_requests(
        session,
        *requests_of(studio_id, ids, emails, visitors),
        now=now,
        also_in_hand=also_in_hand,
    )
    _forget_left_addresses(session, studio_id, addresses)
    _forget_orders(session, ids)
    return Forgotten(
        customers=len(ids),
        registrations=registered,
        messages=messages,
        visitors=forget_visitors(session, visitors),
        requests=asked
        + forget_requests(
            session,
            MoreTimeRequest.studio_id == studio_id,
            or_(
                func.lower(MoreTimeRequest.email).in_(emails),
                MoreTimeRequest.visitor_id.in_(visitors),
            ),
            now=now,
        ),
    )


def _forget_left_addresses(session: Session, studio_id: str, addresses: Sequence[str]) -> None:
    jobs = select(Job.id).where(Job.studio_id == studio_id)
    carry_out(
        session,
        delete(LeftAddress).where(
            LeftAddress.job_id.in_(jobs),
            or_(LeftAddress.email.in_(addresses), LeftAddress.phone.in_(addresses)),
        ),
    )


def _forget_orders(session: Session, ids: Sequence[str]) -> None:
    """Delivered and cancelled orders keep what an invoice needs, and nothing to write to."""
    orders = select(Order.id).where(Order.customer_id.in_(ids))
    change(session, update(Order).where(Order.customer_id.in_(ids)).values(email=""))
    change(
        session,
        update(OrderLine)
        .where(OrderLine.order_id.in_(orders))
        .values(note="", person_name="", group_name=""),
    )
    change(
        session,
        update(OrderEvent)
        .where(OrderEvent.order_id.in_(orders), OrderEvent.actor_kind == ActorKind.CUSTOMER.value)
        .values(actor_name=""),
    )


def _forget_names(
    session: Session, customers: Sequence[Customer], jobs: Sequence[Job]
) -> dict[str, Seals]:
    """Where the history of a job names them as who acted, it says ‘a customer’ from now on."""
    names = [customer.name for customer in customers if customer.name]
    written_to = select(Message.job_id).where(
        Message.customer_id.in_([customer.id for customer in customers])
    )
    of_theirs = {*(job.id for job in jobs), *session.scalars(written_to.distinct())}
    return dict(forget_actors(session, sorted(of_theirs), names))


def _empty(customers: Sequence[Customer], *, now: datetime) -> None:
    for customer in customers:
        customer.name, customer.email, customer.phone = "", None, None
        customer.email_confirmed_at = customer.phone_confirmed_at = None
        customer.email_refused_at = customer.unsubscribed_at = None
        customer.forgotten_at = now
