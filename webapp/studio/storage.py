"""The storage page: how full it is, what is live and what is archived, job by job (D1, A11)."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from webapp import clock
from webapp.domain.job_list import page_number
from webapp.domain.paging import Page
from webapp.domain.status import Standing
from webapp.models.job import Job
from webapp.queries.storage import PAGE_SIZE, Meter, Sort, Split, jobs_by_size, largest_job, split
from webapp.studio.blueprint import bp
from webapp.studio.page_links import page_links
from webapp.studio.shell import shown_meter
from webapp.web import policy
from webapp.web.rendering import render
from webapp.web.shelf_words import shelf_line
from webapp.web.status_words import StatusView, standing_view
from webapp.web.words import emphasised, number, size


@dataclass(frozen=True)
class Part:
    """A part of the meter in words; `kind` names its colour."""

    kind: str
    label: str
    size: str
    words: str


@dataclass(frozen=True)
class RowView:
    """A job and its share; `percent` of the largest one."""

    name: str
    url: str
    status: StatusView
    since: str
    photos: str
    size: str
    percent: float
    kind: str


@bp.get("/storage")
@policy.studio
def storage() -> Response:
    """The meter's page."""
    asked = request.args.get("sort", "")
    sort = Sort(asked) if asked in tuple(Sort) else Sort.LARGEST
    found = split(g.studio.id)
    jobs = found.live_jobs + found.archived_jobs
    page = Page(page_number(request.args.get("page", "")), jobs, PAGE_SIZE)
    largest, now = largest_job(g.studio.id), clock.now()
    return render(
        "studio/storage.html",
        shown=shown_meter(found.meter),
        big=_used(found.meter),
        summary=_summary(found.meter),
        legend=_legend(found),
        rows=[_row(job, largest, now=now)
              for job in jobs_by_size(g.studio.id, sort=sort, page=page)],
        sort=sort.value,
        sorts=_sorts(),
        pages=page_links(page),
    )  # fmt: skip


def _used(meter: Meter) -> Markup:
    told = _("%(used)s of %(quota)s used", used="%(used)s", quota=size(meter.quota))
    return emphasised(told, used=size(meter.used))


def _summary(meter: Meter) -> str:
    return str(
        _(
            "Live %(live)s, archived %(archived)s, free %(free)s of %(quota)s",
            live=size(meter.live),
            archived=size(meter.archived),
            free=size(meter.free),
            quota=size(meter.quota),
        )
    )


def _legend(found: Split) -> list[Part]:
    meter, live, archived = found.meter, found.live_jobs, found.archived_jobs
    in_jobs = ngettext("%(shown)s job", "%(shown)s jobs", live, shown=number(live))
    in_archive = ngettext(
        "%(shown)s job, counted in full",
        "%(shown)s jobs, counted in full",
        archived,
        shown=number(archived),
    )
    return [
        Part("leaf", _("Live"), size(meter.live), in_jobs),
        Part("silver", _("Archived"), size(meter.archived), in_archive),
        Part("free", _("Free"), size(meter.free), ""),
    ]


def _row(job: Job, largest: int, *, now: datetime) -> RowView:
    standing = job.standing(now)
    return RowView(
        name=job.public_name,
        url=url_for("studio.job_overview", job_id=job.id),
        status=standing_view(standing),
        since="" if standing is Standing.ARCHIVING_NOW else shelf_line(job, now=now).lead,
        photos=number(job.photo_count),
        size=size(job.original_bytes),
        percent=round(100 * job.original_bytes / max(largest, 1), 2),
        kind="arch" if standing.is_greyed_out else "left",
    )


def _sorts() -> list[tuple[str, str]]:
    return [
        (Sort.LARGEST.value, _("Largest first")),
        (Sort.SMALLEST.value, _("Smallest first")),
        (Sort.OLDEST.value, _("Longest archived first")),
        (Sort.NAME.value, _("Name")),
    ]
