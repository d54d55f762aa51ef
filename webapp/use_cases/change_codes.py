"""Codes of a job are revoked, replaced or made: it counts from the very next request."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.models.base import transaction
from webapp.models.job import AccessCode, Album, Job, Person
from webapp.use_cases.close_reopenings import close_with_code
from webapp.use_cases.issue_codes import issue_code
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import Change, record
from webapp.use_cases.reopen_for_one import open_for


def revoke_code(job_id: str, code_id: str, *, by: Actor, now: datetime) -> bool:
    """The code opens nothing any more; False: it did not before, or is no code of this job."""
    with transaction() as session:
        job = _held(session, job_id)
        code = _valid(session, job_id, AccessCode.id == code_id)
        if code is None:
            return False
        whose = _whose(session, code)
        revoke(session, code, by=by, now=now)
        change = Change("access_code", whose, None)
        record(session, job, by=by, now=now, deed="code-revoked", changes=[change])
        return True


def replace_code(job_id: str, code_id: str, *, by: Actor, now: datetime) -> bool:
    """A new code for whoever had this one, which opens nothing any more; False: as above."""
    with transaction() as session:
        job = _held(session, job_id)
        code = _valid(session, job_id, AccessCode.id == code_id)
        if code is None:
            return False
        until = revoke(session, code, by=by, now=now)
        new = issue_code(session, job, person_id=code.person_id, album_id=code.album_id, now=now)
        session.flush()
        if until is not None:
            open_for(session, job, new, until, now=now)
        change = Change("access_code", None, _whose(session, code))
        record(session, job, by=by, now=now, deed="code-replaced", changes=[change])
        return True


def make_code(
    job_id: str,
    *,
    person_id: str | None = None,
    album_id: str | None = None,
    by: Actor,
    now: datetime,
) -> bool:
    """A code for whoever has none that is valid: a person, an album or, with neither, the job.

    False: there is one, or person or album are not of this job.
    """
    with transaction() as session:
        job = _held(session, job_id)
        own = (AccessCode.person_id == person_id) & (AccessCode.album_id == album_id)
        if _is_foreign(session, job_id, person_id, album_id) or _valid(session, job_id, own):
            return False
        code = issue_code(session, job, person_id=person_id, album_id=album_id, now=now)
        change = Change("access_code", None, _whose(session, code))
        record(session, job, by=by, now=now, deed="code-made", changes=[change])
        return True


def revoke(session: Session, code: AccessCode, *, by: Actor, now: datetime) -> date | None:
    """Part of a deed that holds the job: whoever registered through it is written to as others.

    An archived job that is open again for it closes; the last day it had, for a new code (H3).
    """
    code.revoked_at = now
    session.flush()
    mark_stale(session, code.job_id)
    return close_with_code(session, code, by=by, now=now)


def _held(session: Session, job_id: str) -> Job:
    return session.get_one(Job, job_id, with_for_update={"of": Job})


def _valid(session: Session, job_id: str, which: ColumnElement[bool]) -> AccessCode | None:
    return session.scalar(
        select(AccessCode).where(
            AccessCode.job_id == job_id,
            AccessCode.revoked_at.is_(None),
            which,
        )
    )


def _is_foreign(session: Session, job_id: str, person_id: str | None, album_id: str | None) -> bool:
    """Whether one of them is not of this job."""
    person = session.get(Person, person_id) if person_id else None
    album = session.get(Album, album_id) if album_id else None
    homes = [row.job_id for row in (person, album) if row]
    return homes != [job_id] * sum(1 for asked in (person_id, album_id) if asked)


def _whose(session: Session, code: AccessCode) -> str | None:
    """The name of the person or the album; None: the whole job."""
    session.flush()
    holder = (
        session.get(Person, code.person_id) if code.person_id
        else session.get(Album, code.album_id) if code.album_id
        else None
    )  # fmt: skip
    return holder.name if holder else None
