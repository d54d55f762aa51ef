"""Photos whose time is over are deleted by themselves, as a hand deletes them (product 6).

Everything is looked at again under the job's lock: whether it is still archived, told and not held,
and whether an order needs its pictures (D4). The numbers of the job stay.
"""

from datetime import datetime
from enum import StrEnum

import structlog
from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import WORKER
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import db, transaction
from webapp.models.deletion import Trash
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.models.trash import WITH_TRASH
from webapp.queries.retention import (
    concerned,
    customers_left_over,
    is_open_for_somebody,
    standing_of,
    studios_that_forget,
    what_keeps,
)
from webapp.use_cases.delete_for_good import begin_deletion, delete_photos
from webapp.use_cases.forget_customers import forget_left_over
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import record

log = structlog.get_logger()

AT_ONCE = 5000
"""Photos that go in one transaction, with a certificate of their own: more than most jobs have."""


class Step(StrEnum):
    """What one transaction brought about."""

    DONE = "retention_jobs"
    MORE = "more"
    KEPT = "retention_kept"
    NOTHING = "nothing"


def apply_retention(*, now: datetime) -> dict[str, int]:
    """Delete what is due at `now`; counts for the log. One failure stops no other.

    Safe in any number of processes and as often as one likes: what was left goes the next time.
    """
    counts = {"retention_jobs": 0, "retention_kept": 0, "customers_forgotten": 0}
    for job_id in _due(now):
        try:
            step = _finish(job_id, now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("deleting photos whose time is over failed", job=job_id)
            continue
        if step in counts:
            counts[step] += 1
    counts["customers_forgotten"] = _forget_customers(now)
    return {name: number for name, number in counts.items() if number}


def _due(now: datetime) -> list[str]:
    """A look without any lock."""
    found = [job.id for job, studio in concerned(db.session(), now=now) if _goes(job, studio, now)]
    db.session.rollback()
    return found


def _finish(job_id: str, *, now: datetime) -> Step:
    """All photos of the job, so many at a time."""
    step = Step.MORE
    while step is Step.MORE:
        step = _delete_some(job_id, now=now)
    return step


def _delete_some(job_id: str, *, now: datetime) -> Step:
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update={"of": Job}, populate_existing=True)
        if job is None or not _goes(job, job.studio, now):
            return Step.NOTHING
        if is_open_for_somebody(session, job.id) or what_keeps(session, job, now=now):
            return Step.KEPT
        deletion = begin_deletion(
            session, job, studio_id=job.studio_id, kind=Kind.PHOTOS, reason=Reason.RETENTION,
            by=WORKER, now=now,
        )  # fmt: skip
        photos = delete_photos(session, deletion, job, _first_ones(session, job), now=now)
        counts = {"photos_deleted": photos}
        if job.photo_count + job.trash_count > 0:
            record(session, job, by=WORKER, now=now, deed="retention-applied", counts=counts)
            return Step.MORE
        _remove_albums(session, job, now=now)
        job.retention_noticed_at = None
        mark_stale(session, job.id)
        record(session, job, by=WORKER, now=now, deed="retention-applied", counts=counts)
        return Step.DONE


def _goes(job: Job, studio: Studio, now: datetime) -> bool:
    keeping = standing_of(job, studio).keeping
    return keeping is not None and keeping.is_due(now)


def _first_ones(session: Session, job: Job) -> ColumnElement[bool]:
    """A condition on Photo: of a large job the photos up to a number, of others all."""
    number = session.scalar(
        select(Photo.number)
        .where(Photo.job_id == job.id)
        .order_by(Photo.number)
        .offset(AT_ONCE - 1)
        .limit(1),
        execution_options=WITH_TRASH,
    )
    return Photo.job_id == job.id if number is None else Photo.number <= number


def _remove_albums(session: Session, job: Job, *, now: datetime) -> None:
    """Albums go as when they are deleted by hand: their names stay for people and statistics."""
    session.execute(
        update(Album)
        .where(Album.job_id == job.id, Album.removed_at.is_(None))
        .values(removed_at=now)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(Trash).where(Trash.job_id == job.id).execution_options(synchronize_session=False)
    )


def _forget_customers(now: datetime) -> int:
    """Customers without orders go with the last photos that were theirs, where a studio says so."""
    forgotten = 0
    for studio_id in studios_that_forget():
        try:
            left_over = list(customers_left_over(db.session(), studio_id))
            db.session.rollback()
            forgotten += forget_left_over(studio_id, left_over, now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("forgetting customers failed", studio=studio_id)
    return forgotten
