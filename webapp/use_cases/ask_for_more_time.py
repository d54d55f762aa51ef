"""Somebody who came too late asks the studio for more time (H3, A7)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.base import transaction
from webapp.models.customer import Visitor
from webapp.models.job import AccessCode, Job
from webapp.models.late import MoreTimeRequest
from webapp.queries.reopenings import holder
from webapp.queries.visitors import access_to, opened_keys
from webapp.use_cases import throttle, visiting
from webapp.use_cases.holding import held_job
from webapp.use_cases.more_time_letters import tell_studio

PURPOSE = "more time"
OFTEN = 5


@dataclass(frozen=True)
class Question:
    """Who asks, in which language they are answered, and what they add; '' where nothing."""

    name: str
    email: str
    language: str
    words: str = ""


class NothingToAskFor(Exception):
    """The pictures are not archived for this visitor, or not theirs to see at all."""


def ask_for_more_time(
    studio_id: str,
    job_id: str,
    question: Question,
    *,
    code_id: str | None = None,
    visitor_id: str | None,
    network: str | None,
    now: datetime,
    machine_now: datetime,
) -> str | None:
    """Note the question and tell the studio; the token of a browser that had none.

    `code_id`: for which of the visitor's codes that are still archived; None: for the first.
    Of one browser one question for a code waits at a time: sent twice, it is noted once. Counted
    by network address: raises TooManyAttempts. Raises NothingToAskFor.

    The job is held: it goes on sale before this, and there is nothing to ask for, or after it, and
    answers this too.
    """
    throttle.slow_down(PURPOSE, network, free=OFTEN, now=machine_now)
    with transaction() as session:
        job = held_job(session, studio_id, job_id)
        visitor = visiting.locked_visitor(session, visitor_id)
        if job is None:
            raise NothingToAskFor
        code_id = _closed_code(job, visitor, code_id, now=now)
        token = None
        if visitor is None:
            visitor = visiting.enter(session, studio_id, now=now, machine_now=machine_now)
            token = visiting.give_token(visitor, machine_now=machine_now)
            session.flush()
        visiting.renew(visitor, machine_now=machine_now)
        visiting.remember(visitor, name=question.name, email=question.email)
        if not _waits(session, visitor, job, code_id):
            _note(session, visitor, job, question, code_id=code_id, now=now)
    return token


def _closed_code(
    job: Job, visitor: Visitor | None, asked: str | None, *, now: datetime
) -> str | None:
    """The code that is asked for; None: everybody sees the job, or a global code opens it."""
    access = access_to(job, opened_keys(visitor.id) if visitor else (), now=now)
    closed = [each.code_id for each in access.archived]
    if asked in closed:
        return asked
    if asked or not access.keys or not access.standing.is_greyed_out:
        raise NothingToAskFor
    return closed[0] if closed else None


def _waits(session: Session, visitor: Visitor, job: Job, code_id: str | None) -> bool:
    waiting = select(MoreTimeRequest.id).where(
        MoreTimeRequest.job_id == job.id,
        MoreTimeRequest.visitor_id == visitor.id,
        MoreTimeRequest.access_code_id == code_id,
        MoreTimeRequest.state == "open",
    )
    return session.scalar(waiting.limit(1)) is not None


def _note(
    session: Session,
    visitor: Visitor,
    job: Job,
    question: Question,
    *,
    code_id: str | None,
    now: datetime,
) -> None:
    asked = MoreTimeRequest(
        studio_id=job.studio_id,
        job_id=job.id,
        access_code_id=code_id,
        visitor_id=visitor.id,
        name=question.name,
        email=question.email.lower(),
        language=question.language,
        words=question.words,
        created_at=now,
    )
    session.add(asked)
    session.flush()
    code = session.get(AccessCode, code_id) if code_id else None
    tell_studio(session, asked, who=holder(code) if code else "", now=now)
