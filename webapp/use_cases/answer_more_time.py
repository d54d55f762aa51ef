"""Who asked for more time gets an answer: it was granted with a deed, or it is declined (H3)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.late import MoreTimeRequest
from webapp.use_cases.more_time_letters import tell_declined, tell_granted
from webapp.use_cases.recording import record


class NotWaitingError(Exception):
    """This question was answered meanwhile, or there is none."""


def grant(
    session: Session, job: Job, until: date | None, *, now: datetime, code_id: str | None = None
) -> int:
    """Answer everybody who waits, in the transaction of the deed that grants it; how many.

    `until`: the last day they are told, None is until further notice. `code_id`: the job is open
    again for the holders of this code alone, and only they are answered. The caller holds the job.
    """
    waiting = select(MoreTimeRequest).where(
        MoreTimeRequest.job_id == job.id, MoreTimeRequest.state == "open"
    )
    if code_id:
        waiting = waiting.where(MoreTimeRequest.access_code_id == code_id)
    found = session.scalars(waiting.order_by(MoreTimeRequest.created_at, MoreTimeRequest.id)).all()
    for asked in found:
        asked.state, asked.answered_at, asked.granted_until = "granted", now, until
        tell_granted(session, asked, until, alone=code_id is not None, now=now)
    return len(found)


def decline(
    studio_id: str, job_id: str, request_id: str, words: str, *, by: Actor, now: datetime
) -> None:
    """Decline one question; who asked is told, in the studio's words if there are any.

    Raises NotWaitingError.
    """
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update={"of": Job})
        asked = session.scalar(
            select(MoreTimeRequest).where(
                MoreTimeRequest.id == request_id,
                MoreTimeRequest.job_id == job_id,
                MoreTimeRequest.studio_id == studio_id,
                MoreTimeRequest.state == "open",
            )
        )
        if job is None or asked is None:
            raise NotWaitingError
        asked.state, asked.answered_at = "declined", now
        tell_declined(session, asked, words, now=now)
        record(session, job, by=by, now=now, deed="more-time-declined", counts={"asked": 1})
