"""What the suggestions of the storage page are made of (D1)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from webapp.domain.status import Status
from webapp.domain.storage import (
    FORGOTTEN_AFTER_MONTHS,
    OLD_AFTER_MONTHS,
    Group,
    archived_before,
)
from webapp.models.base import db
from webapp.models.deletion import Trash
from webapp.models.job import Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.queries.storage_deletion import archived_long_ago, can_go


@dataclass(frozen=True)
class FailedPhotos:
    """How many photos of a job could not be derived."""

    job_id: str
    job_name: str
    photos: int


def old_jobs_that_can_go(studio: Studio, *, now: datetime) -> dict[int, Group]:
    """Archived jobs, each in the first group of `OLD_AFTER_MONTHS` that it is old enough for."""
    *older, youngest = OLD_AFTER_MONTHS
    group = case(
        *(
            (Job.archived_at < archived_before(months, now=now, zone=studio.time_zone), months)
            for months in older
        ),
        else_=youngest,
    )
    each = (
        select(group.label("months"), Job.original_bytes.label("size"))
        .where(*archived_long_ago(studio, youngest, now=now), can_go(studio.id, now=now))
        .subquery()
    )
    rows = db.session.execute(
        select(each.c.months, func.count(), func.sum(each.c.size)).group_by(each.c.months)
    )
    return {months: Group(number, int(size)) for months, number, size in rows}


def never_sold(studio: Studio, *, now: datetime) -> Group:
    """Jobs with photos that have been planned for more than a year."""
    before = archived_before(FORGOTTEN_AFTER_MONTHS, now=now, zone=studio.time_zone)
    number, size = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Job.original_bytes), 0)).where(
            Job.studio_id == studio.id,
            Job.status == Status.PLANNING.value,
            Job.selling_since.is_(None),
            Job.created_at < before,
            Job.original_bytes > 0,
        )
    ).one()
    return Group(number, int(size))


def failed_photos(studio_id: str) -> list[FailedPhotos]:
    """The jobs with photos that could not be derived, those with most of them first."""
    number = func.count()
    rows = db.session.execute(
        select(Job.id, Job.public_name, number)
        .join(Photo, Photo.job_id == Job.id)
        .where(Photo.studio_id == studio_id, Photo.state == "failed")
        .group_by(Job.id, Job.public_name)
        .order_by(number.desc(), Job.id)
    )
    return [FailedPhotos(job_id, name, photos) for job_id, name, photos in rows]


def trash_ends_next(studio_id: str) -> datetime | None:
    """When the oldest piece of trash is deleted by itself (D2)."""
    return db.session.scalar(
        select(func.min(Trash.ends_at)).where(
            Trash.studio_id == studio_id, Trash.deletion_id.is_(None)
        )
    )
