"""A deed that changes whom a job writes to says so; the worker plans its messages anew (C6).

The mark is a row of its own, written in the transaction of the deed: either both are there or none.
Rows are only added, so nobody waits for anybody: a deed of a customer shares its job with others,
and to write to the job itself could make two of them wait for each other for ever.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from webapp.domain.deletion import Kind
from webapp.domain.notifications import Condition
from webapp.models.base import db
from webapp.models.deletion import Deletion
from webapp.models.job import Job
from webapp.models.message import Notification, Unplanned
from webapp.models.photo import Photo


def mark_stale(session: Session, *jobs: str) -> None:
    """Say that something changed that decides whom these jobs write to; the caller commits."""
    if jobs:
        session.execute(insert(Unplanned), [{"job_id": job_id} for job_id in jobs])


def mark_stale_with_profile(session: Session, jobs: Sequence[str]) -> None:
    """The same, for those of them that write to anybody: one statement for any number."""
    _mark(session, and_(Job.id.in_(jobs), Job.communication_profile_id.is_not(None)))


def mark_stale_by_profile(session: Session, profile_id: str) -> None:
    """The same, for every job that uses this profile."""
    _mark(session, Job.communication_profile_id == profile_id)


def mark_stale_by_studio(session: Session, studio_id: str) -> None:
    """The same, for every job of a studio: its days begin at another instant."""
    _mark(session, and_(Job.studio_id == studio_id, Job.communication_profile_id.is_not(None)))


def mark_stale_by_pictures(session: Session, photo_ids: Sequence[str]) -> None:
    """The same, for the jobs of these photos, where somebody is written to who sees some (C1), or
    had lost all of theirs and has some again (C6)."""
    asking = select(Notification.profile_id).where(Notification.condition != Condition.EVERYONE)
    shrunk = select(Deletion.job_id).where(Deletion.kind == Kind.PHOTOS.value)
    has_lost_some = or_(Job.trash_count > 0, Job.id.in_(shrunk))
    of_photos = select(Photo.job_id).where(Photo.id.in_(photo_ids))
    _mark(
        session,
        and_(
            Job.id.in_(of_photos),
            Job.communication_profile_id.is_not(None),
            or_(Job.communication_profile_id.in_(asking), has_lost_some),
        ),
    )


def stale_jobs(limit: int) -> Sequence[str]:
    """Jobs with marks, the oldest first: one statement, without any lock."""
    oldest = func.min(Unplanned.id)
    found = db.session.scalars(
        select(Unplanned.job_id).group_by(Unplanned.job_id).order_by(oldest).limit(limit)
    ).all()
    db.session.rollback()
    return found


def marks_of(session: Session, job_id: str) -> Sequence[int]:
    """The marks of a job by now: to be taken away when it is planned. Later ones stay."""
    return session.scalars(select(Unplanned.id).where(Unplanned.job_id == job_id)).all()


def take_away(session: Session, marks: Sequence[int]) -> None:
    """The job is planned: these marks have done their work."""
    if marks:
        gone: Any = delete(Unplanned).where(Unplanned.id.in_(marks))
        session.execute(gone.execution_options(synchronize_session=False))


def _mark(session: Session, which: ColumnElement[bool]) -> None:
    session.execute(insert(Unplanned).from_select(["job_id"], select(Job.id).where(which)))
