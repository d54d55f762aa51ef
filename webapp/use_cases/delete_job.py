"""A job is deleted for good, with its statistics; of its codes a trace stays (D3, D4).

The first step looks again under the job's lock, closes its codes and lets the job vanish from every
page; then its photos go step by step, its rows last. A crash in between leaves a job that nobody
sees, and the worker goes on with it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import insert, literal, select, true, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.deletion import Kind, Reason
from webapp.domain.ledger import State
from webapp.domain.throwing_away import JobDeletionFacts
from webapp.models.base import Busy, UtcDateTime, transaction
from webapp.models.customer import Registration
from webapp.models.deletion import ClosedCode, Deletion
from webapp.models.job import AccessCode, Job
from webapp.models.message import Message
from webapp.models.trash import WITH_TRASH
from webapp.photos.store import PhotoStore
from webapp.queries.deleting_job import (
    Against,
    against_deleting,
    job_deletion_facts,
    jobs_being_deleted,
)
from webapp.use_cases import links
from webapp.use_cases.delete_for_good import begin_deletion
from webapp.use_cases.delete_in_steps import PHOTOS_AT_ONCE, delete_step
from webapp.use_cases.delete_job_rows import delete_job_rows, parts_of_uploads
from webapp.use_cases.outbox import cancel_waiting

log = structlog.get_logger()


class JobNotDeletableError(Exception):
    """It is on sale, open for one code, or orders need its pictures; carries which (D4)."""

    def __init__(self, against: Against) -> None:
        super().__init__("the job cannot be deleted now")
        self.against = against


class WrongNameError(Exception):
    """What was typed is not the job's name: nothing was deleted (D3)."""


@dataclass(frozen=True)
class JobDeleted:
    """What came of it; not `stored`: other facts than were confirmed (S5).

    `deletion_id`: the deletion, if all records are gone by now; else the worker goes on.
    `part_keys`: files of half uploads, which nothing on record names any more.
    """

    facts: JobDeletionFacts
    stored: bool
    deletion_id: str | None = None
    part_keys: tuple[str, ...] = ()


def is_its_name(job: Job, typed: str) -> bool:
    """Whether this is exactly what the job is called, inside the studio or outside."""
    return typed.strip() in (job.internal_name, job.public_name)


def delete_job(
    job_id: str, *, typed: str, confirmed: str | None, by: Actor, now: datetime
) -> JobDeleted:
    """Delete the job; `typed` is its name, `confirmed` the fingerprint of the window.

    Raises WrongNameError, JobNotDeletableError.
    """
    begun = _begin(job_id, typed=typed, confirmed=confirmed, by=by, now=now)
    if not begun.stored or begun.facts.photos > PHOTOS_AT_ONCE:
        return begun
    try:
        return _go_on(job_id, begun.facts, now=now) or begun
    except (DBAPIError, Busy):  # it has begun, and that is committed: the worker goes on
        log.exception("deleting a job goes on later", job=job_id)
        return begun


def go_on_deleting_jobs(
    store: PhotoStore, *, now: datetime, stopping: Callable[[], bool] = lambda: False
) -> int:
    """Finish every deletion of a job that has begun; how many jobs are gone.

    Safe in any number of processes at once; what fails does not hold up the rest.
    """
    gone = 0
    for job_id in jobs_being_deleted():
        try:
            while not stopping():
                if done := _go_on(job_id, JobDeletionFacts(), now=now):
                    gone += bool(done.deletion_id)
                    store.delete_many(done.part_keys)
                    break
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("deleting a job failed", job=job_id)
    return gone


def _begin(
    job_id: str, *, typed: str, confirmed: str | None, by: Actor, now: datetime
) -> JobDeleted:
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job})
        facts = job_deletion_facts(session, job)
        if not is_its_name(job, typed):
            raise WrongNameError
        against = against_deleting(session, job, now=now)
        if against:
            raise JobNotDeletableError(against)
        if confirmed != facts.fingerprint:
            return JobDeleted(facts, stored=False)
        deletion = begin_deletion(
            session, job, studio_id=job.studio_id, kind=Kind.JOB, reason=Reason.HAND,
            by=by, now=now, subjects={"jobs": [job.id]},
        )  # fmt: skip
        vanish(session, job, deletion, now=now)
        return JobDeleted(facts, stored=True)


def vanish(session: Session, job: Job, deletion: Deletion, *, now: datetime) -> None:
    """Part of a deed: the job is nowhere from now on, and `go_on_deleting_jobs` does the rest."""
    if job.deletion_id is None:  # a backup may hold a job that was being deleted already
        _close_links(session, job, now=now)
    _close_codes(session, job.id, now=now)
    _hold_messages(session, job.id, now=now)
    job.deletion_id = deletion.id


def _go_on(job_id: str, facts: JobDeletionFacts, *, now: datetime) -> JobDeleted | None:
    """The next step; None: another one follows. Without a deletion: somebody else was faster."""
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update={"of": Job}, execution_options=WITH_TRASH)
        if job is None or job.deletion_id is None:
            return JobDeleted(facts, stored=True)
        deletion = session.get_one(Deletion, job.deletion_id)
        if delete_step(session, deletion, job, true(), now=now):
            return None
        session.flush()
        parts: Sequence[str] = parts_of_uploads(session, job_id)
        delete_job_rows(session, job_id)
        return JobDeleted(facts, True, deletion.id, tuple(parts))


def _close_codes(session: Session, job_id: str, *, now: datetime) -> None:
    """Codes open nothing any more; whoever types one is told why, once they are gone too."""
    session.execute(
        insert(ClosedCode).from_select(
            ["fingerprint", "studio_id", "closed_at"],
            select(AccessCode.fingerprint, AccessCode.studio_id, literal(now, UtcDateTime())).where(
                AccessCode.job_id == job_id, AccessCode.revoked_at.is_(None)
            ),
        )
    )
    session.execute(
        update(AccessCode)
        .where(AccessCode.job_id == job_id, AccessCode.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )


def _close_links(session: Session, job: Job, *, now: datetime) -> None:
    """The same for the cards of codes and the links of messages, in the shop of this studio."""
    codes = select(AccessCode.id).where(
        AccessCode.job_id == job.id, AccessCode.revoked_at.is_(None)
    )
    registrations = select(Registration.id).where(Registration.job_id == job.id)
    ways = ((codes, links.CARD), (registrations, links.OPEN))
    closed = [
        {
            "fingerprint": links.fingerprint_of_closed(row_id, purpose),
            "studio_id": job.studio_id,
            "closed_at": now,
        }
        for ids, purpose in ways
        for row_id in session.scalars(ids)
    ]
    if closed:
        session.execute(insert(ClosedCode), closed)


def _hold_messages(session: Session, job_id: str, *, now: datetime) -> None:
    """Nothing that was planned for the job goes out any more."""
    session.execute(
        update(Message)
        .where(Message.job_id == job_id, Message.state == State.PLANNED.value)
        .values(state=State.CANCELLED.value, changed_at=now)
        .execution_options(synchronize_session=False)
    )
    sending = select(Message.id).where(
        Message.job_id == job_id, Message.state == State.SENDING.value
    )
    cancel_waiting(session, session.scalars(sending).all(), now=now)
