"""Fourteen days before photos are deleted by themselves the photographer is told, once.

One letter for all jobs of a day. What is put on sale again, held or given other months meanwhile is
told anew when its time comes; so is what a letter said that could not be sent.
"""

from datetime import datetime
from itertools import groupby

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.delivery.mail import Mailbox
from webapp.models.base import db, transaction
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.retention import concerned, going, standing_of, what_keeps
from webapp.use_cases import outbox
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.retention_letter import retention_letter
from webapp.use_cases.retention_letters import is_outbox_held, settle_letters

log = structlog.get_logger()


def notice_retention(*, now: datetime) -> dict[str, int]:
    """Write the letters that are due at `now`; counts for the log. One failure stops no other."""
    if is_outbox_held(now=now):
        return {}
    counts = settle_letters(now=now)
    told = 0
    for studio_id, job_ids in _due(now):
        try:
            told += _tell(studio_id, job_ids, now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("telling of a deletion failed", studio=studio_id)
    return counts | ({"retention_told": told} if told else {})


def _due(now: datetime) -> list[tuple[str, list[str]]]:
    """A look without any lock: the studios with something to tell, and their jobs."""
    found = []
    for job, studio in concerned(db.session(), now=now):
        if _is_to_tell(job, studio, now):
            found.append((studio.id, job.id))
    db.session.rollback()
    return [
        (studio_id, [job_id for _id, job_id in of_studio])
        for studio_id, of_studio in groupby(found, key=lambda each: each[0])
    ]


def _tell(studio_id: str, job_ids: list[str], *, now: datetime) -> int:
    """One transaction: look again under the locks, write the letter, note which it is."""
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        held = session.scalars(
            select(Job)
            .where(Job.id.in_(job_ids))
            .order_by(Job.id)
            .with_for_update(of=Job)
            .execution_options(populate_existing=True)
        ).all()
        jobs = [job for job in held if _is_to_tell(job, studio, now)]
        told = [each for each in (going(job, studio, now=now) for job in jobs) if each]
        if not told:
            return 0
        waiting = _waiting(session, studio, now=now)
        letter = retention_letter(studio, told, waiting, forgets=studio.retention_customers)
        recipient = Mailbox(studio.email, studio.name)
        row = outbox.mail(studio, letter, recipient, kind="retention", now=now)
        session.add(row)
        for job in jobs:
            job.retention_letter_id = row.id
        return len(told)


def _is_to_tell(job: Job, studio: Studio, now: datetime) -> bool:
    keeping = standing_of(job, studio).keeping
    return keeping is not None and keeping.is_notice_due(now)


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
