"""An archived job is opened again for one code, until a day; or that ends at once (H3, R5).

Counter and stop work as for every job (A2, A6, A10). The job stays archived: its profile writes no
message, and nobody else sees anything of it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.archiving import local_day
from webapp.domain.reopening import EndFacts, ReopenFacts, UntilFault, stop_of, until_fault
from webapp.domain.status import Status
from webapp.models.base import transaction
from webapp.models.job import AccessCode, Job
from webapp.models.late import Reopening
from webapp.queries.reopenings import end_facts, holder, of_holders, reopen_facts, reopening_of
from webapp.use_cases import basket_lines
from webapp.use_cases.answer_more_time import grant
from webapp.use_cases.archive_jobs import archive_if_due
from webapp.use_cases.close_reopenings import close, close_expired
from webapp.use_cases.recording import Change, record


class CannotReopenError(Exception):
    """The job is not archived, or the code was revoked: nothing is opened or ended."""


class WrongDayError(Exception):
    """The last day can't be that one; carries why."""

    def __init__(self, why: UntilFault) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True)
class Outcome:
    """What came of it: stored, or other facts than were confirmed (S5)."""

    facts: ReopenFacts | EndFacts
    stored: bool


def reopen_for_one(
    job_id: str,
    code_id: str,
    until: date | None,
    *,
    confirmed: str | None,
    by: Actor,
    now: datetime,
) -> Outcome:
    """Open the archived job for this code to the end of `until`, or move the end of it there.

    Looks again under the job's lock; `confirmed` is the fingerprint of the window: other facts ask
    again. Who asked for more time with this code is told. Raises CannotReopenError, WrongDayError.
    """
    archive_if_due(job_id, now=now)
    with transaction() as session:
        job, code = _held(session, job_id, code_id)
        close_expired(session, job, now=now)
        if code.revoked_at is not None:
            raise CannotReopenError
        if why := until_fault(until, local_day(now, job.studio.time_zone)):
            raise WrongDayError(why)
        facts = reopen_facts(session, job, code)
        if confirmed != facts.fingerprint or until is None:
            return Outcome(facts, stored=False)
        open_for(session, job, code, until, now=now)
        _record(session, job, code, facts, until, by=by, now=now)
        return Outcome(facts, stored=True)


def end_reopening(
    job_id: str, code_id: str, *, confirmed: str | None, by: Actor, now: datetime
) -> Outcome:
    """End it at once: what lies in baskets leaves them with a notice. Raises CannotReopenError."""
    with transaction() as session:
        job, code = _held(session, job_id, code_id)
        row, facts = reopening_of(session, code), end_facts(session, job, code, now=now)
        if row is None or facts is None:
            raise CannotReopenError
        if confirmed != facts.fingerprint:
            return Outcome(facts, stored=False)
        close(session, job, row, by=by, now=now)
        return Outcome(facts, stored=True)


def _held(session: Session, job_id: str, code_id: str) -> tuple[Job, AccessCode]:
    """The archived job under its lock, and its own code."""
    job = session.get(Job, job_id, with_for_update={"of": Job})
    code = session.get(AccessCode, code_id)
    if job is None or code is None or code.job_id != job.id or job.status != Status.ARCHIVED:
        raise CannotReopenError
    return job, code


def open_for(session: Session, job: Job, code: AccessCode, until: date, *, now: datetime) -> None:
    """Open it in the transaction of a deed that holds the archived job, and has its own record."""
    stop_at = stop_of(until, job.studio.time_zone)
    row = reopening_of(session, code)
    if row is None:
        row = Reopening(
            studio_id=job.studio_id, job_id=job.id, access_code_id=code.id, opened_at=now
        )
    row.until, row.stop_at = until, stop_at
    session.add(row)
    session.flush()
    basket_lines.bring_back(session, job.id, job.price_list_id, *of_holders(code), now=now)
    grant(session, job, until, now=now, code_id=code.id)


def _record(
    session: Session,
    job: Job,
    code: AccessCode,
    facts: ReopenFacts,
    until: date,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """What the window said is what was done: its counts are those of the record (S8)."""
    counts = {
        "lines_returned": facts.products,
        "baskets_refilled": facts.baskets,
        "asked_told": facts.asked,
    }
    before = facts.until.isoformat() if facts.until else None
    record(
        session, job, by=by, now=now,
        deed="reopening-moved" if before else "reopened-for-one",
        changes=[
            Change("open_for", None, holder(code) or None),
            Change("open_until", before, until.isoformat()),
        ],
        counts={name: value for name, value in counts.items() if value},
    )  # fmt: skip
