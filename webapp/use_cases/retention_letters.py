"""What became of the letters about deletions is written down with their jobs: sent, void or lost.

The fourteen days count from a letter that was really sent. One that failed, or of which a backup
knows nothing, is written anew; one of an archiving, months or sale before is void.
"""

from collections import Counter
from datetime import datetime

import structlog
from flask import current_app
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from webapp.domain.actors import WORKER
from webapp.domain.retention import Letter
from webapp.domain.status import Status
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.job import Job
from webapp.models.outgoing import Outgoing
from webapp.use_cases.hold_outbox import gate_of, hold_if_copied
from webapp.use_cases.recording import record

log = structlog.get_logger()


def is_outbox_held(*, now: datetime) -> bool:
    """Whether this is a copy from which nothing goes out: then nothing is told, and nothing goes.

    Looks for itself, whether or not somebody has sent anything from here.
    """
    read_committed_state()
    held = hold_if_copied(gate_of(current_app.config["SHELFLIFE"].data), now=now)
    read_committed_state()
    return held


def settle_letters(*, now: datetime) -> dict[str, int]:
    """How many letters are void and how many lost; one failure stops no other."""
    counts: Counter[str] = Counter()
    for job_id in _unsettled():
        try:
            counts[_settle(job_id, now=now)] += 1
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("looking for a letter failed", job=job_id)
    return {name: counts[name] for name in ("notices_void", "notices_lost") if counts[name]}


def void_letter(job: Job) -> None:
    """Part of a deed that holds the job: what was told counts no more, it is told anew in time."""
    job.retention_letter_id = job.retention_noticed_at = None


def _unsettled() -> list[str]:
    """A look without any lock: jobs whose letter is on its way, or may be void."""
    read_committed_state()
    may_have_changed = or_(
        Job.retention_noticed_at.is_(None),
        Job.status != Status.ARCHIVED.value,
        Job.retention_hold,
        Job.retention_noticed_at < Job.archived_at,
    )
    asked = select(Job.id).where(Job.retention_letter_id.is_not(None), may_have_changed)
    found = list(db.session.scalars(asked.order_by(Job.id)))
    read_committed_state()
    return found


def _settle(job_id: str, *, now: datetime) -> str:
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update={"of": Job}, populate_existing=True)
        if job is None or job.retention_letter_id is None:
            return ""
        letter = _letter_of(session, job.retention_letter_id)
        if letter is None or letter.is_lost(now):
            void_letter(job)
            return "notices_lost"
        if _is_void(job, letter):
            void_letter(job)
            return "notices_void"
        if job.retention_noticed_at is None and letter.sent_at is not None:
            job.retention_noticed_at = letter.sent_at
            counts = {"photos_to_delete": job.photo_count + job.trash_count}
            record(session, job, by=WORKER, now=now, deed="retention-told", counts=counts)
        return ""


def _is_void(job: Job, letter: Letter) -> bool:
    """Held, on sale, or archived anew since it was written."""
    if job.status != Status.ARCHIVED.value or job.retention_hold or job.archived_at is None:
        return True
    return letter.written_at < job.archived_at


def _letter_of(session: Session, letter_id: str) -> Letter | None:
    """None: nothing is known of it."""
    row = session.execute(
        select(Outgoing.created_at, Outgoing.state, Outgoing.finished_at).where(
            Outgoing.id == letter_id
        )
    ).one_or_none()
    return Letter(*row) if row else None
