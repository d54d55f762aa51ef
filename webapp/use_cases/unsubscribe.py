"""A customer wants no more messages, or wants them again (C9)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor, ActorKind
from webapp.domain.ledger import Gone, State
from webapp.models.base import transaction
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.use_cases import links, outbox
from webapp.use_cases.followed_links import customer_behind
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import record


def unsubscribe(studio_id: str, link: str, *, now: datetime) -> bool:
    """End every automatic message to the customer at once; False: the link is nobody's.

    What was planned or waited to be sent is cancelled, and the history of each job says so (S8).
    Confirmations of orders are asked for and go on (C8). The same twice is the same as once.
    """
    with transaction() as session:
        hold_studio(session, studio_id)
        customer = customer_behind(studio_id, link, purpose=links.UNSUBSCRIBE)
        if customer is None:
            return False
        jobs = _held_jobs(session, customer)
        if customer.unsubscribed_at is None:
            customer.unsubscribed_at = now
        session.flush()
        cancelled = Counter(_cancel(session, customer, now=now))
        by = Actor(ActorKind.CUSTOMER, customer.name)
        for job in jobs:
            if cancelled[job.id]:
                counts = {"messages_cancelled": cancelled[job.id]}
                record(session, job, by=by, now=now, deed="customer-unsubscribed", counts=counts)
        return True


def subscribe_again(studio_id: str, link: str) -> bool:
    """The customer wants to be written to again; False: the link is nobody's."""
    with transaction() as session:
        hold_studio(session, studio_id)
        customer = customer_behind(studio_id, link, purpose=links.UNSUBSCRIBE)
        if customer is None:
            return False
        customer.unsubscribed_at = None
        jobs = session.scalars(
            select(Registration.job_id).where(Registration.customer_id == customer.id)
        ).all()
        mark_stale(session, *jobs)
    return True


def _held_jobs(session: Session, customer: Customer) -> Sequence[Job]:
    """The jobs with messages that may still go out, under their locks: planning waits."""
    concerned = select(Message.job_id).where(
        Message.customer_id == customer.id,
        Message.state.in_((State.PLANNED.value, State.SENDING.value)),
    )
    return session.scalars(
        select(Job).where(Job.id.in_(concerned)).order_by(Job.id).with_for_update(key_share=True)
    ).all()


def _cancel(session: Session, customer: Customer, *, now: datetime) -> list[str]:
    """Cancel what has not gone out; what somebody is sending at this moment goes its way.

    Answers the job of each cancelled message.
    """
    rows = session.execute(
        select(Message.id, Message.job_id, Message.state)
        .where(
            Message.customer_id == customer.id,
            Message.state.in_((State.PLANNED.value, State.SENDING.value)),
        )
        .order_by(Message.id)
        .with_for_update()
    ).all()
    sending = [row.id for row in rows if row.state == State.SENDING]
    stopped = outbox.cancel_waiting(session, sending, now=now) if sending else set()
    gone = {row.id: row.job_id for row in rows if row.state == State.PLANNED or row.id in stopped}
    session.execute(
        update(Message)
        .where(Message.id.in_(gone))
        .values(state=State.CANCELLED.value, reason=Gone.UNSUBSCRIBED.value, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    return list(gone.values())
