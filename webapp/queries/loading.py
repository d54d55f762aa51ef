"""Loading one row for those it belongs to, and for nobody else."""

from sqlalchemy import select

from webapp.models.base import db
from webapp.models.job import Job


def job_of_studio(studio_id: str, job_id: str) -> Job | None:
    """The studio's job of this id; None for an unknown one and for another studio's alike."""
    return db.session.scalar(select(Job).where(Job.id == job_id, Job.studio_id == studio_id))


def any_job(job_id: str) -> Job | None:
    """The job of this id, whichever studio's it is: for support."""
    return db.session.scalar(select(Job).where(Job.id == job_id))
