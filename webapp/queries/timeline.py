"""The whole history of a job: records, messages, orders, photos, customers as one list (H1).

Each source is a statement of a few columns; one union of them is counted and paged, and only the
rows of the page are read whole (`webapp.queries.timeline_rows`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, union_all

from webapp.domain.archiving import first_instant
from webapp.domain.paging import Page
from webapp.domain.timeline import PAGE_SIZE, TimelineFilters
from webapp.models.base import db
from webapp.models.job import Job
from webapp.models.trash import WITH_TRASH
from webapp.queries.timeline_sources import Source, sources


@dataclass(frozen=True)
class Moment:
    """One line: from which source, one of its rows by id, since when until when, how many."""

    source: Source
    id: str
    at: datetime
    first_at: datetime
    number: int


@dataclass(frozen=True)
class TimelinePage:
    """One page, the newest first."""

    moments: Sequence[Moment]
    page: Page


def timeline_page(job: Job, filters: TimelineFilters, *, size: int = PAGE_SIZE) -> TimelinePage:
    """The page that the filters ask for; two statements."""
    found = union_all(
        *(_within(rows, job, filters) for rows in sources(job.id, filters))
    ).subquery()
    total = db.session.scalar(select(func.count()).select_from(found), execution_options=WITH_TRASH)
    page = Page(filters.page, total or 0, size)
    ordered = (
        select(found.c.source, found.c.id, found.c.at, found.c.first_at, found.c.number)
        .order_by(found.c.at.desc(), found.c.place.desc(), found.c.source, found.c.id)
        .offset(page.offset)
        .limit(page.size)
    )
    rows = db.session.execute(ordered, execution_options=WITH_TRASH)
    return TimelinePage([Moment(Source(row[0]), *row[1:]) for row in rows], page)


def _within(rows: Any, job: Job, filters: TimelineFilters) -> Any:
    """Only the days that are asked for, of the studio's calendar."""
    if filters.first is None and filters.last is None:
        return rows
    of_source, zone = rows.subquery(), job.studio.time_zone
    found = select(of_source)
    if filters.first is not None:
        found = found.where(of_source.c.at >= first_instant(filters.first, zone))
    if filters.last is not None:
        found = found.where(of_source.c.at < first_instant(filters.last + timedelta(days=1), zone))
    return found
