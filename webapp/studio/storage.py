"""The storage page: how full it is, how that grew, what to delete first, job by job (D1, A11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _

from webapp import clock
from webapp.domain.job_list import page_number
from webapp.domain.paging import Page
from webapp.domain.status import Status
from webapp.domain.storage import Facts, Group, suggestions
from webapp.queries.storage import PAGE_SIZE, Sort, Split, jobs_by_size
from webapp.queries.storage_deletion import held_back
from webapp.queries.storage_suggestions import (
    failed_photos,
    never_sold,
    old_jobs_that_can_go,
    trash_ends_next,
)
from webapp.studio.blueprint import bp
from webapp.studio.retention_words import going_line
from webapp.studio.shell import shown_meter, studio_storage
from webapp.studio.storage_growth import growth_view
from webapp.studio.storage_rows import row_view
from webapp.studio.storage_words import Places, legend, suggestion_views
from webapp.web import policy
from webapp.web.meter_words import meter_summary, used_words
from webapp.web.page_links import page_links
from webapp.web.rendering import render, wants_part
from webapp.web.status_words import status_view
from webapp.web.words import number


@dataclass(frozen=True)
class StatusLink:
    """One status to narrow the table to, with its number of jobs."""

    label: str
    url: str
    count: str
    current: bool


@bp.get("/storage")
@policy.studio
def storage() -> Response:
    """The whole page; for htmx the table alone."""
    found = studio_storage()
    around = {} if wants_part() else _around(found)
    return render("studio/storage.html", **_table(found), **around)


def _table(found: Split) -> dict[str, Any]:
    asked, now = request.args, clock.now()
    sort = Sort(asked["sort"]) if asked.get("sort") in tuple(Sort) else Sort.LARGEST
    status = Status(asked["status"]) if asked.get("status") in tuple(Status) else None
    total = found.rows[status] if status else sum(found.rows.values())
    page = Page(page_number(asked.get("page", "")), total, PAGE_SIZE)
    jobs = jobs_by_size(g.studio.id, sort=sort, page=page, status=status)
    held = held_back(jobs, now=now)
    return {
        "rows": [row_view(job, held[job.id], found.largest, now=now) for job in jobs],
        "pages": page_links(page),
        "sort": sort.value,
        "sorts": _sorts(),
        "chosen": status,
        "statuses": _statuses(found.rows, status, sort),
        "has_jobs": any(found.rows.values()),
    }


def _around(found: Split) -> dict[str, Any]:
    now, meter = clock.now(), found.meter
    failed = failed_photos(g.studio.id)
    facts = Facts(
        old=old_jobs_that_can_go(g.studio, now=now),
        trash=Group(found.trash_photos, meter.trash),
        never_sold=never_sold(g.studio, now=now),
        failed=sum(each.photos for each in failed),
    )
    places = Places(trash_ends=trash_ends_next(g.studio.id), failed=failed)
    return {
        "shown": shown_meter(meter),
        "big": used_words(meter),
        "summary": meter_summary(meter),
        "legend": legend(found),
        "suggestions": suggestion_views(suggestions(facts), places, g.studio.time_zone, now=now),
        "growth": growth_view(g.studio, meter.used, now=now),
        "going": going_line(g.studio, now=now),
    }


def _statuses(rows: Mapping[Status, int], chosen: Status | None, sort: Sort) -> list[StatusLink]:
    kept = None if sort is Sort.LARGEST else sort.value
    every = StatusLink(
        _("All"),
        url_for("studio.storage", sort=kept),
        number(sum(rows.values())),
        chosen is None,
    )
    return [every] + [
        StatusLink(
            status_view(status).label,
            url_for("studio.storage", status=status.value, sort=kept),
            number(rows[status]),
            status is chosen,
        )
        for status in Status
    ]


def _sorts() -> list[tuple[str, str]]:
    return [
        (Sort.LARGEST.value, _("Largest first")),
        (Sort.SMALLEST.value, _("Smallest first")),
        (Sort.OLDEST.value, _("Longest archived first")),
        (Sort.TRASH.value, _("Most in the trash first")),
        (Sort.NAME.value, _("Name")),
    ]
