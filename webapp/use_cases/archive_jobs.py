"""Jobs leave the shop: by themselves when their stop has passed, or by hand (A4, A5, A8).

The worker and the choice 'Archived' call the same `archive`: a few statements over any number of
jobs, in the transaction of the caller. No file moves.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Session

from webapp.domain.actors import WORKER
from webapp.domain.deriving import Turn
from webapp.domain.ledger import Gone
from webapp.domain.status import Status
from webapp.models.base import db, transaction
from webapp.models.job import Job
from webapp.models.patience import is_kept_waiting, is_out_of_reach, wait_briefly
from webapp.queries.basket_counts import Products, in_baskets
from webapp.queries.due_jobs import due
from webapp.use_cases import basket_lines, message_ledger
from webapp.use_cases.marking import mark_stale_with_profile
from webapp.use_cases.recording import Change, append, entry
from webapp.use_cases.turns import give_turn

log = structlog.get_logger()


@dataclass(frozen=True)
class Pace:
    """How many jobs go into one transaction, and how long others wait for it at the most.

    SQLite has one writer: chunks are as large as goes into `longest` seconds, and a pause lets
    others in. PostgreSQL locks rows: only the archived jobs themselves wait.
    """

    first: int
    largest: int
    longest: float
    pause: float

    def next_size(self, size: int, seconds: float) -> int:
        """How many jobs go into `longest` if so many took these seconds; never more than twice as
        many as now, nor fewer than half or than ten: a disk may hesitate once."""
        fitting = int(size * self.longest / max(seconds, 1e-6))
        return min(max(fitting, size // 2, _FEWEST), size * 2, self.largest)


_FEWEST = 10
_IN_EVERYBODYS_WAY = 10
PACES = {
    "sqlite": Pace(first=100, largest=200, longest=0.05, pause=0.02),
    "postgresql": Pace(first=1000, largest=2000, longest=2.0, pause=0.0),
}


@dataclass(frozen=True)
class Archived:
    """What archiving one job brought about, for its history (S8)."""

    lines_removed: int = 0
    baskets_changed: int = 0
    messages_cancelled: int = 0
    messages_queued: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """The figures that are not nought."""
        return {name: value for name, value in vars(self).items() if value}


def archive_due_jobs(*, now: datetime) -> int:
    """Archive every Selling job whose stop has passed; answers how many (A5).

    Safe in any number of processes and as often as one likes. One chunk is one transaction, no
    larger than others who want to write can wait for; a job that cannot be archived is told in the
    log and does not hold up the others.
    """
    pace = PACES[db.engine.dialect.name]
    size = pace.first
    total, aside = 0, set[str]()  # of those that failed, and those that others hold
    while ids := _due_ids(now, size, without=aside):
        begun = time.monotonic()
        done, wrong = _archive_chunk(ids, now=now)
        size = pace.next_size(size, time.monotonic() - begun)
        total += done
        aside |= wrong if done or wrong else set(ids)
        time.sleep(pace.pause)
    return total


def archive_if_due(job_id: str, *, now: datetime) -> bool:
    """Archive this one job before the worker comes to it, if its stop has passed (A5).

    A save must not find it on sale any more: what happens may not hang on who was first.
    """
    is_due = db.session.scalar(due(now).where(Job.id == job_id).limit(1)) is not None
    return is_due and bool(_archive_due([job_id], now=now))


def archive(session: Session, job_ids: Sequence[str], *, now: datetime) -> dict[str, Archived]:
    """Take these jobs out of the shop, whole, in the caller's transaction (A8).

    The caller holds their row locks and has checked that they are Selling.
    """
    lines = in_baskets(session, job_ids)
    if lines:
        basket_lines.take_out(session, job_ids, now=now)
    cancelled = message_ledger.cancel_planned(session, job_ids, reason=Gone.ARCHIVED, now=now)
    queued = message_ledger.queue_archived(session, job_ids, now=now)
    session.execute(
        update(Job)
        .where(Job.id.in_(job_ids), Job.status == Status.SELLING)
        .values(
            status=Status.ARCHIVED.value,
            archived_at=now,
            version=Job.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    mark_stale_with_profile(session, job_ids)
    give_turn(session, job_ids, Turn.ARCHIVED)
    nothing = Products()
    return {
        job_id: Archived(
            lines_removed=lines.get(job_id, nothing).products,
            baskets_changed=lines.get(job_id, nothing).baskets,
            messages_cancelled=cancelled.get(job_id, 0),
            messages_queued=queued.get(job_id, 0),
        )
        for job_id in job_ids
    }


def _due_ids(now: datetime, limit: int, *, without: set[str]) -> list[str]:
    """A look without any lock: one statement when nothing is due."""
    found = db.session.execute(due(now).limit(limit + len(without))).all()
    db.session.rollback()
    return [job_id for job_id, _studio in found if job_id not in without]


def _archive_chunk(job_ids: list[str], *, now: datetime) -> tuple[int, set[str]]:
    """Archive a chunk; if that fails, each of its jobs alone. Answers how many, and the failed.

    Where the database is out of reach no job is to blame: it is left to the next round.
    """
    try:
        return _archive_due(job_ids, now=now), set()
    except Exception as error:
        if is_out_of_reach(error):
            raise
        if is_kept_waiting(error):
            log.warning("a chunk was kept waiting", jobs=len(job_ids))
        else:
            log.exception("archiving a chunk failed", jobs=len(job_ids))
    return _archive_each(job_ids, now=now)


def _archive_each(job_ids: list[str], *, now: datetime) -> tuple[int, set[str]]:
    """One job after the other; answers how many, and those that the next round has to try again.

    A job whose rows somebody else has locked is not to blame either, and waits alone. If it is so
    with many in a row, somebody is in everybody's way, and the round ends.
    """
    done, aside, waited = 0, set[str](), 0
    for job_id in job_ids:
        try:
            done += _archive_due([job_id], now=now, in_a_hurry=True)
            waited = 0
        except Exception as error:
            waited = waited + 1 if is_kept_waiting(error) else 0
            if is_out_of_reach(error) or waited == _IN_EVERYBODYS_WAY:
                raise
            if waited:
                log.warning("a job was kept waiting", job=job_id)
            else:
                log.exception("archiving a job failed", job=job_id)
            aside.add(job_id)
    return done, aside


def _archive_due(job_ids: list[str], *, now: datetime, in_a_hurry: bool = False) -> int:
    """One transaction: look again under the lock, archive what is still due, write the history."""
    with transaction() as session:
        if in_a_hurry:
            wait_briefly(session)
        held = session.execute(
            due(now).where(Job.id.in_(job_ids)).with_for_update(skip_locked=True, of=Job)
        ).all()
        if not held:
            return 0
        outcome = archive(session, [job_id for job_id, _studio in held], now=now)
        records = [
            entry(
                studio_id,
                job_id,
                by=WORKER,
                now=now,
                deed="archived",
                changes=[_FROM_SELLING_TO_ARCHIVED],
                counts=outcome[job_id].counts,
            )
            for job_id, studio_id in held
        ]
        append(session, records)
        return len(held)


_FROM_SELLING_TO_ARCHIVED = Change("status", Status.SELLING.value, Status.ARCHIVED.value)
