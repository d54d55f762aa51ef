"""Loading one row for those it belongs to, and for nobody else."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from webapp.models.base import db
from webapp.models.customer import Customer
from webapp.models.job import Job
from webapp.models.studio import Studio


def job_of_studio(studio_id: str, job_id: str) -> Job | None:
    """The studio's job of this id; None for an unknown one and for another studio's alike."""
    return db.session.scalar(select(Job).where(Job.id == job_id, Job.studio_id == studio_id))


def any_job(job_id: str) -> Job | None:
    """The job of this id, whichever studio's it is: for support."""
    return db.session.scalar(select(Job).where(Job.id == job_id))


def any_studio(studio_id: str) -> Studio | None:
    """The studio of this id: for support."""
    return db.session.scalar(select(Studio).where(Studio.id == studio_id))


def any_customer(customer_id: str) -> Customer | None:
    """The customer of this id, whichever studio's: for support. Also one who is forgotten."""
    return db.session.scalar(select(Customer).where(Customer.id == customer_id))


def jobs_of_ids(job_ids: Sequence[str]) -> dict[str, Job]:
    """These jobs with their studios, by their ids; deleted ones are not among them."""
    rows = db.session.scalars(
        select(Job).options(joinedload(Job.studio)).where(Job.id.in_(job_ids))
    )
    return {job.id: job for job in rows}
