"""One customer as support sees them: registrations, opened codes, orders, the last messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import joinedload

from webapp.models.base import db
from webapp.models.customer import Customer, OpenedCode, Registration, Visitor
from webapp.models.job import AccessCode
from webapp.models.message import Message
from webapp.models.order import Order
from webapp.models.outgoing import Outgoing
from webapp.queries.message_rows import MessageRow, rows_of

MOST_CODES = 50
MOST_ORDERS = 50
MOST_MESSAGES = 100


@dataclass(frozen=True)
class OpenedRow:
    """A code that a browser of the customer has opened, and when the first time."""

    code: AccessCode
    opened_at: datetime


@dataclass(frozen=True)
class CustomerSheet:
    """What is on record, the newest first; of orders, codes and messages at most so many."""

    registrations: Sequence[Registration]
    opened: Sequence[OpenedRow]
    orders: Sequence[Order]
    messages: Sequence[MessageRow]


def customer_sheet(customer: Customer) -> CustomerSheet:
    """All of it; eight statements at most."""
    return CustomerSheet(
        _registrations(customer.id), _opened(customer.id), _orders(customer.id), _messages(customer)
    )


def _registrations(customer_id: str) -> Sequence[Registration]:
    return db.session.scalars(
        select(Registration)
        .options(
            joinedload(Registration.job),
            joinedload(Registration.access_code).joinedload(AccessCode.person),
            joinedload(Registration.access_code).joinedload(AccessCode.album),
        )
        .where(Registration.customer_id == customer_id)
        .order_by(Registration.created_at.desc(), Registration.id)
    ).all()


def _opened(customer_id: str) -> list[OpenedRow]:
    when = (
        select(OpenedCode.access_code_id, func.min(OpenedCode.opened_at).label("at"))
        .join(Visitor, Visitor.id == OpenedCode.visitor_id)
        .where(Visitor.customer_id == customer_id)
        .group_by(OpenedCode.access_code_id)
        .subquery()
    )
    rows = db.session.execute(
        select(AccessCode, when.c.at)
        .join(when, when.c.access_code_id == AccessCode.id)
        .options(
            joinedload(AccessCode.job), joinedload(AccessCode.person), joinedload(AccessCode.album)
        )
        .order_by(when.c.at.desc(), AccessCode.id)
        .limit(MOST_CODES)
    )
    return [OpenedRow(*row) for row in rows]


def _orders(customer_id: str) -> Sequence[Order]:
    return db.session.scalars(
        select(Order)
        .where(Order.customer_id == customer_id)
        .order_by(Order.number.desc())
        .limit(MOST_ORDERS)
    ).all()


def _messages(customer: Customer) -> list[MessageRow]:
    """Of the ledger and without it, by when they were owed or written."""
    ledger = select(
        Message.id.label("id"), literal(1).label("is_ledger"), Message.due_at.label("at")
    ).where(Message.customer_id == customer.id)
    alone = select(
        Outgoing.id.label("id"), literal(0).label("is_ledger"), Outgoing.created_at.label("at")
    ).where(Outgoing.customer_id == customer.id, Outgoing.message_id.is_(None))
    found = union_all(ledger, alone).subquery()
    last = db.session.execute(
        select(found.c.id, found.c.is_ledger)
        .order_by(found.c.at.desc(), found.c.id)
        .limit(MOST_MESSAGES)
    ).all()
    rows = rows_of(
        ledger=[row.id for row in last if row.is_ledger],
        outbox=[row.id for row in last if not row.is_ledger],
    )
    return [rows[row.id] for row in last if row.id in rows]
