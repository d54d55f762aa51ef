"""Photos whose time is over are deleted by themselves, as a hand deletes them (product 6).

Everything is looked at again under the job's lock: whether it is still archived, told and not held,
and whether an order needs its pictures (D4). The numbers of the job stay. Nothing goes while the
outbox is held: nobody hears of it then.
"""

from datetime import datetime
from enum import StrEnum

import structlog
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from webapp.domain.actors import WORKER
from webapp.domain.deletion import Kind, Reason
from webapp.models.base import db, transaction
from webapp.models.deletion import Trash
from webapp.models.job import Album, Job
from webapp.models.photo import Photo
from webapp.queries.retention import (
    concerned,
    customers_left_over,
    has_run_out,
    is_open_for_somebody,
    studios_that_forget,
    what_keeps,
)
from webapp.use_cases.delete_for_good import begin_deletion
from webapp.use_cases.empty_trash import go_on_emptying
from webapp.use_cases.forget_left_over import forget_left_over
from webapp.use_cases.marking import mark_stale
from webapp.use_cases.recording import record
from webapp.use_cases.retention_letters import is_outbox_held, settle_letters, void_letter
from webapp.use_cases.throw_away import move_figures

log = structlog.get_logger()


class Begun(StrEnum):
    """What the look under the lock came to."""

    DELETED = "retention_jobs"
    KEPT = "retention_kept"
    NOT_DUE = "not-due"


def apply_retention(*, now: datetime) -> dict[str, int]:
    """Delete what is due at `now`; counts for the log. One failure stops no other.

    Safe in any number of processes and as often as one likes: what was left goes the next time.
    """
    if is_outbox_held(now=now):
        return {}
    settle_letters(now=now)
    counts = {"retention_jobs": 0, "retention_kept": 0, "customers_forgotten": 0}
    for job_id in _due(now):
        try:
            begun, piece = _begin(job_id, now=now)
            while piece and go_on_emptying(piece, now=now) is None:
                pass
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("deleting photos whose time is over failed", job=job_id)
            continue
        if begun in counts:
            counts[begun] += 1
    counts["customers_forgotten"] = _forget_customers(now)
    return {name: number for name, number in counts.items() if number}


def _due(now: datetime) -> list[str]:
    """A look without any lock."""
    near = concerned(db.session(), now=now)
    found = [job.id for job, studio in near if has_run_out(job, studio, now=now)]
    db.session.rollback()
    return found


def _begin(job_id: str, *, now: datetime) -> tuple[Begun, str]:
    """Look again, and put everything of the job into one piece of trash that is being emptied.

    From then on nobody sees the photos; what a crash leaves is emptied as any other trash.
    """
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update={"of": Job}, populate_existing=True)
        if job is None or not has_run_out(job, job.studio, now=now):
            return Begun.NOT_DUE, ""
        if is_open_for_somebody(session, job.id) or what_keeps(session, job, now=now):
            return Begun.KEPT, ""
        photos = job.photo_count + job.trash_count
        piece = _throw_all_away(session, job, now=now)
        session.execute(
            update(Album)
            .where(Album.job_id == job.id, Album.removed_at.is_(None))
            .values(removed_at=now)
            .execution_options(synchronize_session=False)
        )
        void_letter(job)
        mark_stale(session, job.id)
        counts = {"photos_deleted": photos}
        record(session, job, by=WORKER, now=now, deed="retention-applied", counts=counts)
        return Begun.DELETED, piece.id


def _throw_all_away(session: Session, job: Job, *, now: datetime) -> Trash:
    """One piece of trash for one certificate; what lay in the trash before goes with it."""
    deletion = begin_deletion(
        session, job, studio_id=job.studio_id, kind=Kind.PHOTOS, reason=Reason.RETENTION,
        by=WORKER, now=now,
    )  # fmt: skip
    piece = Trash(
        studio_id=job.studio_id,
        job_id=job.id,
        photo_count=job.photo_count + job.trash_count,
        original_bytes=job.original_bytes + job.trash_bytes,
        actor_kind=WORKER.kind.value,
        actor_name=WORKER.name,
        thrown_at=now,
        ends_at=now,
        deletion_id=deletion.id,
    )
    session.add(piece)
    session.flush()
    restorable = and_(Trash.job_id == job.id, Trash.deletion_id.is_(None))
    in_trash = Photo.trash_id.in_(select(Trash.id).where(restorable))
    session.execute(
        update(Photo)
        .where(Photo.job_id == job.id, or_(Photo.trash_id.is_(None), in_trash))
        .values(trash_id=piece.id)
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(Trash).where(restorable).execution_options(synchronize_session=False))
    move_figures(job, job.photo_count, job.original_bytes)
    return piece


def _forget_customers(now: datetime) -> int:
    """Customers without orders go with the last photos that were theirs, where a studio says so."""
    forgotten = 0
    for studio_id in studios_that_forget():
        try:
            left_over = list(customers_left_over(db.session(), studio_id))
            db.session.rollback()
            forgotten += forget_left_over(studio_id, left_over, now=now)
        except Exception:  # noqa: BLE001 - one failure never stops the rest
            log.exception("forgetting customers failed", studio=studio_id)
    return forgotten
