"""The job overview: every job with its shelf, narrowed and sorted by the address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.job_list import Filters, Sort
from webapp.domain.status import Status
from webapp.queries.jobs import JobRow, JobsPage, jobs_page
from webapp.studio.blueprint import bp
from webapp.web import policy
from webapp.web.job_words import short_facts
from webapp.web.page_links import page_links
from webapp.web.rendering import render, wants_part
from webapp.web.shelf_words import ShelfLine, shelf_line
from webapp.web.status_words import StatusView, standing_view, status_view
from webapp.web.words import number, quoted, size

_NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class RowView:
    """One row of the table; `photos` in words, `amount` and `unit` of its storage.

    `asks`: how many ask for more time, '' where nobody does.
    """

    name: str
    url: str
    facts: str
    status: StatusView
    shelf: ShelfLine
    customers: str
    photos: str
    amount: str
    unit: str
    cover_url: str
    is_faded: bool
    asks: str


@dataclass(frozen=True)
class FilterLink:
    """One status to filter by, with its number of jobs."""

    label: str
    url: str
    count: str
    current: bool


@bp.get("/jobs")
@policy.studio
def jobs() -> Response:
    """One page of the list; for htmx the list alone."""
    asked, now = request.args, clock.now()
    filters = Filters.read(
        status=asked.get("status", ""),
        q=asked.get("q", ""),
        sort=asked.get("sort", ""),
        page=asked.get("page", ""),
        asks=asked.get("asks", ""),
    )
    found = jobs_page(g.studio, filters, now=now)
    return render(
        "studio/jobs.html",
        rows=[_row(each, now=now) for each in found.rows],
        pages=page_links(found.page),
        total=found.total,
        leaving=found.leaving_soon,
        asks=_asks_link(found),
        filters=filters,
        statuses=_status_links(found, filters),
        sorts=_sorts(),
        nothing=_nothing_found(filters),
        is_part=wants_part(),
    )


def _row(row: JobRow, *, now: datetime) -> RowView:
    job, standing = row.job, row.job.standing(now)
    amount, unit = size(job.original_bytes).split(_NO_BREAK)
    return RowView(
        name=job.public_name,
        url=url_for("studio.job_overview", job_id=job.id),
        facts=short_facts(job, local_day(now, job.studio.time_zone)),
        status=standing_view(standing),
        shelf=shelf_line(job, now=now, customers=row.customers),
        customers=number(row.customers),
        photos=number(job.photo_count),
        amount=amount,
        unit=unit,
        cover_url=_cover(row),
        is_faded=standing.is_greyed_out,
        asks=_asks(row.asks) if row.asks else "",
    )


def _asks(people: int) -> str:
    return str(ngettext("%(num)s asks for more time", "%(num)s ask for more time", people))


def _asks_link(found: JobsPage) -> FilterLink | None:
    """To the jobs for which somebody asks for more time; None where nobody does."""
    if not found.asks:
        return None
    label = ngettext(
        "%(num)s person asks for more time", "%(num)s people ask for more time", found.asks
    )
    return FilterLink(label, url_for("studio.jobs", asks=1), number(found.asks), current=False)


def _cover(row: JobRow) -> str:
    if row.cover_id is None:
        return ""
    return url_for("studio.photo", job_id=row.job.id, photo_id=row.cover_id, size="small")


def _status_links(found: JobsPage, filters: Filters) -> list[FilterLink]:
    kept: dict[str, Any] = {
        "q": filters.q or None,
        "sort": _given_sort(filters),
        "asks": 1 if filters.asks else None,
    }
    every = FilterLink(
        _("All"), url_for("studio.jobs", **kept), number(found.total), filters.status is None
    )
    return [every] + [
        FilterLink(
            status_view(status).label,
            url_for("studio.jobs", status=status.value, **kept),
            number(found.counts[status]),
            filters.status is status,
        )
        for status in Status
    ]


def _given_sort(filters: Filters) -> str | None:
    return None if filters.sort is Sort.NEXT else filters.sort.value


def _sorts() -> list[tuple[str, str]]:
    return [
        (Sort.NEXT.value, _("Leaves the shop next")),
        (Sort.NAME.value, _("Name")),
        (Sort.NEWEST.value, _("Newest first")),
        (Sort.LARGEST.value, _("Largest first")),
    ]


def _nothing_found(filters: Filters) -> str:
    """The filters in words, for a list that they have left empty."""
    if filters.asks:
        return str(_("Nobody waits for an answer about more time here."))
    if filters.status is None:
        return str(_("No job matches %(q)s.", q=quoted(filters.q)))
    status = status_view(filters.status).label
    if not filters.q:
        return str(_("No job has the status %(status)s.", status=status))
    return str(
        _(
            "No job with the status %(status)s matches %(q)s.",
            status=status,
            q=quoted(filters.q),
        )
    )
