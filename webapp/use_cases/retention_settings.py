"""How long photos are kept: chosen for the studio, or for one job (product 6).

Whatever changes the day makes a notice void: the photographer is told anew, fourteen days ahead.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from webapp.domain.actors import Actor
from webapp.domain.retention import RetentionPlan
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.queries.retention import plan_for, plan_for_job
from webapp.use_cases.holding import hold_studio
from webapp.use_cases.recording import Change, record
from webapp.use_cases.retention_letters import void_letter


@dataclass(frozen=True)
class JobKeeping:
    """What a job says: as the studio (no months, no hold), its own months, or a hold and why."""

    months: int | None = None
    hold: bool = False
    reason: str = ""


def change_retention(
    studio_id: str, months: int | None, *, customers: bool, confirmed: str, by: Actor, now: datetime
) -> RetentionPlan | None:
    """Store the studio's months; None: done. A plan: other facts than were confirmed (S5)."""
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        jobs = session.scalars(
            select(Job).where(Job.studio_id == studio_id).order_by(Job.id).with_for_update(of=Job)
        ).all()
        plan = plan_for(session, studio, months, customers=customers, now=now)
        if plan.needs_confirmation and plan.fingerprint != confirmed:
            return plan
        before = studio.retention_months
        studio.retention_months, studio.retention_customers = months, customers
        if before == months:
            return None
        for job in jobs:
            if job.retention_months is None and job.retention_letter_id is not None:
                void_letter(job)
                changes = [Change("retention_months", before, months)]
                record(session, job, by=by, now=now, deed="retention-changed", changes=changes)
        return None


class SoonGoneError(Exception):
    """The photos of the job would go sooner than before, or within a month; carries the plan."""

    def __init__(self, plan: RetentionPlan) -> None:
        super().__init__("the photos would go soon")
        self.plan = plan


def change_keeping(
    job_id: str, keeping: JobKeeping, *, confirmed: str | None = None, by: Actor, now: datetime
) -> bool:
    """Store what the job says of its photos; False: it said that already.

    `confirmed`: the fingerprint of the window; None: nobody is asked. Raises SoonGoneError (S5).
    """
    with transaction() as session:
        job = session.get_one(Job, job_id, with_for_update={"of": Job})
        before = JobKeeping(job.retention_months, job.retention_hold, job.retention_reason)
        if keeping == before:
            return False
        plan = plan_for_job(job, keeping.months, hold=keeping.hold, now=now)
        if plan and confirmed is not None and plan.fingerprint != confirmed:
            raise SoonGoneError(plan)
        job.retention_months, job.retention_hold = keeping.months, keeping.hold
        job.retention_reason = keeping.reason
        changes = [
            Change(f"retention_{name}", value, getattr(keeping, name))
            for name, value in vars(before).items()
            if value != getattr(keeping, name)
        ]
        if [change.field for change in changes] != ["retention_reason"]:
            void_letter(job)
        record(session, job, by=by, now=now, deed="retention-changed", changes=changes)
        return True
