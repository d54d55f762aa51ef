"""Which jobs wait to be archived: the one place that says it to the database (A5)."""

from datetime import datetime

from sqlalchemy import Select, func, select

from webapp.domain.status import Status
from webapp.models.base import db, read_committed_state
from webapp.models.job import Job
from webapp.queries.clock_hold import holds


def overdue(now: datetime) -> Select[str, str]:
    """Ids and studios of the jobs that are Selling though their stop has passed."""
    return (
        select(Job.id, Job.studio_id)
        .where(Job.status == Status.SELLING.value, Job.stop_at.is_not(None), Job.stop_at <= now)
        .order_by(Job.stop_at, Job.id)
    )


def due(now: datetime) -> Select[str, str]:
    """Those of them to be archived (A5): none as long as the clock is held (invariant 5)."""
    return overdue(now).where(~holds())


def anything_due(*, now: datetime) -> bool:
    """Whether a job is to be archived at `now`; looks at what is committed by then."""
    read_committed_state()
    return db.session.execute(due(now).limit(1)).first() is not None


def count_due(*, now: datetime) -> int:
    """How many Selling jobs' stops have passed at `now`, whether or not the clock is held."""
    return db.session.scalar(select(func.count()).select_from(overdue(now).subquery())) or 0


def due_since(*, now: datetime) -> datetime | None:
    """The stop of the job that is due for the longest time; None: none is due."""
    stops = overdue(now).with_only_columns(Job.stop_at, maintain_column_froms=True)
    return db.session.scalar(stops.limit(1))
