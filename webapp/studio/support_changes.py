"""What support has changed while it acted for the studio, in words, with the way to it (H2)."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from webapp.models.history import HistoryEntry
from webapp.models.job import Job
from webapp.web.history_words import EntryView, entry_view


@dataclass(frozen=True)
class ChangedView:
    """A record; `job` and `url` '' where it is about the studio, or the job is gone."""

    entry: EntryView
    job: str
    url: str


def changed_view(entry: HistoryEntry, job: Job | None, *, zone: str, now: datetime) -> ChangedView:
    """A record as the history of its job says it."""
    return ChangedView(
        entry=entry_view(entry, zone=zone, now=now),
        job=job.public_name if job else "",
        url=url_for("studio.history", job_id=job.id) if job else "",
    )
