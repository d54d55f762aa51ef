"""The jobs of a studio in the console: status, what happens next, and figures; narrowed, sorted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from webapp.console.links import job_url, studio_url
from webapp.domain.archiving import local_day
from webapp.domain.job_list import Filters, Sort
from webapp.domain.status import Status
from webapp.models.studio import Studio
from webapp.queries.jobs import JobRow, JobsPage, jobs_page
from webapp.web.job_words import short_facts
from webapp.web.page_links import PageLinks, page_links
from webapp.web.shelf_words import ShelfLine, shelf_line
from webapp.web.status_words import StatusView, standing_view, status_view
from webapp.web.words import number, size


@dataclass(frozen=True)
class JobLine:
    """A job; `shelf` says what happens to it next."""

    name: str
    url: str
    facts: str
    status: StatusView
    shelf: ShelfLine
    customers: str
    photos: str
    size: str


@dataclass(frozen=True)
class StatusLink:
    """One status to narrow the list to."""

    label: str
    url: str
    count: str
    current: bool


@dataclass(frozen=True)
class JobsView:
    """One page of the jobs; `total`: all that the studio has."""

    lines: Sequence[JobLine]
    statuses: Sequence[StatusLink]
    sorts: Sequence[tuple[str, str]]
    pages: PageLinks
    total: int


def jobs_view(studio: Studio, filters: Filters, *, now: datetime) -> JobsView:
    """The page that the filters ask for."""
    found = jobs_page(studio, filters, now=now)
    return JobsView(
        lines=[_line(each, now=now) for each in found.rows],
        statuses=_statuses(studio, found, filters),
        sorts=_sorts(),
        pages=page_links(found.page),
        total=found.total,
    )


def _line(row: JobRow, *, now: datetime) -> JobLine:
    job = row.job
    today = local_day(now, job.studio.time_zone)
    return JobLine(
        name=job.public_name,
        url=job_url(job.id),
        facts=f"{job.internal_name} · {short_facts(job, today)}",
        status=standing_view(job.standing(now)),
        shelf=shelf_line(job, now=now, customers=row.customers),
        customers=number(row.customers),
        photos=number(job.photo_count),
        size=size(job.original_bytes),
    )


def _statuses(studio: Studio, found: JobsPage, filters: Filters) -> list[StatusLink]:
    kept = {"q": filters.q or None}

    def link(label: str, status: Status | None, count: int) -> StatusLink:
        value = status.value if status else None
        url = studio_url(studio.id, status=value, _anchor="jobs", **kept)
        return StatusLink(label, url, number(count), filters.status is status)

    each = [link(status_view(status).label, status, found.counts[status]) for status in Status]
    return [link(_("All"), None, found.total), *each]


def _sorts() -> list[tuple[str, str]]:
    return [
        (Sort.NEXT.value, _("Leaves the shop next")),
        (Sort.NAME.value, _("Name")),
        (Sort.NEWEST.value, _("Newest first")),
        (Sort.LARGEST.value, _("Largest first")),
    ]
