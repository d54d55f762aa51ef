"""Planned messages are called off by hand: one, or everything that is planned like it (C9).

They are not planned again for the same reason; what somebody is sending at this moment goes its
way.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.ledger import Gone, State
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.message import Message
from webapp.queries.messages import group_of
from webapp.use_cases import outbox
from webapp.use_cases.recording import record


class NumberHasChangedError(Exception):
    """Not as many messages as the window said: it asks again, nothing is cancelled."""


@dataclass(frozen=True)
class Cancelled:
    """How many messages were called off, and how many had gone out already."""

    cancelled: int
    gone: int


def cancel_message(studio_id: str, message_id: str, *, by: Actor, now: datetime) -> Cancelled:
    """Call off one planned message of the studio; LookupError for one it does not have."""
    with transaction() as session:
        message = _held(session, studio_id, message_id)
        return _cancel(session, message.job, [message], by=by, now=now)


def cancel_group(
    studio_id: str, message_id: str, *, expected: int, by: Actor, now: datetime
) -> Cancelled:
    """Call off everything that is planned like this message; `expected`: as the window counted.

    LookupError for a message that the studio does not have, NumberHasChangedError.
    """
    with transaction() as session:
        message = _held(session, studio_id, message_id)
        group = select(Message).where(*group_of(message), Message.state.in_(_TO_COME))
        found = session.scalars(group.order_by(Message.id)).all()
        if len(found) != expected:
            raise NumberHasChangedError
        return _cancel(session, message.job, found, by=by, now=now)


def _held(session: Session, studio_id: str, message_id: str) -> Message:
    """The message, its job under its lock: nothing of it is handed over meanwhile."""
    job_id = session.scalar(
        select(Message.job_id).where(Message.id == message_id, Message.studio_id == studio_id)
    )
    if job_id is None:
        raise LookupError(message_id)
    session.get_one(Job, job_id, with_for_update={"of": Job})
    return session.get_one(Message, message_id, populate_existing=True)


def _cancel(
    session: Session, job: Job, messages: Sequence[Message], *, by: Actor, now: datetime
) -> Cancelled:
    planned = {each.id for each in messages if each.state == State.PLANNED}
    sending = [each.id for each in messages if each.state == State.SENDING]
    stopped = outbox.cancel_waiting(session, sending, now=now) if sending else set()
    ids = sorted(planned | stopped)
    if ids:
        session.execute(
            update(Message)
            .where(Message.id.in_(ids))
            .values(state=State.CANCELLED.value, reason=Gone.BY_HAND.value, changed_at=now)
        )
        counts = {"messages_cancelled": len(ids)}
        record(session, job, by=by, now=now, deed="messages-cancelled", counts=counts)
    return Cancelled(len(ids), len(messages) - len(ids))


_TO_COME = (State.PLANNED.value, State.SENDING.value)
