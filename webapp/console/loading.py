"""What a page of the console is about, found or 404; that it was looked at is recorded (H2)."""

from flask import abort

from webapp.console import recent
from webapp.console.looking import seen
from webapp.models.customer import Customer
from webapp.models.job import Job
from webapp.models.studio import Studio
from webapp.queries.loading import any_customer, any_job, any_studio


def opened_studio(studio_id: str) -> Studio:
    """The studio, looked at from now on; 404 for an unknown one."""
    if any_studio(studio_id) is None:
        abort(404)
    seen(studio_id)
    recent.note(studio_id)
    return any_studio(studio_id) or abort(404)


def opened_job(job_id: str) -> Job:
    """The job, looked at from now on; 404 for an unknown one, and for one that is deleted."""
    found = any_job(job_id)
    if found is None:
        abort(404)
    studio_id = found.studio_id
    seen(studio_id, job_id)
    recent.note(studio_id, job_id)
    return any_job(job_id) or abort(404)


def opened_customer(customer_id: str) -> tuple[Customer, Studio]:
    """The customer and their studio, looked at from now on; 404 for an unknown one."""
    found = any_customer(customer_id)
    if found is None:
        abort(404)
    studio_id = found.studio_id
    seen(studio_id)
    customer = any_customer(customer_id) or abort(404)
    return customer, any_studio(studio_id) or abort(404)
