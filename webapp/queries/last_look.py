"""What is looked at once more before a message is sent: its ledger, its job, its customer (C6)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from webapp.domain.last_look import Ledger
from webapp.domain.ledger import State
from webapp.domain.notifications import Channel, Trigger
from webapp.domain.status import Status, standing
from webapp.models.base import db, read_committed_state
from webapp.models.customer import Customer
from webapp.models.job import Job
from webapp.models.message import Message


def ledgers(message_ids: Sequence[str], *, now: datetime) -> dict[str, Ledger]:
    """What stands behind these rows of the ledger at `now`, as others have committed it."""
    if not message_ids:
        return {}
    read_committed_state()
    rows = db.session.execute(
        select(
            Message.id,
            Message.state,
            Message.trigger,
            Message.channel,
            Job.status,
            Job.stop_at,
            Job.communication_profile_id,
            Customer.unsubscribed_at,
            Customer.email_refused_at,
        )
        .join(Job, Job.id == Message.job_id)
        .join(Customer, Customer.id == Message.customer_id)
        .where(Message.id.in_(message_ids))
    ).all()
    read_committed_state()
    return {
        row.id: Ledger(
            state=State(row.state),
            trigger=Trigger(row.trigger),
            standing=standing(Status(row.status), stop_at=row.stop_at, now=now),
            has_profile=row.communication_profile_id is not None,
            is_unsubscribed=row.unsubscribed_at is not None,
            is_refused=row.channel == Channel.EMAIL and row.email_refused_at is not None,
        )
        for row in rows
    }
