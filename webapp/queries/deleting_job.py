"""What goes with a job that is deleted, and what stands against deleting it (D3, D4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.status import Status
from webapp.domain.throwing_away import JobDeletionFacts
from webapp.models.base import db
from webapp.models.customer import Registration
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.models.late import Reopening
from webapp.models.message import Message
from webapp.models.order import OrderLine
from webapp.models.trash import WITH_TRASH
from webapp.queries.needed_photos import NeedingOrder, orders_needing, undelivered_of_job


@dataclass(frozen=True)
class Against:
    """Why a job cannot be deleted now: it is on sale, open for one code, or orders need it."""

    is_on_sale: bool
    is_open_for_one: bool
    orders: tuple[NeedingOrder, ...]

    def __bool__(self) -> bool:
        return self.is_on_sale or self.is_open_for_one or bool(self.orders)


def against_deleting(session: Session, job: Job, *, now: datetime) -> Against:
    """What stands against deleting the job at `now`."""
    reopened = select(Reopening.id).where(
        Reopening.job_id == job.id, Reopening.closed_at.is_(None), Reopening.stop_at > now
    )
    return Against(
        is_on_sale=job.status == Status.SELLING,
        is_open_for_one=session.scalar(reopened.limit(1)) is not None,
        orders=tuple(_orders(session, job.id, now=now)),
    )


def preview_against(job: Job, *, now: datetime) -> Against:
    """The same for a page, which holds no session."""
    return against_deleting(db.session(), job, now=now)


def job_deletion_facts(session: Session, job: Job) -> JobDeletionFacts:
    """What goes with the job, counted."""

    def number(model: Any, *which: Any) -> int:
        counted = select(func.count()).select_from(model).where(model.job_id == job.id, *which)
        return session.scalar(counted) or 0

    ordered = select(func.count(func.distinct(OrderLine.order_id)))
    return JobDeletionFacts(
        albums=number(Album, Album.is_shown),
        photos=job.photo_count + job.trash_count,
        original_bytes=job.original_bytes + job.trash_bytes,
        in_trash=job.trash_count,
        people=number(Person),
        codes=number(AccessCode, AccessCode.revoked_at.is_(None)),
        customers=number(Registration),
        messages=number(Message),
        orders=session.scalar(ordered.where(OrderLine.job_id == job.id)) or 0,
    )


def preview_job_deletion(job: Job) -> JobDeletionFacts:
    """The same for a page."""
    return job_deletion_facts(db.session(), job)


def jobs_being_deleted() -> Sequence[str]:
    """Jobs whose deletion has begun, for who goes on with it."""
    begun = select(Job.id).where(Job.deletion_id.is_not(None)).order_by(Job.id)
    found = db.session.scalars(begun, execution_options=WITH_TRASH).all()
    db.session.rollback()
    return found


def _orders(session: Session, job_id: str, *, now: datetime) -> list[NeedingOrder]:
    """Those that need pictures, and those that wait for something else of the job (D4)."""
    needing = {each.order_id: each for each in orders_needing(session, job_id, now=now)}
    for order in undelivered_of_job(session, job_id):
        if order.id not in needing:
            needing[order.id] = NeedingOrder(order.id, order.number, order.name, 0, True, None)
    return sorted(needing.values(), key=lambda each: each.number)
