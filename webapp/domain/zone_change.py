"""A studio moves to another time zone: what that does to its jobs, counted before (A2)."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from webapp.domain.archiving import ArchivePlan


@dataclass(frozen=True)
class DatedJob:
    """A job that has its days ahead, in the zone of today; `is_open`: customers order from it.

    One that is archived and open again for a single code counts with the last day of that.
    """

    job_id: str
    plan: ArchivePlan
    is_open: bool


@dataclass(frozen=True)
class ZonePlan:
    """What the move does: `moved` jobs stop at another instant, `leaving` of them at once (A5)."""

    before: str
    after: str
    moved: int
    leaving: int

    @property
    def needs_confirmation(self) -> bool:
        """Whether anybody would notice."""
        return self.moved > 0

    @property
    def fingerprint(self) -> str:
        """What the window posts back: other facts give another one (S5)."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def plan_zone_change(
    jobs: Iterable[DatedJob], before: str, after: str, *, now: datetime
) -> ZonePlan:
    """What becomes of these jobs when the studio's zone is another one (A2)."""
    there = [(job, replace(job.plan, zone=after)) for job in jobs]
    moved = [(job, plan) for job, plan in there if plan.stop_at != job.plan.stop_at]
    leaving = {
        job.job_id
        for job, plan in moved
        if job.is_open and plan.has_stopped(now) and not job.plan.has_stopped(now)
    }
    return ZonePlan(before, after, len({job.job_id for job, _plan in moved}), len(leaving))
