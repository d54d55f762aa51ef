"""A job that was open again for one code leaves the shop for them too, by itself or by hand.

What lies in baskets leaves them with a notice, as it does when a job is archived (A2, A6, A8).
"""

from datetime import date, datetime

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import WORKER, Actor
from webapp.domain.status import Status
from webapp.models.base import db, transaction
from webapp.models.job import AccessCode, Job
from webapp.models.late import Reopening
from webapp.queries.basket_counts import Products
from webapp.queries.reopenings import due_reopenings, holder, leaving, reopening_of
from webapp.use_cases import basket_lines
from webapp.use_cases.recording import Change, record

log = structlog.get_logger()


def close_due_reopenings(*, now: datetime) -> int:
    """Close every reopening whose stop has passed; answers how many (A5).

    Safe in any number of processes and as often as one likes: a job that somebody holds waits for
    the next tick, and one that can't be closed holds up no other.
    """
    found = db.session.execute(due_reopenings(now)).all()
    db.session.rollback()
    closed = 0
    for job_id in dict.fromkeys(job_id for _id, job_id in found):
        try:
            closed += _close_due_of(job_id, now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("closing a reopening failed", job=job_id)
    return closed


def close_expired(session: Session, job: Job, *, now: datetime) -> int:
    """Close what is due of this job, before anything else is done with it. The caller holds it."""
    expired = session.scalars(
        select(Reopening)
        .where(Reopening.job_id == job.id, Reopening.closed_at.is_(None), Reopening.stop_at <= now)
        .order_by(Reopening.stop_at, Reopening.id)
        .execution_options(populate_existing=True)
    ).all()
    for reopening in expired:
        close(session, job, reopening, by=WORKER, now=now)
    return len(expired)


def close(session: Session, job: Job, reopening: Reopening, *, by: Actor, now: datetime) -> None:
    """Close it, whole, in the caller's transaction, with its record (S8). The caller holds the job.

    What another code of the same visitor still opens stays in the basket.
    """
    code = reopening.access_code
    gone = leaving(session, job, code, now=now)
    reopening.closed_at = now
    session.flush()
    basket_lines.take_out(session, [job.id], now=now, line_ids=gone.line_ids)
    record(
        session, job, by=by, now=now, deed="reopening-ended",
        changes=[
            Change("open_for", holder(code) or None, None),
            Change("open_until", reopening.until.isoformat(), None),
        ],
        counts=_counts(gone.products),
    )  # fmt: skip


def close_with_code(session: Session, code: AccessCode, *, by: Actor, now: datetime) -> date | None:
    """The code was revoked: what is open again for it ends; the last day it had. Job is held."""
    reopening = reopening_of(session, code)
    if reopening is None:
        return None
    close(session, code.job, reopening, by=by, now=now)
    return reopening.until


def close_for_everybody(session: Session, job: Job, *, now: datetime) -> None:
    """The whole job is on sale again: what was open for single codes ends, and their lines stay."""
    session.execute(
        update(Reopening)
        .where(Reopening.job_id == job.id, Reopening.closed_at.is_(None))
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )


def _close_due_of(job_id: str, *, now: datetime) -> int:
    with transaction() as session:
        job = session.scalar(
            select(Job).where(Job.id == job_id).with_for_update(skip_locked=True, of=Job)
        )
        if job is None or job.status != Status.ARCHIVED:
            return 0
        return close_expired(session, job, now=now)


def _counts(gone: Products) -> dict[str, int]:
    counts = {"lines_removed": gone.products, "baskets_changed": gone.baskets}
    return {name: value for name, value in counts.items() if value}
