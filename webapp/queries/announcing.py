"""Whom 'Send now' would tell that photos are there: the page and the deed ask the same (C7)."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.notifications import Trigger
from webapp.models.base import db
from webapp.models.job import Job
from webapp.queries.message_facts import plan_for, state_of
from webapp.queries.owed_messages import reachable, was_told_available


@dataclass(frozen=True)
class Announcement:
    """How many customers would be told, and when the first of it goes out (None: nobody)."""

    customers: int = 0
    goes_out_at: datetime | None = None


def announcement(job: Job, *, now: datetime) -> Announcement:
    """What pressing 'Send now' would bring about, read without any lock."""
    return announcement_of(db.session(), job, now=now)


def announcement_of(session: Session, job: Job, *, now: datetime) -> Announcement:
    """Customers who were never told, as planning finds them if it is announced at `now` (C7)."""
    if not job.standing(now).takes_orders or not _is_anybody_left(session, job):
        return Announcement()
    state = replace(state_of(job), announced_at=now)
    planned = plan_for(session, job, now=now, state=state, profile_id=job.communication_profile_id)
    told = [each for each in planned.changes.queued if each.key.trigger is Trigger.AVAILABLE]
    if not told:
        return Announcement()
    customers = {each.key.customer_id for each in told}
    return Announcement(len(customers), min(each.due_at for each in told))


def _is_anybody_left(session: Session, job: Job) -> bool:
    """A look that spares planning everything when all have been told."""
    if job.communication_profile_id is None:
        return False
    left = reachable([job.id], Trigger.AVAILABLE.value).where(~was_told_available()).limit(1)
    return bool(session.scalar(select(func.count()).select_from(left.subquery())))
