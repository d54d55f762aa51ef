"""The job overview: one page of jobs with their figures, and how many there are of each status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select

from webapp.domain import access_codes
from webapp.domain.archiving import first_instant, local_day
from webapp.domain.job_list import PAGE_SIZE, Filters, Sort
from webapp.domain.paging import Page
from webapp.domain.status import Status
from webapp.models import sealing
from webapp.models.base import db
from webapp.models.customer import Registration
from webapp.models.job import AccessCode, Job
from webapp.models.photo import Photo
from webapp.models.studio import Studio
from webapp.queries.leaving_next import Sizes, leaving_next, sizes
from webapp.queries.more_time import is_asked_for, waiting_by_job
from webapp.queries.searching import has_words

SOON_DAYS = 7
_CODE = "access code"


@dataclass(frozen=True)
class JobRow:
    """A job in the list: `customers` registered for it, `cover_id` is a photo with previews.

    `asks`: how many ask for more time.
    """

    job: Job
    customers: int
    cover_id: str | None
    asks: int


@dataclass(frozen=True)
class JobsPage:
    """One page of the list, and what is counted around it: per status whatever is searched."""

    rows: list[JobRow]
    page: Page
    counts: dict[Status, int]
    leaving_soon: int
    asks: int

    @property
    def total(self) -> int:
        """All jobs of the studio, of whatever status."""
        return sum(self.counts.values())


def jobs_page(studio: Studio, filters: Filters, *, now: datetime) -> JobsPage:
    """The page of the studio's jobs that the filters ask for; seven statements at most."""
    asked = waiting_by_job(studio.id)
    counts = _by_status(counted := sizes(studio.id))
    narrowed = _narrowed(studio.id, filters)
    is_searched = bool(filters.q) or filters.asks
    matching = sizes(studio.id, *narrowed) if is_searched else _of_status(counted, filters.status)
    page = Page(filters.page, sum(matching.values()), PAGE_SIZE)
    if filters.sort is Sort.NEXT:
        jobs = leaving_next(narrowed, matching, page)
    else:
        jobs = _sorted_jobs(narrowed, _ORDERS[filters.sort], page)
    return JobsPage(
        _rows(jobs, asked), page, counts, _leaving_soon(studio, now), sum(asked.values())
    )


def _by_status(counted: Sizes) -> dict[Status, int]:
    return {status: sum(_of_status(counted, status).values()) for status in Status}


def _of_status(counted: Sizes, status: Status | None) -> Sizes:
    return {
        group: number
        for group, number in counted.items()
        if status is None or group.status is status
    }


def _narrowed(studio_id: str, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Job.studio_id == studio_id]
    if filters.status:
        found.append(Job.status == filters.status.value)
    if filters.asks:
        found.append(is_asked_for(studio_id))
    if filters.q:
        found.append(or_(has_words(filters.words, _NAMES), _has_code(studio_id, filters.q)))
    return found


def _has_code(studio_id: str, typed: str) -> ColumnElement[bool]:
    """A whole access code leads to its job; part of one cannot be looked for."""
    code = access_codes.normalise(typed)
    if code is None:
        return false()
    fingerprint = sealing.fingerprint(code, purpose=_CODE)
    of_code = select(AccessCode.job_id).where(
        AccessCode.studio_id == studio_id, AccessCode.fingerprint == fingerprint
    )
    return Job.id.in_(of_code)


def _sorted_jobs(
    narrowed: list[ColumnElement[bool]], order: tuple[ColumnElement[Any], ...], page: Page
) -> Sequence[Job]:
    return db.session.scalars(
        select(Job).where(*narrowed).order_by(*order, Job.id).offset(page.offset).limit(page.size)
    ).all()


def _rows(jobs: Sequence[Job], asked: Mapping[str, int]) -> list[JobRow]:
    ids = [job.id for job in jobs]
    customers, covers = _customers(ids), _covers(ids)
    return [
        JobRow(job, customers.get(job.id, 0), covers.get(job.id), asked.get(job.id, 0))
        for job in jobs
    ]


def _customers(ids: Sequence[str]) -> dict[str, int]:
    rows = db.session.execute(
        select(Registration.job_id, func.count())
        .where(Registration.job_id.in_(ids))
        .group_by(Registration.job_id)
    )
    return {job_id: number for job_id, number in rows}


_FIRST_NUMBERS = (1, 2, 3)


def _covers(ids: Sequence[str]) -> dict[str, str]:
    """The first photo of each job; one look into the index per job, however many photos it has.

    A shoot may begin with a QR card: the picture after it stands for the job.
    """
    rows = db.session.execute(
        select(Photo.job_id, Photo.id)
        .where(
            Photo.job_id.in_(ids),
            Photo.number.in_(_FIRST_NUMBERS),
            Photo.state == "ready",
            Photo.card_state != "card",
        )
        .order_by(Photo.number.desc())
    )
    return {job_id: photo_id for job_id, photo_id in rows}


def _leaving_soon(studio: Studio, now: datetime) -> int:
    """Jobs that leave the shop by the end of the seventh day after today."""
    day_after = local_day(now, studio.time_zone) + timedelta(days=SOON_DAYS + 1)
    leaving = (
        select(func.count())
        .select_from(Job)
        .where(
            Job.studio_id == studio.id,
            Job.status == Status.SELLING.value,
            Job.stop_at > now,
            Job.stop_at <= first_instant(day_after, studio.time_zone),
        )
    )
    return db.session.scalar(leaving) or 0


_NAMES = (Job.public_name, Job.internal_name)
_ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.NAME: (func.lower(Job.public_name),),
    Sort.NEWEST: (Job.created_at.desc(),),
    Sort.LARGEST: (Job.original_bytes.desc(),),
}
