"""Fourteen days before photos are deleted by themselves the photographer is told, once.

One letter for all jobs of a day. What is put on sale again, held or given other months meanwhile is
told anew when its time comes.
"""

from datetime import datetime
from itertools import groupby

import structlog
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from webapp.delivery.mail import Mailbox
from webapp.domain.actors import WORKER
from webapp.domain.retention import GoingJob
from webapp.domain.status import Status
from webapp.models.base import db, transaction
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.retention import concerned, going, standing_of, what_keeps
from webapp.use_cases import outbox
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.recording import record
from webapp.use_cases.retention_letter import retention_letter

log = structlog.get_logger()


def notice_retention(*, now: datetime) -> dict[str, int]:
    """Write the letters that are due at `now`; counts for the log. One failure stops no other."""
    void = _void_notices()
    told = 0
    for studio_id, job_ids in _due(now):
        try:
            told += _tell(studio_id, job_ids, now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("telling of a deletion failed", studio=studio_id)
    counts = {"retention_told": told, "notices_void": void}
    return {name: number for name, number in counts.items() if number}


def _void_notices() -> int:
    """Notices of jobs whose photos do not go as they said: held, or on sale again meanwhile."""
    is_void = or_(
        Job.status != Status.ARCHIVED.value,
        Job.retention_hold,
        Job.retention_noticed_at < Job.archived_at,
    )
    void = select(Job.id).where(Job.retention_noticed_at.is_not(None), is_void)
    found = db.session.scalars(void).all()
    db.session.rollback()
    if not found:
        return 0
    with transaction() as session:
        session.execute(
            update(Job)
            .where(Job.id.in_(found), Job.retention_noticed_at.is_not(None), is_void)
            .values(retention_noticed_at=None)
            .execution_options(synchronize_session=False)
        )
    return len(found)


def _due(now: datetime) -> list[tuple[str, list[str]]]:
    """A look without any lock: the studios with something to tell, and their jobs."""
    found = []
    for job, studio in concerned(db.session(), now=now):
        keeping = standing_of(job, studio).keeping
        if keeping is not None and keeping.is_notice_due(now):
            found.append((studio.id, job.id))
    db.session.rollback()
    return [
        (studio_id, [job_id for _id, job_id in of_studio])
        for studio_id, of_studio in groupby(found, key=lambda each: each[0])
    ]


def _tell(studio_id: str, job_ids: list[str], *, now: datetime) -> int:
    """One transaction: look again under the locks, note the moment, write the letter."""
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        held = session.scalars(
            select(Job)
            .where(Job.id.in_(job_ids))
            .order_by(Job.id)
            .with_for_update(of=Job)
            .execution_options(populate_existing=True)
        ).all()
        told = [each for each in (_note(session, job, studio, now=now) for job in held) if each]
        if not told:
            return 0
        waiting = _waiting(session, studio, now=now)
        letter = retention_letter(studio, told, waiting, forgets=studio.retention_customers)
        recipient = Mailbox(studio.email, studio.name)
        outbox.put_mail(session, studio, letter, recipient, kind="retention", now=now)
        return len(told)


def _note(session: Session, job: Job, studio: Studio, *, now: datetime) -> GoingJob | None:
    keeping = standing_of(job, studio).keeping
    if keeping is None or not keeping.is_notice_due(now):
        return None
    job.retention_noticed_at = now
    counts = {"photos_to_delete": job.photo_count + job.trash_count}
    record(session, job, by=WORKER, now=now, deed="retention-told", counts=counts)
    return going(job, studio, now=now)


def _waiting(session: Session, studio: Studio, *, now: datetime) -> list[str]:
    """Names of the studio's jobs that were told before, and are kept by orders (D4)."""
    return [
        job.public_name
        for job, owner in concerned(session, now=now)
        if owner.id == studio.id and _is_due(job, studio, now) and what_keeps(session, job, now=now)
    ]


def _is_due(job: Job, studio: Studio, now: datetime) -> bool:
    keeping = standing_of(job, studio).keeping
    return keeping is not None and keeping.is_due(now)
