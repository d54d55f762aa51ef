"""How much of a studio's storage is used, by what, and by which jobs (D1, A11)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from webapp.domain.paging import Page
from webapp.domain.status import Status
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.studio import Studio

PAGE_SIZE = 50


@dataclass(frozen=True)
class Meter:
    """Bytes of originals on record, against the quota; archived jobs count in full (A11)."""

    used: int
    live: int
    archived: int
    trash: int
    quota: int

    @property
    def free(self) -> int:
        """What may still be uploaded; 0 when there is more than the quota."""
        return max(self.quota - self.used, 0)


@dataclass(frozen=True)
class Split:
    """The meter, how many jobs with photos are live and archived, and the photos in the trash."""

    meter: Meter
    live_jobs: int
    archived_jobs: int
    trash_photos: int


class Sort(StrEnum):
    """The orders of the table."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    NAME = "name"
    OLDEST = "oldest"


def meter(studio_id: str) -> Meter:
    """The storage meter of the navigation, from the figures kept with the jobs (D1, D5)."""
    return split(studio_id).meter


def split(studio_id: str) -> Split:
    """The meter with its jobs counted."""
    is_archived = Job.status == Status.ARCHIVED.value
    with_photos = func.sum(case((Job.original_bytes > 0, 1), else_=0))
    rows = db.session.execute(
        select(
            is_archived,
            func.sum(Job.original_bytes),
            with_photos,
            func.sum(Job.trash_bytes),
            func.sum(Job.trash_count),
        )
        .where(Job.studio_id == studio_id)
        .group_by(is_archived)
    ).all()
    found = {bool(row[0]): tuple(int(figure) for figure in row[1:]) for row in rows}
    live, archived = (found.get(which, (0, 0, 0, 0)) for which in (False, True))
    trash = live[2] + archived[2]
    quota = db.session.scalar(select(Studio.quota_bytes).where(Studio.id == studio_id)) or 0
    meter = Meter(live[0] + archived[0] + trash, live[0], archived[0], trash, quota)
    return Split(meter, live[1], archived[1], live[3] + archived[3])


def jobs_by_size(studio_id: str, *, sort: Sort, page: Page) -> list[Job]:
    """One page of the jobs that hold photos."""
    return list(
        db.session.scalars(
            select(Job)
            .where(Job.studio_id == studio_id, Job.original_bytes > 0)
            .order_by(*_ORDERS[sort], Job.id)
            .offset(page.offset)
            .limit(page.size)
        )
    )


def largest_job(studio_id: str) -> int:
    """The bytes of the largest job: the whole width of a bar."""
    return (
        db.session.scalar(select(func.max(Job.original_bytes)).where(Job.studio_id == studio_id))
        or 0
    )


_ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.LARGEST: (Job.original_bytes.desc(),),
    Sort.SMALLEST: (Job.original_bytes.asc(),),
    Sort.NAME: (func.lower(Job.public_name),),
    Sort.OLDEST: (Job.archived_at.asc().nulls_last(), Job.created_at.asc()),
}
