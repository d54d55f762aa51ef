"""A studio moves to another time zone: its jobs keep their days, the stops move along (A2)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.status import Status
from webapp.domain.time_zones import is_known_time_zone
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.marking import mark_stale_by_studio
from webapp.use_cases.recording import Change, record


class UnknownTimeZoneError(ValueError):
    """A studio cannot live in a zone of this name."""


def change_time_zone(studio_id: str, zone: str, *, by: Actor, now: datetime) -> int:
    """Store the studio's zone and work out the stops anew; answers how many jobs moved (A2).

    One transaction, one record for each job whose stop changed. An archived job stays as it is:
    putting it on sale works out its stop. UnknownTimeZoneError changes nothing.
    """
    if not is_known_time_zone(zone):
        raise UnknownTimeZoneError(zone)
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        before = studio.time_zone
        if zone == before:
            return 0
        studio.time_zone = zone
        moved = [job for job in _held_jobs(session, studio_id) if _move_stop(job)]
        for job in moved:
            changes = [Change("time_zone", before, zone)]
            record(session, job, by=by, now=now, deed="time-zone-changed", changes=changes)
        mark_stale_by_studio(session, studio_id)
        return len(moved)


def _held_jobs(session: Session, studio_id: str) -> list[Job]:
    """The studio's jobs under their locks, archived ones left out.

    All of them are locked before that is looked at: one that is going on sale at this moment, with
    the stop of the old zone, is waited for.
    """
    jobs = session.scalars(
        select(Job)
        .where(Job.studio_id == studio_id)
        .order_by(Job.id)
        .with_for_update(of=Job)
        .execution_options(populate_existing=True)
    )
    return [job for job in jobs if job.status != Status.ARCHIVED]


def _move_stop(job: Job) -> bool:
    plan = job.archive_plan
    stop_at = plan.stop_at if plan else None
    if stop_at == job.stop_at:
        return False
    job.stop_at = stop_at
    job.version += 1
    return True
