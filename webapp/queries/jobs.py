"""The job overview: one page of jobs with their figures, and how many there are of each status."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select

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

SOON_DAYS = 7
_CODE = "access code"
_ESCAPE = "\\"


@dataclass(frozen=True)
class JobRow:
    """A job in the list: `customers` registered for it, `cover_id` is a photo with previews."""

    job: Job
    customers: int
    cover_id: str | None


@dataclass(frozen=True)
class JobsPage:
    """One page of the list, and what is counted around it: per status whatever is searched."""

    rows: list[JobRow]
    page: Page
    counts: dict[Status, int]
    leaving_soon: int

    @property
    def total(self) -> int:
        """All jobs of the studio, of whatever status."""
        return sum(self.counts.values())


def jobs_page(studio: Studio, filters: Filters, *, now: datetime) -> JobsPage:
    """The page of the studio's jobs that the filters ask for; seven statements at most."""
    counts = _counts(studio.id)
    narrowed = _narrowed(studio.id, filters)
    total = _total(narrowed, filters, counts)
    page = Page(filters.page, total, PAGE_SIZE)
    ids = db.session.scalars(
        select(Job.id)
        .where(*narrowed)
        .order_by(*_ORDERS[filters.sort], Job.id)
        .offset(page.offset)
        .limit(PAGE_SIZE)
    ).all()
    return JobsPage(_rows(ids), page, counts, _leaving_soon(studio, now))


def number_of_jobs(studio_id: str) -> int:
    """How many jobs the studio has."""
    counted = select(func.count()).select_from(Job).where(Job.studio_id == studio_id)
    return db.session.scalar(counted) or 0


def _counts(studio_id: str) -> dict[Status, int]:
    rows = db.session.execute(
        select(Job.status, func.count()).where(Job.studio_id == studio_id).group_by(Job.status)
    )
    found = {status: number for status, number in rows}
    return {status: found.get(status.value, 0) for status in Status}


def _narrowed(studio_id: str, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Job.studio_id == studio_id]
    if filters.status:
        found.append(Job.status == filters.status.value)
    if filters.q:
        found.append(or_(_has_words(filters), _has_code(studio_id, filters.q)))
    return found


def _has_words(filters: Filters) -> ColumnElement[bool]:
    """Every word is somewhere in the public or the internal name."""
    return and_(*(_has_word(word) for word in filters.words))


def _has_word(word: str) -> ColumnElement[bool]:
    patterns = sorted(_patterns(word))
    return or_(*(name.ilike(each, escape=_ESCAPE) for name in _NAMES for each in patterns))


def _patterns(word: str) -> set[str]:
    """The word as typed and in the cases it may stand in: SQLite folds ASCII letters only."""
    forms = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    return {f"%{_escaped(form)}%" for form in forms}


def _escaped(word: str) -> str:
    for special in (_ESCAPE, "%", "_"):
        word = word.replace(special, _ESCAPE + special)
    return word


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


def _total(narrowed: list[ColumnElement[bool]], filters: Filters, counts: dict[Status, int]) -> int:
    if filters.q:
        return db.session.scalar(select(func.count()).select_from(Job).where(*narrowed)) or 0
    return counts[filters.status] if filters.status else sum(counts.values())


def _rows(ids: Sequence[str]) -> list[JobRow]:
    jobs = {job.id: job for job in db.session.scalars(select(Job).where(Job.id.in_(ids)))}
    customers = _customers(ids)
    covers = _covers(ids)
    return [JobRow(jobs[id_], customers.get(id_, 0), covers.get(id_)) for id_ in ids if id_ in jobs]


def _customers(ids: Sequence[str]) -> dict[str, int]:
    rows = db.session.execute(
        select(Registration.job_id, func.count())
        .where(Registration.job_id.in_(ids))
        .group_by(Registration.job_id)
    )
    return {job_id: number for job_id, number in rows}


def _covers(ids: Sequence[str]) -> dict[str, str]:
    """The first photo of each job; one look into the index per job, however many photos it has."""
    rows = db.session.execute(
        select(Photo.job_id, Photo.id).where(
            Photo.job_id.in_(ids), Photo.number == 1, Photo.state == "ready"
        )
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
_STATUS_ORDER = case(
    {Status.SELLING.value: 0, Status.PLANNING.value: 1, Status.ARCHIVED.value: 2}, value=Job.status
)
_ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.NEXT: (
        _STATUS_ORDER,
        case((Job.status == Status.SELLING.value, Job.stop_at)).asc().nulls_last(),
        case((Job.status == Status.PLANNING.value, Job.shot_on)).asc().nulls_last(),
        Job.archived_at.desc().nulls_last(),
    ),
    Sort.NAME: (func.lower(Job.public_name),),
    Sort.NEWEST: (Job.created_at.desc(),),
    Sort.LARGEST: (Job.original_bytes.desc(),),
}
