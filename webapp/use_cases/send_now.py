"""Customers of a job that is on sale are told now that photos are there; nobody twice (C7)."""

from datetime import datetime

from sqlalchemy import select

from webapp.domain.actors import Actor
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.queries.announcing import Announcement, announcement_of
from webapp.use_cases.plan_messages import replan
from webapp.use_cases.recording import record


class CustomersHaveChangedError(Exception):
    """Not as many customers as the window said: it asks again, nothing is planned."""


def send_now(
    studio_id: str, job_id: str, *, expected: int, by: Actor, now: datetime
) -> Announcement:
    """Plan the availability message for everybody who never got it (C7); quiet hours apply (C8).

    `expected`: customers as the window counted them, CustomersHaveChangedError if they are not
    that many. LookupError for a job that the studio does not have. The settings do not change, so
    the job's version stays (S7).
    """
    with transaction() as session:
        job = session.scalar(
            select(Job)
            .where(Job.id == job_id, Job.studio_id == studio_id)
            .with_for_update(of=Job)
            .execution_options(populate_existing=True)
        )
        if job is None:
            raise LookupError(job_id)
        found = announcement_of(session, job, now=now)
        if found.customers != expected or not expected:
            raise CustomersHaveChangedError
        job.announced_at = now
        done, _planned = replan(session, job, now=now)
        counts = {"customers_told": found.customers} | done.counts
        record(session, job, by=by, now=now, deed="announced", counts=counts)
        return found
