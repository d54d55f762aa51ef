"""Collects from plan and history why a job is archived, or is not (H1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from webapp.domain.actors import Actor, ActorKind
from webapp.domain.archiving import ArchivePlan, Delay
from webapp.domain.explaining_archiving import (
    Archived,
    ArchiveFacts,
    Chosen,
    Step,
    explain_archiving,
    moved,
)
from webapp.domain.timeline import LOOKS
from webapp.models.base import db
from webapp.models.history import HistoryEntry
from webapp.models.job import Job
from webapp.queries.clock_hold import clock_hold

_OF_THE_STOP = ("archiving", "archiving_date", "archiving_delay")
_ENTRIES = 2000


@dataclass(frozen=True)
class ArchivingAnswer:
    """The answer with the facts that led to it."""

    answer: Archived
    facts: ArchiveFacts


def archiving_answer(job: Job, *, now: datetime) -> ArchivingAnswer:
    """Why the job is archived, or why it is not."""
    records = _records(job)
    plan, hold = _plan_then(job, records), clock_hold()
    facts = ArchiveFacts(
        standing=job.standing(now),
        zone=plan.zone if plan else job.studio.time_zone,
        plan=plan,
        stop_at=_stop_then(job, plan),
        steps=[step for each in records if (step := _step(each)) is not None],
        archived_at=job.archived_at,
        selling_since=job.selling_since,
        chosen=_last(records, _OF_THE_STOP, until=job.archived_at),
        zone_changed=_last(records, ("time_zone",), until=job.archived_at),
        has_profile=job.communication_profile_id is not None,
        held_since=hold.held_at if hold else None,
    )
    return ArchivingAnswer(explain_archiving(facts, now=now), facts)


def _records(job: Job) -> Sequence[HistoryEntry]:
    """What was done to the job, the oldest first; not who looked at it, which soon is more."""
    newest = (
        select(HistoryEntry)
        .where(HistoryEntry.job_id == job.id, HistoryEntry.deed.not_in(LOOKS))
        .order_by(HistoryEntry.id.desc())
        .limit(_ENTRIES)
    )
    return list(reversed(db.session.scalars(newest).all()))


def _step(entry: HistoryEntry) -> Step | None:
    changes = {each["field"]: each for each in entry.changes}
    status = changes.get("status")
    move = moved(status["before"] or "", status["after"] or "") if status else None
    if move is None:
        return None
    profile: dict[str, Any] = changes.get("communication_profile_id", {})
    is_lost = move.is_reactivation and profile.get("after", "") is None
    return Step(
        entry.at, move, by=_who(entry), lost_profile=(profile["before"] or "") if is_lost else ""
    )


def _who(entry: HistoryEntry) -> Actor | None:
    """Who did it; None: nobody did, it happened by itself."""
    kind = ActorKind(entry.actor_kind)
    return None if kind is ActorKind.WORKER else Actor(kind, entry.actor_name or "–")


def _last(
    records: Sequence[HistoryEntry], fields: Sequence[str], *, until: datetime | None
) -> Chosen | None:
    """Who changed one of these fields last, before the job was archived."""
    for entry in reversed(records):
        is_before = until is None or entry.at <= until
        if is_before and any(each["field"] in fields for each in entry.changes):
            return Chosen(entry.at, _who(entry))
    return None


def _plan_then(job: Job, records: Sequence[HistoryEntry]) -> ArchivePlan | None:
    """What was set when the job was archived: what is set now, without what was changed since."""
    plan = job.archive_plan
    if job.archived_at is None:
        return plan
    values: dict[str, Any] = {
        "archiving": job.archiving,
        "archiving_date": job.archiving_date,
        "archiving_delay": job.archiving_delay,
    }
    for entry in reversed(records):
        if entry.at <= job.archived_at:
            break
        values |= {
            each["field"]: each["before"] for each in entry.changes if each["field"] in values
        }
    if not values["archiving"] or values["archiving_date"] is None:
        return None
    then = values["archiving_date"]
    day = date.fromisoformat(then) if isinstance(then, str) else then
    delay, zone = Delay(values["archiving_delay"]), job.studio.time_zone
    return replace(plan, archiving_date=day, delay=delay) if plan else ArchivePlan(day, delay, zone)


def _stop_then(job: Job, plan: ArchivePlan | None) -> datetime | None:
    """The stop as it was kept with the job; of a plan that was changed since, worked out again."""
    if plan is None or plan == job.archive_plan:
        return job.stop_at
    return plan.stop_at
