"""The albums of several archived jobs are deleted at once: job by job, into the trash (D1, D2, D4).

Each job is a transaction of its own: whole or as it was, and none stops the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.storage_deletion import DeletionPlan, OldJob
from webapp.models.base import db, read_committed_state, transaction
from webapp.models.job import Album, Job
from webapp.queries.storage_deletion import chosen_plan, with_photos
from webapp.use_cases.throw_away import throw_album

log = structlog.get_logger()


@dataclass(frozen=True)
class JobResult:
    """What became of a job: its albums are deleted, or `job.held` says why not, or it failed."""

    job: OldJob
    failed: bool = False

    @property
    def is_deleted(self) -> bool:
        """Whether its albums are in the trash now."""
        return not self.failed and self.job.held is None


@dataclass(frozen=True)
class Outcome:
    """What came of it; `results` None: the plan has to be confirmed first (S5)."""

    plan: DeletionPlan
    results: tuple[JobResult, ...] | None


def delete_albums_of_jobs(
    studio_id: str, job_ids: Sequence[str], *, confirmed: str | None, by: Actor, now: datetime
) -> Outcome:
    """Delete the albums with photos of these jobs; `confirmed` is the fingerprint of the window.

    Jobs on sale, on hold, open again or needed by orders stay, which is asked again under the lock
    of each; whatever fails is told in the log, and that job is as it was. Never raises for one job.
    """
    read_committed_state()
    plan = chosen_plan(db.session(), studio_id, job_ids, now=now)
    if not plan.going or confirmed != plan.fingerprint:
        return Outcome(plan, None)
    done = [_delete(studio_id, job, by=by, now=now) for job in plan.going]
    return Outcome(plan, (*done, *(JobResult(job) for job in plan.staying)))


def _delete(studio_id: str, job: OldJob, *, by: Actor, now: datetime) -> JobResult:
    try:
        return _delete_under_lock(studio_id, job, by=by, now=now)
    except Exception:  # noqa: BLE001 - one failure never stops the rest
        log.exception("deleting the albums of a job failed", job=job.job_id)
        return JobResult(job, failed=True)


def _delete_under_lock(studio_id: str, job: OldJob, *, by: Actor, now: datetime) -> JobResult:
    with transaction() as session:
        held = session.scalar(select(Job).where(Job.id == job.job_id).with_for_update(of=Job))
        if held is None:
            return JobResult(replace(job, albums=0, photos=0, size=0))
        plan = chosen_plan(session, studio_id, [held.id], now=now)
        for going in plan.going:
            _throw_albums_away(session, held, by=by, now=now)
            return JobResult(going)
        return JobResult(plan.staying[0])


def _throw_albums_away(session: Session, job: Job, *, by: Actor, now: datetime) -> None:
    albums = session.scalars(
        select(Album)
        .where(Album.job_id == job.id, with_photos())
        .order_by(Album.position, Album.id)
        .execution_options(populate_existing=True)
    )
    for album in albums.all():
        throw_album(session, job, album, confirmed=None, by=by, now=now)
