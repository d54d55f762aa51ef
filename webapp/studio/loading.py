"""Loads what an address of the studio names, for its own studio only."""

from flask import abort, g

from webapp.models.job import Job
from webapp.queries.loading import job_of_studio


def own_job(job_id: str) -> Job:
    """The job of this id; 404, the same page, for an unknown one and for another studio's."""
    job = job_of_studio(g.studio.id, job_id)
    if job is None:
        abort(404)
    return job
