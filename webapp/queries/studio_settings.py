"""What the studio's settings ask before something changes: orders, and the days of its jobs."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session

from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.status import Status
from webapp.domain.zone_change import DatedJob, ZonePlan, plan_zone_change
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.late import Reopening
from webapp.models.order import Order
from webapp.models.studio import Studio


def has_orders(session: Session, studio_id: str) -> bool:
    """Whether anything was ever ordered: then its currency stays."""
    return bool(
        session.scalar(select(exists(select(Order.id).where(Order.studio_id == studio_id))))
    )


def is_currency_fixed(studio_id: str) -> bool:
    """The same, for the page."""
    return has_orders(db.session(), studio_id)


def zone_plan(session: Session, studio: Studio, zone: str, *, now: datetime) -> ZonePlan:
    """What another zone does to the studio's jobs at `now` (A2); archived ones stay archived."""
    rows = session.execute(
        select(Job.id, Job.archiving_date, Job.archiving_delay, Job.status).where(
            Job.studio_id == studio.id,
            Job.status != Status.ARCHIVED.value,
            Job.archiving,
        )
    )
    here = studio.time_zone
    jobs = [
        DatedJob(job_id, ArchivePlan(day, Delay(delay), here), status == Status.SELLING.value)
        for job_id, day, delay, status in rows
        if day is not None
    ]
    reopened = [
        DatedJob(job_id, ArchivePlan(until, Delay.SAME_DAY, here), is_open=True)
        for job_id, until in _open_again(session, studio.id, now=now)
    ]
    return plan_zone_change([*jobs, *reopened], here, zone, now=now)


def preview_zone_change(studio: Studio, zone: str, *, now: datetime) -> ZonePlan:
    """The plan that `change_time_zone` would follow at `now`; stores nothing."""
    return zone_plan(db.session(), studio, zone, now=now)


def _open_again(session: Session, studio_id: str, *, now: datetime) -> Sequence[Row[str, date]]:
    """What is open again for single codes: the jobs, and their last days."""
    return session.execute(
        select(Reopening.job_id, Reopening.until).where(
            Reopening.studio_id == studio_id,
            Reopening.closed_at.is_(None),
            Reopening.stop_at > now,
        )
    ).all()
