"""The ledger follows what is true: what is owed is planned, what is not any more is cancelled (C6).

Every deed that changes whom a job writes to either plans in its own transaction (`replan`) or marks
the job (see `marking`); the worker then plans it within seconds. Before anything is sent it is
planned once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import insert, or_, select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import WORKER
from webapp.domain.ledger import Changes, Entry, Gone, State
from webapp.domain.messages import Owed
from webapp.models.base import db, new_id, transaction
from webapp.models.basket import Basket, BasketLine
from webapp.models.job import Job
from webapp.models.message import Message, Notification
from webapp.queries.message_facts import Planned, plan_for
from webapp.use_cases import outbox
from webapp.use_cases.marking import mark_stale, marks_of, stale_jobs, take_away
from webapp.use_cases.recording import record

log = structlog.get_logger()

JOBS_AT_ONCE = 200
BASKETS_AT_ONCE = 500
_LOOKED_BACK = timedelta(hours=72)
_LEFT_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Replanned:
    """What planning a job changed in the ledger, counted in messages."""

    queued: int = 0
    moved: int = 0
    cancelled: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The figures that are not nought, as the history has them (S8)."""
        found = {
            "messages_queued": self.queued,
            "messages_moved": self.moved,
            "messages_cancelled": self.cancelled,
        }
        return {name: value for name, value in found.items() if value}


def replan(session: Session, job: Job, *, now: datetime) -> tuple[Replanned, Planned]:
    """Plan the job's messages and write what changes, in the caller's transaction (C6).

    The caller holds the job's row lock.
    """
    marks = marks_of(session, job.id)
    planned = plan_for(session, job, now=now)
    take_away(session, marks)
    return _write(session, job, planned.changes, now=now), planned


def plan_stale_jobs(*, now: datetime, jobs: int = JOBS_AT_ONCE) -> dict[str, int]:
    """Plan the jobs whose messages may have changed, each in a transaction; counts for the log."""
    done: dict[str, int] = {}
    for job_id in stale_jobs(jobs):
        try:
            counts = replan_job(job_id, now=now).counts
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("planning the messages of a job failed", job=job_id)
            _put_last(job_id)
            continue
        for name, number in (counts | {"jobs_planned": 1}).items():
            done[name] = done.get(name, 0) + number
    return done


def replan_job(job_id: str, *, now: datetime) -> Replanned:
    """Plan one job's messages in a transaction of its own; what was cancelled is recorded (S8)."""
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update={"of": Job})
        if job is None:
            take_away(session, marks_of(session, job_id))
            return Replanned()
        done, _planned = replan(session, job, now=now)
        if done.cancelled or done.moved:
            counts = done.counts
            record(session, job, by=WORKER, now=now, deed="messages-replanned", counts=counts)
        return done


def notice_left_baskets(*, now: datetime) -> dict[str, int]:
    """Mark the jobs of baskets that nobody has touched for an hour, if they are told of (C2).

    Each basket is noticed once after each touch, whether anybody is told of it or not.
    """
    candidates = (
        select(Basket.id, BasketLine.job_id)
        .join(BasketLine, BasketLine.basket_id == Basket.id)
        .join(Job, Job.id == BasketLine.job_id)
        .where(
            Basket.state == "pending",
            Basket.touched_at <= now - _LEFT_FOR,
            Basket.touched_at > now - _LOOKED_BACK,
            or_(Basket.noticed_at.is_(None), Basket.noticed_at < Basket.touched_at),
            Job.communication_profile_id.in_(
                select(Notification.profile_id).where(Notification.trigger == "abandoned")
            ),
        )
        .distinct()
        .limit(BASKETS_AT_ONCE)
    )
    found = db.session.execute(candidates).all()
    if not found:
        return {}
    baskets = {basket_id for basket_id, _job in found}
    with transaction() as session:
        noticed = update(Basket).where(Basket.id.in_(baskets)).values(noticed_at=now)
        session.execute(noticed.execution_options(synchronize_session=False))
        mark_stale(session, *sorted({job_id for _basket, job_id in found}))
    return {"left_baskets": len(baskets)}


def _put_last(job_id: str) -> None:
    """The job is tried again, after all others that wait."""
    with transaction() as session:
        take_away(session, marks_of(session, job_id))
        mark_stale(session, job_id)


def _write(session: Session, job: Job, changes: Changes, *, now: datetime) -> Replanned:
    session.flush()
    if changes.added:
        session.execute(insert(Message), [_row(job, each, now) for each in changes.added])
    for row_id, owed in (*changes.again, *changes.moved, *changes.adopted):
        _plan_anew(session, row_id, owed, now=now)
    return Replanned(
        queued=len(changes.queued),
        moved=len(changes.moved),
        cancelled=_cancel(session, changes.cancelled, now=now),
    )


def _row(job: Job, owed: Owed, now: datetime) -> dict[str, object]:
    return {
        "id": new_id(),
        "studio_id": job.studio_id,
        "job_id": job.id,
        "customer_id": owed.key.customer_id,
        "notification_id": owed.rule_id,
        "trigger": owed.key.trigger.value,
        "offset_days": owed.key.offset_days,
        "offset_hours": owed.key.offset_hours,
        "channel": owed.key.channel.value,
        "occasion": owed.key.occasion,
        "state": State.PLANNED.value,
        "reason": "",
        "due_at": owed.due_at,
        "created_at": now,
        "changed_at": now,
    }


def _plan_anew(session: Session, row_id: str, owed: Owed, *, now: datetime) -> None:
    session.execute(
        update(Message)
        .where(Message.id == row_id)
        .values(
            state=State.PLANNED.value,
            reason="",
            due_at=owed.due_at,
            notification_id=owed.rule_id,
            changed_at=now,
        )
        .execution_options(synchronize_session=False)
    )


def _cancel(session: Session, gone: Sequence[tuple[Entry, Gone]], *, now: datetime) -> int:
    """Cancel what is untrue; what somebody is sending at this moment goes its way."""
    sending = [entry.id for entry, _why in gone if entry.state is State.SENDING]
    stopped = outbox.cancel_waiting(session, sending, now=now) if sending else set()
    number = 0
    for why in Gone:
        ids = [
            entry.id
            for entry, reason in gone
            if reason is why and (entry.state is State.PLANNED or entry.id in stopped)
        ]
        if ids:
            number += len(ids)
            session.execute(
                update(Message)
                .where(Message.id.in_(ids))
                .values(state=State.CANCELLED.value, reason=why.value, changed_at=now)
                .execution_options(synchronize_session=False)
            )
    return number
