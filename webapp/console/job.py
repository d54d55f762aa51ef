"""One job, read-only: how it stands, its numbers, and everything that ever happened to it (H1)."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask import Response, g
from flask_babel import gettext as _

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.job_words import job_view
from webapp.console.loading import opened_job
from webapp.console.timeline import asked_filters, every_line, timeline_view
from webapp.console.timeline_words import Line
from webapp.domain.csv_cells import csv_row, separator_in
from webapp.models.job import Job
from webapp.web import policy
from webapp.web.rendering import render
from webapp.web.tables import table_response, table_start


@bp.get("/jobs/<id:job_id>")
@policy.console("look")
def job(job_id: str) -> Response:
    """The job, and one page of its history."""
    found, now = opened_job(job_id), clock.now()
    return render(
        "console/job.html",
        job=found,
        view=job_view(found, now=now),
        timeline=timeline_view(found, asked_filters(), now=now),
    )


@bp.get("/jobs/<id:job_id>/history.csv")
@policy.console("look")
def job_history(job_id: str) -> Response:
    """What the filters ask for as a table, each message and customer by itself."""
    found = opened_job(job_id)
    return table_response(list(_table(found)), f"history-{found.id}.csv")


def _table(found: Job) -> Iterator[str]:
    language = g.staff.language
    heads = (_("When"), _("Time zone"), _("Kind"), _("What"), _("Who"), _("Details"))
    yield table_start(heads, language)
    for each in every_line(found, asked_filters(), now=clock.now()):
        yield csv_row(_cells(each, found), separator=separator_in(language))


def _cells(each: Line, found: Job) -> tuple[str, ...]:
    told, zone = each.told, found.studio.time_zone
    at = each.at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S")
    return (at, zone, each.kind, told.title, told.who, "; ".join(told.more))
