"""The history of a job, or of a studio: a deed writes one record in its transaction (S8, H2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.models.history import HistoryEntry
from webapp.models.job import Job


@dataclass(frozen=True)
class Change:
    """One field before and after, as plain values that JSON can keep."""

    field: str
    before: Any
    after: Any


def record(
    session: Session,
    job: Job,
    *,
    by: Actor,
    now: datetime,
    deed: str,
    changes: Sequence[Change] = (),
    counts: dict[str, int] | None = None,
) -> None:
    """Write one record: who did what to the job, when, and what it brought about (S8)."""
    values = entry(job.studio_id, job.id, by=by, now=now, deed=deed, changes=changes, counts=counts)
    session.add(HistoryEntry(**values))


def record_of_studio(
    session: Session,
    studio_id: str,
    *,
    by: Actor,
    now: datetime,
    deed: str,
    changes: Sequence[Change] = (),
    counts: dict[str, int] | None = None,
    job_id: str | None = None,
) -> None:
    """Write one record of what happened to the studio as a whole, or what was looked at (H2).

    `job_id`: the job that it is about; the record stays when that job is deleted.
    """
    values = entry(studio_id, job_id, by=by, now=now, deed=deed, changes=changes, counts=counts)
    session.add(HistoryEntry(**values))


def entry(
    studio_id: str,
    job_id: str | None,
    *,
    by: Actor,
    now: datetime,
    deed: str,
    changes: Sequence[Change] = (),
    counts: dict[str, int] | None = None,
) -> dict[str, Any]:
    """One record as values, for deeds that write many at once."""
    return {
        "studio_id": studio_id,
        "job_id": job_id,
        "at": now,
        "actor_kind": by.kind.value,
        "actor_name": by.name,
        "deed": deed,
        "changes": [
            {"field": change.field, "before": change.before, "after": change.after}
            for change in changes
        ],
        "counts": counts or {},
    }
