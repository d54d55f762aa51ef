"""Archived jobs whose albums may be deleted, and what holds the others back (D1, D4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from webapp.domain.status import Status
from webapp.domain.storage import archived_before
from webapp.domain.storage_deletion import MOST_JOBS, DeletionPlan, OldJob, plan_deletion
from webapp.models.base import db
from webapp.models.job import Album, Job
from webapp.models.late import Reopening
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.queries.needed_photos import jobs_with_needed_photos, orders_by_job


@dataclass(frozen=True)
class Offer:
    """Jobs to choose from, what can go before what can't, the largest on top; `more` do not fit."""

    jobs: list[OldJob]
    more: int


def offered(studio: Studio, months: int, *, now: datetime) -> Offer:
    """The jobs archived for more than so many months, also those that are held back."""
    found = archived_long_ago(studio, months, now=now)
    can_go_first = case((can_go(studio.id, now=now), 0), else_=1)
    jobs = db.session.scalars(
        select(Job)
        .where(*found)
        .order_by(can_go_first, Job.original_bytes.desc(), Job.id)
        .limit(MOST_JOBS)
    ).all()
    number = db.session.scalar(select(func.count()).select_from(Job).where(*found)) or 0
    return Offer(_with_albums(db.session(), jobs, now=now), number - len(jobs))


def chosen_plan(
    session: Session, studio_id: str, job_ids: Sequence[str], *, now: datetime
) -> DeletionPlan:
    """What deleting the albums of these jobs of the studio would do, the largest first.

    Unknown ids, and those of others, are passed over.
    """
    jobs = session.scalars(
        select(Job)
        .where(Job.studio_id == studio_id, Job.id.in_(job_ids))
        .order_by(Job.original_bytes.desc(), Job.id)
    ).all()
    return plan_deletion(_with_albums(session, jobs, now=now))


def held_back(jobs: Sequence[Job], *, now: datetime) -> dict[str, OldJob]:
    """What stands against deleting the albums of these jobs, by id; albums are not counted."""
    return {job.job_id: job for job in _as_old_jobs(db.session(), jobs, {}, now=now)}


def with_photos() -> ColumnElement[bool]:
    """Whether an album is one of its job's and holds photos: a condition on Album."""
    photos = select(Photo.id).where(Photo.album_id == Album.id).correlate(Album).exists()
    return and_(Album.is_shown, photos)


def archived_long_ago(
    studio: Studio, months: int, *, now: datetime
) -> tuple[ColumnElement[bool], ...]:
    """Jobs with photos that have been archived for more than so many months: conditions on Job."""
    return (
        Job.studio_id == studio.id,
        Job.status == Status.ARCHIVED.value,
        Job.archived_at < archived_before(months, now=now, zone=studio.time_zone),
        Job.original_bytes > 0,
    )


def can_go(studio_id: str, *, now: datetime) -> ColumnElement[bool]:
    """Nothing holds the albums of an archived job back: what `OldJob.held` says, in SQL (D4)."""
    open_again = select(Reopening.job_id).where(
        Reopening.studio_id == studio_id, Reopening.closed_at.is_(None)
    )
    return and_(
        Job.retention_hold.is_(False),
        Job.id.not_in(open_again),
        Job.id.not_in(jobs_with_needed_photos(studio_id, now=now)),
    )


def _with_albums(session: Session, jobs: Sequence[Job], *, now: datetime) -> list[OldJob]:
    rows = session.execute(
        select(Album.job_id, func.count())
        .where(Album.job_id.in_([job.id for job in jobs]), with_photos())
        .group_by(Album.job_id)
    )
    albums = {job_id: number for job_id, number in rows}
    return _as_old_jobs(session, jobs, albums, now=now)


def _as_old_jobs(
    session: Session, jobs: Sequence[Job], albums: Mapping[str, int], *, now: datetime
) -> list[OldJob]:
    ids = [job.id for job in jobs]
    orders = orders_by_job(session, ids, now=now)
    open_again = set(
        session.scalars(
            select(Reopening.job_id).where(Reopening.job_id.in_(ids), Reopening.closed_at.is_(None))
        )
    )
    return [
        OldJob(
            job_id=job.id,
            name=job.public_name,
            archived_at=job.archived_at,
            albums=albums.get(job.id, 0),
            photos=job.photo_count,
            size=job.original_bytes,
            orders=orders.get(job.id, ()),
            is_open_again=job.id in open_again,
            is_on_hold=job.retention_hold,
        )
        for job in jobs
    ]
