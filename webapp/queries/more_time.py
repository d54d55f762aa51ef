"""Who asked for more time: for the note in the shop, and for the studio that answers (H3)."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from webapp.models.base import db
from webapp.models.job import AccessCode, Job, Person
from webapp.models.late import MoreTimeRequest


def last_asked(
    job_id: str, visitor_id: str | None, *, code_id: str | None
) -> MoreTimeRequest | None:
    """What this browser asked last about the job since it was archived, answered or not.

    `code_id`: for which of its codes; None: for none, or a global one.
    """
    if visitor_id is None:
        return None
    return db.session.scalar(
        select(MoreTimeRequest)
        .where(
            MoreTimeRequest.job_id == job_id,
            MoreTimeRequest.visitor_id == visitor_id,
            MoreTimeRequest.access_code_id == code_id,
        )
        .order_by(MoreTimeRequest.created_at.desc(), MoreTimeRequest.id)
        .limit(1)
    )


def waiting(job_id: str) -> Sequence[MoreTimeRequest]:
    """Who waits for an answer, the longest first, with the code they came by."""
    return db.session.scalars(
        select(MoreTimeRequest)
        .options(
            joinedload(MoreTimeRequest.access_code)
            .joinedload(AccessCode.person)
            .joinedload(Person.album)
        )
        .where(MoreTimeRequest.job_id == job_id, MoreTimeRequest.state == "open")
        .order_by(MoreTimeRequest.created_at, MoreTimeRequest.id)
    ).all()


def question_of_job(job_id: str, request_id: str) -> MoreTimeRequest | None:
    """A question about this job, answered or not; None for another job's."""
    return db.session.scalar(
        select(MoreTimeRequest).where(
            MoreTimeRequest.id == request_id, MoreTimeRequest.job_id == job_id
        )
    )


def waiting_by_job(studio_id: str) -> dict[str, int]:
    """How many wait for an answer, for each job of the studio where somebody does."""
    rows = db.session.execute(
        select(MoreTimeRequest.job_id, func.count())
        .where(MoreTimeRequest.studio_id == studio_id, MoreTimeRequest.state == "open")
        .group_by(MoreTimeRequest.job_id)
    )
    return {job_id: number for job_id, number in rows}


def is_asked_for(studio_id: str) -> ColumnElement[bool]:
    """The condition on jobs that somebody waits for an answer."""
    return Job.id.in_(
        select(MoreTimeRequest.job_id).where(
            MoreTimeRequest.studio_id == studio_id, MoreTimeRequest.state == "open"
        )
    )
