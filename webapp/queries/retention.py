"""Which photos stay for how long, and which of them go next: SQL narrows, the domain decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import Session

from webapp.domain.archiving import local_day
from webapp.domain.retention import (
    SOON,
    GoingJob,
    Keeping,
    RetentionPlan,
    Standing,
    by_day,
    latest_archiving_due,
)
from webapp.domain.status import Status
from webapp.models.base import db
from webapp.models.customer import Customer, Registration
from webapp.models.deletion import Deletion
from webapp.models.job import Job
from webapp.models.late import Reopening
from webapp.models.order import Order
from webapp.models.studio import Studio
from webapp.queries.needed_photos import NeedingOrder, orders_needing


@dataclass(frozen=True)
class GoingSum:
    """How many jobs lose their photos by themselves, how many bytes that is, and when it begins."""

    jobs: int
    size: int
    first_day: date | None


def standing_of(job: Job, studio: Studio) -> Standing:
    """What the job and its studio say about its photos."""
    return Standing(
        archived_at=job.archived_at,
        zone=studio.time_zone,
        studio_months=studio.retention_months,
        own_months=job.retention_months,
        hold=job.retention_hold,
        noticed_at=job.retention_noticed_at,
        is_letter_waiting=job.retention_letter_id is not None and not job.retention_noticed_at,
    )


def concerned(session: Session, *, now: datetime) -> list[tuple[Job, Studio]]:
    """Archived jobs with photos whose notice or deletion may be due; two statements, no locks."""
    used = _months_in_use(session)
    if not used:
        return []
    months = func.coalesce(Job.retention_months, Studio.retention_months)
    due = {each: latest_archiving_due(now, each) for each in used}
    soon = [and_(months == each, Job.archived_at <= latest) for each, latest in due.items()]
    rows = session.execute(
        select(Job, Studio)
        .join(Studio, Studio.id == Job.studio_id)
        .where(Job.status == Status.ARCHIVED.value, _with_photos(), ~Job.retention_hold)
        .where(Job.archived_at <= max(due.values()), or_(*soon))
        .order_by(Job.studio_id, Job.id)
    )
    return [(job, studio) for job, studio in rows]


def _months_in_use(session: Session) -> Sequence[int]:
    """How long photos stay, wherever it is said: of studios, and of jobs of their own."""
    said = union(
        select(Studio.retention_months).where(Studio.retention_months.is_not(None)),
        select(Job.retention_months).where(Job.retention_months.is_not(None)),
    )
    return [months for months in session.scalars(said) if months is not None]


def has_run_out(job: Job, studio: Studio, *, now: datetime) -> bool:
    """Whether the photos' time is over and their studio was told (D4 may still keep them)."""
    keeping = standing_of(job, studio).keeping
    return keeping is not None and keeping.is_due(now)


def what_keeps(session: Session, job: Job, *, now: datetime) -> list[NeedingOrder]:
    """The orders that need photos of the job: while there are any, none of them goes (D4)."""
    return orders_needing(session, job.id, now=now)


def orders_that_keep(job: Job, *, now: datetime) -> list[NeedingOrder]:
    """The same for a page, which holds no session."""
    return what_keeps(db.session(), job, now=now)


def is_open_for_somebody(session: Session, job_id: str) -> bool:
    """Whether the archived job is open again for a code: then its photos stay for the time."""
    is_open = select(Reopening.id).where(Reopening.job_id == job_id, Reopening.closed_at.is_(None))
    return session.scalar(is_open.limit(1)) is not None


def plan_for(
    session: Session, studio: Studio, months: int | None, *, customers: bool, now: datetime
) -> RetentionPlan:
    """What these months would mean for the jobs that say nothing of their own."""
    left_over = len(customers_left_over(session, studio.id)) if customers else 0
    if months is None:
        return RetentionPlan(None, customers, customers=left_over)
    jobs = session.scalars(
        select(Job).where(
            Job.studio_id == studio.id,
            Job.status == Status.ARCHIVED.value,
            Job.retention_months.is_(None),
            ~Job.retention_hold,
            _with_photos(),
        )
    ).all()
    going = [job for job in (_going(each, studio, months, now=now) for each in jobs) if job]
    with_them = 0
    if customers:
        ids = [job.job_id for job in going]
        with_them = (
            session.scalar(select(func.count()).select_from(_only_of(studio.id, ids).subquery()))
            or 0
        )
    return RetentionPlan(months, customers, tuple(by_day(going)), with_them + left_over)


def plan_for_job(
    job: Job, months: int | None, *, hold: bool, now: datetime
) -> RetentionPlan | None:
    """What other months of its own mean for a job; None: its photos do not go soon, nor sooner."""
    studio = job.studio
    before = going(job, studio, now=now)
    said = Standing(job.archived_at, studio.time_zone, studio.retention_months, months, hold)
    after = _as_going(job, said, now=now)
    if after is None or not after.photos:
        return None
    is_sooner = before is None or after.day < before.day
    is_soon = after.day <= local_day(now + SOON, studio.time_zone)
    return (
        RetentionPlan(months, forgets_customers=False, jobs=(after,))
        if is_sooner or is_soon
        else None
    )


def going_next(studio: Studio, *, now: datetime) -> GoingSum:
    """The studio's jobs whose photos go by themselves as things stand; one statement.

    Of jobs with the same months that were told at the same moment, the one that was archived first
    goes first.
    """
    months = func.coalesce(Job.retention_months, Studio.retention_months)
    size = func.sum(Job.original_bytes + Job.trash_bytes)
    rows = db.session.execute(
        select(months, Job.retention_noticed_at, func.count(), size, func.min(Job.archived_at))
        .join(Studio, Studio.id == Job.studio_id)
        .where(
            Job.studio_id == studio.id,
            Job.status == Status.ARCHIVED.value,
            ~Job.retention_hold,
            months.is_not(None),
            _with_photos(),
        )
        .group_by(months, Job.retention_noticed_at)
    ).all()
    days = [
        Keeping(first, each, studio.time_zone, told).last_day(now)
        for each, told, _count, _size, first in rows
        if first is not None
    ]
    return GoingSum(
        jobs=sum(row[2] for row in rows),
        size=sum(int(row[3]) for row in rows),
        first_day=min(days, default=None),
    )


def going(job: Job, studio: Studio, *, now: datetime) -> GoingJob | None:
    """When the photos of a job go; None: they stay, as things stand."""
    return _as_going(job, standing_of(job, studio), now=now)


def customers_left_over(
    session: Session, studio_id: str, *, among: Sequence[str] | None = None
) -> Sequence[str]:
    """Customers without orders whose last job lost its photos by retention, and nothing else.

    Whoever waits for a job that is not archived, or has photos somewhere, stays. `among`: only
    these are asked about.
    """
    gone = (
        exists()
        .where(Deletion.job_id == Registration.job_id, Deletion.reason == "retention")
        .correlate(Registration)
    )
    lost = exists().where(Registration.customer_id == Customer.id, gone).correlate(Customer)
    left = _without_orders(studio_id).where(lost, ~_elsewhere([]))
    if among is not None:
        left = left.where(Customer.id.in_(among))
    return session.scalars(left.order_by(Customer.id)).all()


def studios_that_forget() -> Sequence[str]:
    """The studios whose customers without orders go with the photos."""
    return db.session.scalars(
        select(Studio.id).where(Studio.retention_customers).order_by(Studio.id)
    ).all()


def _going(job: Job, studio: Studio, months: int, *, now: datetime) -> GoingJob | None:
    """As it would be with these months; what was told counts anew then."""
    unchanged = months == studio.retention_months
    told = job.retention_noticed_at if unchanged else None
    said = Standing(job.archived_at, studio.time_zone, months, noticed_at=told)
    return _as_going(job, said, now=now)


def _as_going(job: Job, said: Standing, *, now: datetime) -> GoingJob | None:
    keeping = said.keeping
    if keeping is None:
        return None
    photos, size = job.photo_count + job.trash_count, job.original_bytes + job.trash_bytes
    return GoingJob(job.id, job.public_name, photos, size, keeping.last_day(now))


def _with_photos() -> ColumnElement[bool]:
    return Job.photo_count + Job.trash_count > 0


def _only_of(studio_id: str, job_ids: Sequence[str]) -> Select[str]:
    """Customers without orders of these jobs whom nothing else keeps."""
    of_these = (
        exists()
        .where(Registration.customer_id == Customer.id, Registration.job_id.in_(job_ids))
        .correlate(Customer)
    )
    return _without_orders(studio_id).where(of_these, ~_elsewhere(job_ids))


def _without_orders(studio_id: str) -> Select[str]:
    ordered = exists().where(Order.customer_id == Customer.id).correlate(Customer)
    return select(Customer.id).where(
        Customer.studio_id == studio_id, Customer.forgotten_at.is_(None), ~ordered
    )


def _elsewhere(job_ids: Sequence[str]) -> ColumnElement[bool]:
    """Registered for another job that has photos, or is not archived yet."""
    return (
        select(Registration.id)
        .join(Job, Job.id == Registration.job_id)
        .where(
            Registration.customer_id == Customer.id,
            Job.id.not_in(job_ids),
            or_(_with_photos(), Job.status != Status.ARCHIVED.value),
        )
        .correlate(Customer)
        .exists()
    )
