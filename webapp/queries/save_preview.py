"""What saving staged settings would do, for the confirmation window; stores nothing (S5)."""

from datetime import datetime

from webapp.domain.saving import SavePlan, plan_save
from webapp.domain.settings import JobSettings
from webapp.models.base import db
from webapp.models.job import Job
from webapp.queries.job_facts import facts_for


def preview_save(job: Job, wanted: JobSettings, *, now: datetime) -> SavePlan:
    """The plan that `save_job_settings` would follow at `now`. IllegalMoveError (S2)."""
    return plan_save(facts_for(db.session(), job, wanted, now=now), wanted, now=now)
