"""Which jobs wait to be archived: the one place that says it to the database (A5)."""

from datetime import datetime

from sqlalchemy import Select, func, select

from webapp.domain.status import Status
from webapp.models.base import db, read_committed_state
from webapp.models.job import Job


def due(now: datetime) -> Select[str, str]:
    """Ids and studios of the jobs that are due: Selling, and the stop has passed (A5)."""
    return (
        select(Job.id, Job.studio_id)
        .where(Job.status == Status.SELLING.value, Job.stop_at.is_not(None), Job.stop_at <= now)
        .order_by(Job.stop_at, Job.id)
    )


def anything_due(*, now: datetime) -> bool:
    """Whether a Selling job's stop has passed at `now`; looks at what is committed by then."""
    read_committed_state()
    return db.session.execute(due(now).limit(1)).first() is not None


def count_due(*, now: datetime) -> int:
    """How many Selling jobs' stops have passed at `now`."""
    return db.session.scalar(select(func.count()).select_from(due(now).subquery())) or 0
