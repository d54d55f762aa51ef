"""Each request on behalf of a studio is recorded before it is answered, under both names (H2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.acting import Answer, answer_to
from webapp.models.base import only_while, transaction
from webapp.models.job import Job
from webapp.models.sealing import hash_token
from webapp.models.support import SupportSession
from webapp.queries.acting import is_granted, is_running
from webapp.use_cases.act_on_behalf import NotActingError
from webapp.use_cases.end_acting import actor_of
from webapp.use_cases.recording import Change, record_of_studio

_LONGEST_PAGE = 300


@dataclass(frozen=True)
class Asked:
    """What is asked for: `page` is method and path; `job_id` the job that the address names."""

    page: str
    reads: bool
    is_open: bool
    job_id: str | None = None


@dataclass(frozen=True)
class Entered:
    """Who acts may come in: in which session, and what becomes of the request."""

    session_id: str
    answer: Answer


def record_request(
    token: str, asked: Asked, *, now: datetime, machine_now: datetime
) -> Entered | None:
    """Record what is asked for and say what becomes of it; None: nothing runs in this sign-in.

    A refused request is recorded as refused. `machine_now` decides whether its time is over.
    """
    with transaction() as session:
        row = session.scalar(
            select(SupportSession)
            .where(SupportSession.token_hash == hash_token(token), is_running(now=machine_now))
            .with_for_update(read=True, of=SupportSession)
        )
        if row is None:
            return None
        answer = answer_to(
            reads=asked.reads, is_open=asked.is_open, is_raised=row.raised_at is not None
        )
        record_of_studio(
            session,
            row.studio_id,
            by=actor_of(row),
            now=now,
            deed="acted" if answer is Answer.FINE else "act-refused",
            changes=[Change("acting", "", row.id), Change("page", "", asked.page[:_LONGEST_PAGE])],
            job_id=_own_job(session, row.studio_id, asked.job_id),
        )
        return Entered(row.id, answer)


def only_while_acting(session_id: str) -> None:
    """Let each deed of this request ask first whether acting was ended since it came in, or the
    access, the right or the sign-in taken away.

    The row is held until the deed is done, so a deed is whole before the studio's revocation, or
    it is refused: NotActingError. A request that came in time may end after the time.
    """
    only_while(_still_acting(session_id))


def _still_acting(session_id: str) -> Callable[[Session], None]:

    def condition(session: Session) -> None:
        found = session.scalar(
            select(SupportSession.id)
            .where(SupportSession.id == session_id, is_granted())
            .with_for_update(read=True, of=SupportSession)
        )
        if found is None:
            raise NotActingError

    return condition


def _own_job(session: Session, studio_id: str, job_id: str | None) -> str | None:
    """An address may name any job; records are about the studio's own only."""
    return session.scalar(select(Job.id).where(Job.id == job_id, Job.studio_id == studio_id))
