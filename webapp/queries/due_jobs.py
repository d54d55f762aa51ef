"""Whether jobs wait for the worker to archive them (A5)."""

from datetime import datetime

from sqlalchemy import select

from webapp.domain.status import Status
from webapp.models.base import db, read_committed_state
from webapp.models.job import Job


def anything_due(*, now: datetime) -> bool:
    """Whether a Selling job's stop has passed at `now`; looks at what is committed by then."""
    read_committed_state()
    due = select(Job.id).where(Job.status == Status.SELLING.value, Job.stop_at <= now).limit(1)
    return db.session.scalar(due) is not None
