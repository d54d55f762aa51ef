"""One press of 'Save settings': everything is stored in one transaction, or nothing (S4–S8)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.domain.saving import SavePlan, plan_save
from webapp.domain.settings import JobSettings, SettingFault, faults
from webapp.models.base import transaction
from webapp.models.job import Job
from webapp.models.message import CommunicationProfile
from webapp.models.price_list import PriceList
from webapp.queries.job_facts import facts_for
from webapp.queries.setting_faults import faults_in_database
from webapp.use_cases.archive_jobs import archive_if_due
from webapp.use_cases.issue_codes import ensure_codes
from webapp.use_cases.move_job import carry_out
from webapp.use_cases.recording import Change, record


class UnknownJobError(Exception):
    """There is no such job any more."""


class ConflictError(Exception):
    """Somebody else, or the worker, has saved since this page was opened (S7)."""


class FaultsError(Exception):
    """Values that cannot be stored, by field."""

    def __init__(self, found: dict[str, SettingFault]) -> None:
        super().__init__(", ".join(found))
        self.faults = found


@dataclass(frozen=True)
class Outcome:
    """What came of it: stored, or the plan that has to be confirmed first (S5)."""

    plan: SavePlan
    stored: bool


def save_job_settings(
    job_id: str,
    wanted: JobSettings,
    *,
    version: int,
    confirmed: str | None,
    by: Actor,
    now: datetime,
) -> Outcome:
    """Store the staged settings, or answer with the plan to confirm; nothing in between.

    Looks again under the job's lock. Errors: IllegalMoveError (S2), ConflictError (S7) when
    `version` is not the stored one, FaultsError. `confirmed` is the fingerprint of the confirmation
    window; another one than now is due asks again (S5). A job whose stop has passed is archived
    first (A5): the save then meets a conflict.
    """
    archive_if_due(job_id, now=now)
    with transaction() as session:
        job = session.get(Job, job_id, with_for_update={"of": Job})
        if job is None:
            raise UnknownJobError(job_id)
        if found := faults(wanted) | faults_in_database(session, job, wanted):
            raise FaultsError(found)
        facts = facts_for(session, job, wanted, now=now)
        if version != job.version and wanted != facts.settings:
            raise ConflictError
        plan = plan_save(facts, wanted, now=now)
        if not plan.changes:
            return Outcome(plan, stored=True)
        if plan.needs_decision or (plan.needs_confirmation and confirmed != plan.fingerprint):
            return Outcome(plan, stored=False)
        _apply(session, job, plan, by=by, now=now)
        return Outcome(plan, stored=True)


def _apply(session: Session, job: Job, plan: SavePlan, *, by: Actor, now: datetime) -> None:
    """Carry out the plan: settings, then what the move brings about, then the record."""
    changes = _recorded_changes(session, plan)
    _write_settings(job, plan, now=now)
    session.flush()
    if any(change.field == "access_type" for change in plan.changes):
        ensure_codes(session, job, now=now)
    record(
        session,
        job,
        by=by,
        now=now,
        deed="settings-saved",
        changes=changes,
        counts=carry_out(session, job, plan.move, now=now),
    )


def _write_settings(job: Job, plan: SavePlan, *, now: datetime) -> None:
    wanted = plan.settings
    if wanted.communication_profile_id != job.communication_profile_id:
        job.profile_since = now
    job.public_name = wanted.public_name
    job.internal_name = wanted.internal_name
    job.shot_on = wanted.shot_on
    job.access_type = wanted.access_type.value
    job.price_list_id = wanted.price_list_id
    job.archiving = wanted.archiving
    job.archiving_date = wanted.archiving_date
    job.archiving_delay = wanted.archiving_delay.value
    job.communication_profile_id = wanted.communication_profile_id
    job.stop_at = plan.stop_at
    job.version += 1


def _recorded_changes(session: Session, plan: SavePlan) -> list[Change]:
    """What changes, in words that stay readable: profiles and price lists by their names (S8)."""
    return [
        Change(
            each.field,
            _readable(session, each.field, each.before),
            _readable(session, each.field, each.after),
        )
        for each in plan.changes
    ]


def _readable(session: Session, field: str, value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if field == "communication_profile_id":
        profile = session.get(CommunicationProfile, value)
        return profile.name if profile else None
    if field == "price_list_id":
        price_list = session.get(PriceList, value)
        return price_list.name if price_list else None
    return str(value)
