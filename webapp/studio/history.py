"""The History tab of a job: who changed what, when, from what to what (S8)."""

from flask import Response, request

from webapp import clock
from webapp.domain.job_list import page_number
from webapp.queries.acting import last_looks
from webapp.queries.history import history_page
from webapp.studio.blueprint import bp
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.support_words import looks_in_words
from webapp.web import policy
from webapp.web.history_words import entry_view
from webapp.web.page_links import page_links
from webapp.web.rendering import render

_LOOKS = 200


@bp.get("/jobs/<id:job_id>/history")
@policy.studio
def history(job_id: str) -> Response:
    """One page of the records, newest first; looks of support in a line for each day (H2)."""
    job, now = own_job(job_id), clock.now()
    entries, page = history_page(job.id, asked=page_number(request.args.get("page", "")))
    return render(
        "studio/history.html",
        job=job,
        job_page=job_page(job, "history"),
        entries=[entry_view(each, zone=job.studio.time_zone, now=now) for each in entries],
        looks=looks_in_words(last_looks(job.id, limit=_LOOKS), job.studio.time_zone, now=now),
        pages=page_links(page),
    )
