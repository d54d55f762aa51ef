"""How much of a studio's storage is used, by what, and by which jobs (D1, A11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

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
    """The meter, and what it is made of.

    `jobs`: how many of each status hold photos; `rows`: how many hold photos or have some in the
    trash; `trash_photos` lie there; `largest`: the bytes of the largest job.
    """

    meter: Meter
    jobs: Mapping[Status, int]
    rows: Mapping[Status, int]
    trash_photos: int
    largest: int

    @property
    def archived_jobs(self) -> int:
        """Archived jobs with photos."""
        return self.jobs[Status.ARCHIVED]

    @property
    def live_jobs(self) -> int:
        """All others with photos."""
        return sum(self.jobs.values()) - self.archived_jobs


class Sort(StrEnum):
    """The orders of the table."""

    LARGEST = "largest"
    SMALLEST = "smallest"
    NAME = "name"
    OLDEST = "oldest"
    TRASH = "trash"


def split(studio: Studio) -> Split:
    """The storage meter with its jobs, from the figures kept with the jobs (D1, D5)."""
    found = {
        Status(row.status): row
        for row in db.session.execute(
            select(
                Job.status,
                func.sum(Job.original_bytes).label("size"),
                func.sum(case((Job.original_bytes > 0, 1), else_=0)).label("jobs"),
                func.sum(case((_IS_LISTED, 1), else_=0)).label("rows"),
                func.sum(Job.trash_bytes).label("trash"),
                func.sum(Job.trash_count).label("photos"),
                func.max(Job.original_bytes).label("largest"),
            )
            .where(Job.studio_id == studio.id)
            .group_by(Job.status)
        )
    }
    sizes = {status: int(row.size) for status, row in found.items()}
    archived = sizes.get(Status.ARCHIVED, 0)
    trash = sum(int(row.trash) for row in found.values())
    used = sum(sizes.values())
    return Split(
        meter=Meter(used + trash, used - archived, archived, trash, studio.quota_bytes),
        jobs={status: int(found[status].jobs) if status in found else 0 for status in Status},
        rows={status: int(found[status].rows) if status in found else 0 for status in Status},
        trash_photos=sum(int(row.photos) for row in found.values()),
        largest=max((int(row.largest) for row in found.values()), default=0),
    )


def jobs_by_size(studio_id: str, *, sort: Sort, page: Page, status: Status | None) -> list[Job]:
    """One page of the jobs that hold photos, or have some in the trash; of one status or all."""
    of_status = [Job.status == status.value] if status else []
    return list(
        db.session.scalars(
            select(Job)
            .where(Job.studio_id == studio_id, _IS_LISTED, *of_status)
            .order_by(*_ORDERS[sort], Job.id)
            .offset(page.offset)
            .limit(page.size)
        )
    )


_IS_LISTED = or_(Job.original_bytes > 0, Job.trash_bytes > 0)
_ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.LARGEST: (Job.original_bytes.desc(),),
    Sort.SMALLEST: (Job.original_bytes.asc(),),
    Sort.NAME: (func.lower(Job.public_name),),
    Sort.OLDEST: (Job.archived_at.asc().nulls_last(), Job.created_at.asc()),
    Sort.TRASH: (Job.trash_bytes.desc(), Job.original_bytes.desc()),
}
