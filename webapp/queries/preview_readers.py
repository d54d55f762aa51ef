"""Customers of a studio whose data a message can be previewed with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.models.base import db
from webapp.models.customer import Customer, Registration
from webapp.models.job import Job

_JOBS = 8
_CUSTOMERS = 5


@dataclass(frozen=True)
class Candidate:
    """A registration to preview with: who, for which shoot, when."""

    registration_id: str
    customer: str
    shoot: str
    registered_at: datetime


def candidates(studio_id: str) -> list[Candidate]:
    """The newest registrations of each of the newest jobs, job by job."""
    newest = _newest_jobs(studio_id)
    ranked = (
        select(
            Registration.id,
            func.row_number()
            .over(
                partition_by=Registration.job_id,
                order_by=(Registration.created_at.desc(), Registration.id),
            )
            .label("place"),
        )
        .where(Registration.job_id.in_(newest))
        .subquery()
    )
    found = db.session.execute(
        select(Registration, Customer, Job)
        .join(ranked, ranked.c.id == Registration.id)
        .join(Customer, Customer.id == Registration.customer_id)
        .join(Job, Job.id == Registration.job_id)
        .where(ranked.c.place <= _CUSTOMERS)
        .order_by(Job.created_at.desc(), Job.id, ranked.c.place)
    ).all()
    return [
        Candidate(row.id, customer.name or _address(customer), job.public_name, row.created_at)
        for row, customer, job in found
    ]


def registration_of_studio(studio_id: str, registration_id: str) -> Registration | None:
    """The registration with its customer and job, if it is of this studio."""
    return db.session.scalar(
        select(Registration)
        .join(Job, Job.id == Registration.job_id)
        .where(Registration.id == registration_id, Job.studio_id == studio_id)
    )


def _newest_jobs(studio_id: str) -> Sequence[str]:
    has_customers = select(Registration.id).where(Registration.job_id == Job.id).exists()
    return db.session.scalars(
        select(Job.id)
        .where(Job.studio_id == studio_id, has_customers)
        .order_by(Job.created_at.desc(), Job.id)
        .limit(_JOBS)
    ).all()


def _address(customer: Customer) -> str:
    return customer.email or customer.phone or ""
