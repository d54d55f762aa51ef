"""What is looked at once more before a message is sent: its ledger, its job, its customer (C6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists, select

from webapp.domain.last_look import Ledger
from webapp.domain.ledger import State
from webapp.domain.notifications import Channel, Trigger
from webapp.domain.status import Status, standing
from webapp.models.base import db, read_committed_state
from webapp.models.basket import Basket, BasketLine
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.queries.recipients import has_lost_photos, is_meant, registrations


def ledgers(message_ids: Sequence[str], *, now: datetime) -> dict[str, Ledger]:
    """What stands behind these rows of the ledger at `now`, as others have committed it."""
    if not message_ids:
        return {}
    read_committed_state()
    rows = db.session.execute(
        registrations(
            *_COLUMNS,
            has_lost_photos().label("has_lost_photos"),
            is_meant().label("is_meant"),
            _has_basket().label("has_basket"),
        )
        .join(
            Message,
            (Message.job_id == Registration.job_id)
            & (Message.customer_id == Registration.customer_id),
        )
        .outerjoin(Notification, Notification.id == Message.notification_id)
        .where(Message.id.in_(message_ids))
    ).all()
    read_committed_state()
    return {row.id: _ledger(row, now) for row in rows}


def _ledger(row: Any, now: datetime) -> Ledger:
    return Ledger(
        state=State(row.state),
        trigger=Trigger(row.trigger),
        standing=standing(Status(row.status), stop_at=row.stop_at, now=now),
        has_profile=row.communication_profile_id is not None,
        is_unsubscribed=row.unsubscribed_at is not None,
        is_refused=row.channel == Channel.EMAIL and row.email_refused_at is not None,
        is_of_profile=row.profile_id == row.communication_profile_id,
        is_of_date=_is_of_date(row),
        has_lost_photos=bool(row.has_lost_photos),
        is_meant=bool(row.is_meant),
        has_basket=bool(row.has_basket),
    )


def _is_of_date(row: Any) -> bool:
    if row.trigger != Trigger.BEFORE_ARCHIVING:
        return True
    return bool(row.archiving) and row.archiving_date.isoformat() == row.occasion


def _has_basket() -> ColumnElement[bool]:
    """Whether the basket that a message speaks of is pending, with something of the job in it."""
    pending = exists(
        select(Basket.id)
        .join(BasketLine, BasketLine.basket_id == Basket.id)
        .where(
            Basket.id == Message.occasion,
            Basket.state == "pending",
            BasketLine.job_id == Message.job_id,
        )
    )
    return case((Message.trigger == Trigger.ABANDONED, pending), else_=True)


_COLUMNS = (
    Message.id, Message.state, Message.trigger, Message.channel, Message.occasion, Job.status,
    Job.stop_at, Job.archiving, Job.archiving_date, Job.communication_profile_id,
    Notification.profile_id, Customer.unsubscribed_at, Customer.email_refused_at,
)  # fmt: skip
