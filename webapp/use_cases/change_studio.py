"""A studio moves to another time zone: its jobs keep their days, the stops move along (A2)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.reopening import stop_of
from webapp.domain.status import Status
from webapp.domain.time_zones import is_known_time_zone
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.late import Reopening
from webapp.models.studio import Studio
from webapp.queries.studio_settings import zone_plan
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.marking import mark_stale_by_studio
from webapp.use_cases.recording import Change, record


class UnknownTimeZoneError(ValueError):
    """A studio cannot live in a zone of this name."""


class OtherFactsError(Exception):
    """What the window said is not true any more: it has to be said anew (S5)."""


def change_time_zone(
    studio_id: str, zone: str, *, by: Actor, now: datetime, confirmed: str | None = None
) -> int:
    """Store the studio's zone and work out the stops anew; answers how many jobs moved (A2).

    One transaction, one record for each job whose stop changed. An archived job stays as it is:
    putting it on sale works out its stop; only what is open again for single codes moves along.
    UnknownTimeZoneError changes nothing, and neither does OtherFactsError: `confirmed`, the
    fingerprint of what was shown, is not that of what is due by now.
    """
    if not is_known_time_zone(zone):
        raise UnknownTimeZoneError(zone)
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        before = studio.time_zone
        if zone == before:
            return 0
        held = _held_jobs(session, studio_id)
        if confirmed not in (None, zone_plan(session, studio, zone, now=now).fingerprint):
            raise OtherFactsError
        studio.time_zone = zone
        reopened = _move_reopenings(session, studio, now=now)
        moved = [job for job in held if _move_stop(job) or job.id in reopened]
        for job in moved:
            changes = [Change("time_zone", before, zone)]
            record(session, job, by=by, now=now, deed="time-zone-changed", changes=changes)
        mark_stale_by_studio(session, studio_id)
        return len(moved)


def _held_jobs(session: Session, studio_id: str) -> list[Job]:
    """The studio's jobs under their locks.

    All of them are locked before anything is looked at: one that is going on sale at this moment,
    with the stop of the old zone, is waited for.
    """
    jobs = session.scalars(
        select(Job)
        .where(Job.studio_id == studio_id)
        .order_by(Job.id)
        .with_for_update(of=Job)
        .execution_options(populate_existing=True)
    )
    return list(jobs)


def _move_reopenings(session: Session, studio: Studio, *, now: datetime) -> set[str]:
    """Move what is open again for single codes, unless it has ended; the jobs it is of."""
    rows = session.scalars(
        select(Reopening).where(
            Reopening.studio_id == studio.id,
            Reopening.closed_at.is_(None),
            Reopening.stop_at > now,
        )
    ).all()
    for row in rows:
        row.stop_at = stop_of(row.until, studio.time_zone)
    return {row.job_id for row in rows}


def _move_stop(job: Job) -> bool:
    if job.status == Status.ARCHIVED:
        return False
    plan = job.archive_plan
    stop_at = plan.stop_at if plan else None
    if stop_at == job.stop_at:
        return False
    job.stop_at = stop_at
    job.version += 1
    return True
