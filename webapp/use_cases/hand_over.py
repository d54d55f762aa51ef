"""What is due goes from the ledger into the outbox, after one more look at whether it is true (C6).

The letters are written before anything is locked: on SQLite others would wait for them. Then one
short transaction puts those into the outbox that are still planned. Whether they are true is asked
once more before each attempt to send them; see `deliver_messages`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from webapp.delivery.mail import Mailbox
from webapp.domain.ledger import State
from webapp.domain.messages import Key, Owed
from webapp.domain.notifications import Channel, Trigger
from webapp.domain.sending_hours import is_quiet
from webapp.models.base import db, transaction
from webapp.models.customer import Registration
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.models.outgoing import Outgoing
from webapp.models.studio import Studio
from webapp.queries.message_facts import plan_for
from webapp.queries.next_messages import is_due
from webapp.use_cases import links, outbox
from webapp.use_cases.compose import Reader, letter_for, reader_of, sms_for
from webapp.use_cases.holding import hold_jobs
from webapp.use_cases.plan_messages import replan_job

log = structlog.get_logger()

JOBS_AT_ONCE = 50
MESSAGES_AT_ONCE = 100
CHUNKS_OF_A_JOB = 20
CANNOT_BE_WRITTEN = "cannot-be-written"


@dataclass(frozen=True)
class Written:
    """A message as it will be sent, and when it was planned as it was read."""

    row: Outgoing
    planned_at: datetime | None


def hand_over_due(*, now: datetime, jobs: int = JOBS_AT_ONCE) -> dict[str, int]:
    """Write out what is due at `now`, some jobs at a time; nothing in quiet hours (C8).

    Counts for the log: messages handed over, failed. One failure never stops the rest.
    """
    done: dict[str, int] = {}
    for job_id in _due_jobs(now, jobs):
        try:
            counts = _hand_over(job_id, now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("handing over the messages of a job failed", job=job_id)
            continue
        for name, number in counts.items():
            done[name] = done.get(name, 0) + number
    return done


def _due_jobs(now: datetime, limit: int) -> Sequence[str]:
    """Jobs with planned messages that are due, where it is not night: no lock is taken."""
    zones = db.session.scalars(select(Studio.time_zone).distinct()).all()
    quiet = [zone for zone in zones if is_quiet(now, zone)]
    found = db.session.scalars(
        select(Message.job_id)
        .join(Studio, Studio.id == Message.studio_id)
        .where(*is_due(now), Studio.time_zone.not_in(quiet))
        .group_by(Message.job_id)
        .order_by(func.min(Message.due_at), Message.job_id)
        .limit(limit)
    ).all()
    db.session.rollback()
    return found


def _hand_over(job_id: str, *, now: datetime) -> dict[str, int]:
    """One job: planned anew if it is not as planned, then written, then put into the outbox."""
    job = db.session.get_one(Job, job_id)
    planned = plan_for(db.session(), job, now=now)
    if planned.changes.cancelled or planned.changes.moved:
        replan_job(job_id, now=now)
        job = db.session.get_one(Job, job_id)
        planned = plan_for(db.session(), job, now=now)
    done = {"handed_over": 0, "failed": 0}
    for _chunk in range(CHUNKS_OF_A_JOB):
        written, failed = _write_all(db.session(), job, planned.owed, now=now)
        with transaction() as session:
            hold_jobs(session, [job_id])  # before its messages, as all do
            put = _put(session, written, now=now)
            _set_state(session, failed, State.FAILED, CANNOT_BE_WRITTEN, now=now)
        done["handed_over"] += put
        done["failed"] += len(failed)
        if len(written) + len(failed) < MESSAGES_AT_ONCE or not put:
            break
        job = db.session.get_one(Job, job_id)
    return done


def _write_all(
    session: Session, job: Job, owed: dict[Key, Owed], *, now: datetime
) -> tuple[dict[str, Written], list[str]]:
    """The due messages as they will be sent, by their ids in the ledger; and those that cannot be.

    What is not owed (any more) is left to the next planning.
    """
    written: dict[str, Written] = {}
    failed: list[str] = []
    for message, registration in _due(session, job.id, now):
        wanted = owed.get(_key(message))
        if wanted is None or message.notification is None:
            continue
        try:
            reader = _reader(session, job, message, registration)
            row = _written(reader, message.notification, wanted, now=now)
            written[message.id] = Written(row, message.changed_at)
        except (ValueError, LookupError):
            log.exception("a message cannot be written", message=message.id)
            failed.append(message.id)
    return written, failed


def _due(session: Session, job_id: str, now: datetime) -> Iterator[tuple[Message, Registration]]:
    rows = session.execute(
        select(Message, Registration)
        .join(
            Registration,
            (Registration.job_id == Message.job_id)
            & (Registration.customer_id == Message.customer_id),
        )
        .options(joinedload(Message.customer), joinedload(Message.notification))
        .where(Message.job_id == job_id, *is_due(now))
        .order_by(Message.due_at, Message.id)
        .limit(MESSAGES_AT_ONCE)
    )
    yield from ((message, registration) for message, registration in rows.all())


def _reader(session: Session, job: Job, message: Message, registration: Registration) -> Reader:
    text = message.notification.message if message.notification else ""
    return reader_of(session, job, message.customer, registration, text=text)


def _written(reader: Reader, notification: Notification, owed: Owed, *, now: datetime) -> Outgoing:
    studio, customer = reader.studio, reader.customer
    if notification.channel == Channel.SMS:
        return outbox.sms(
            studio,
            sms_for(reader, message=notification.message),
            customer.phone or "",
            kind="notification",
            now=now,
            until=owed.until,
            customer_id=customer.id,
            job_id=reader.job.id,
        )
    return outbox.mail(
        studio,
        letter_for(reader, subject=notification.subject, message=notification.message, now=now),
        Mailbox(customer.email or "", customer.name),
        kind="notification",
        now=now,
        until=owed.until,
        unsubscribe_url=links.unsubscribe_link(studio, customer),
        customer_id=customer.id,
        job_id=reader.job.id,
    )


def _put(session: Session, written: dict[str, Written], *, now: datetime) -> int:
    """Put into the outbox what is still planned as it was read, and say so in the ledger.

    Answers how many. What was planned for another time meanwhile waits for it.
    """
    rows = session.execute(
        select(Message.id, Message.changed_at)
        .where(Message.id.in_(written), Message.state == State.PLANNED.value)
        .with_for_update(skip_locked=True)
    ).all()
    held = [row.id for row in rows if row.changed_at == written[row.id].planned_at]
    _set_state(session, held, State.SENDING, "", now=now)
    for message_id in held:
        row = written[message_id].row
        row.message_id = message_id
        session.add(row)
    return len(held)


def _set_state(
    session: Session, message_ids: Sequence[str], state: State, reason: str, *, now: datetime
) -> None:
    if message_ids:
        session.execute(
            update(Message)
            .where(Message.id.in_(message_ids), Message.state == State.PLANNED.value)
            .values(state=state.value, reason=reason, changed_at=now)
            .execution_options(synchronize_session=False)
        )


def _key(message: Message) -> Key:
    return Key(
        message.customer_id,
        Trigger(message.trigger),
        message.offset_days,
        message.offset_hours,
        Channel(message.channel),
        message.occasion,
    )
