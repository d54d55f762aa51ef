"""What a customer was sent and why, what is planned, and what is kept of them (C9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from webapp.domain.ledger import State
from webapp.models.base import db
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.models.outgoing import Outgoing

MOST = 100


@dataclass(frozen=True)
class OwnMessage:
    """A message to a customer: sent, on its way, or planned (`state`) for `at` (aware UTC).

    `kind` as in the outbox; of notifications also what set them off.
    """

    at: datetime
    shoot: str
    kind: str
    channel: str
    state: str
    subject: str = ""
    trigger: str = ""
    offset_days: int = 0


def own_messages(customer: Customer) -> list[OwnMessage]:
    """What the customer was sent, or is being sent; the newest first, at most a hundred."""
    rows = _rows(
        select(
            func.coalesce(Outgoing.finished_at, Outgoing.created_at).label("at"),
            Outgoing.kind,
            Outgoing.channel,
            Outgoing.state,
            Outgoing.subject,
            Message.trigger,
            Message.offset_days,
            Job.public_name.label("shoot"),
        )
        .outerjoin(Message, Message.id == Outgoing.message_id)
        .outerjoin(Job, Job.id == Outgoing.job_id)
        .where(Outgoing.customer_id == customer.id)
        .order_by(Outgoing.created_at.desc(), Outgoing.id)
    )
    return [
        OwnMessage(
            at=row.at,
            shoot=row.shoot or "",
            kind=row.kind,
            channel=row.channel,
            state=row.state,
            subject=row.subject,
            trigger=row.trigger or "",
            offset_days=row.offset_days or 0,
        )
        for row in rows
    ]


def planned_messages(customer: Customer) -> list[OwnMessage]:
    """What will be sent next, as things stand; the soonest first."""
    rows = _rows(
        select(Message, Job.public_name)
        .join(Job, Job.id == Message.job_id)
        .where(Message.customer_id == customer.id, Message.state == State.PLANNED.value)
        .order_by(Message.due_at, Message.id)
    )
    return [
        OwnMessage(
            at=message.due_at,
            shoot=shoot,
            kind="notification",
            channel=message.channel,
            state=message.state,
            trigger=message.trigger,
            offset_days=message.offset_days,
        )
        for message, shoot in rows
    ]


def own_registrations(customer: Customer) -> Sequence[Registration]:
    """The shoots that the customer registered for, the newest first, with their jobs."""
    return db.session.scalars(
        select(Registration)
        .options(joinedload(Registration.job), joinedload(Registration.access_code))
        .where(Registration.customer_id == customer.id)
        .order_by(Registration.created_at.desc(), Registration.id)
    ).all()


def _rows(query: Select[*tuple[Any, ...]]) -> Sequence[Any]:
    return db.session.execute(query.limit(MOST)).all()
