"""Why a customer sees no photos or got no message, or a job is archived, told to support (H1)."""

from functools import partial

from flask import abort, current_app, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.loading import opened_job
from webapp.console.typed_keys import address_without_keys
from webapp.models.job import Job
from webapp.web import policy
from webapp.web.explanation_page import Asked, NobodyOfThisJob, Page, address_of_code, explanation
from webapp.web.explanation_words import Place
from webapp.web.rendering import go_to, render


@bp.get("/jobs/<id:job_id>/explanation")
@policy.console("look")
def job_explanation(job_id: str) -> AnyResponse:
    """A question about the job, and its answer; whom it is about is looked for first."""
    job = opened_job(job_id)
    page = Page(
        job=job,
        address=partial(url_for, "console.job_explanation", job_id=job.id),
        links=_nowhere,
        now=clock.now(),
        machine_now=clock.machine_now(),
    )
    asked = Asked.read(request.args)
    if elsewhere := address_of_code(page, asked) or address_without_keys(asked.q):
        return go_to(elsewhere)
    try:
        found = explanation(page, asked)
    except NobodyOfThisJob:
        abort(404)
    return render("console/explanation.html", job=job, job_url=_job_url(job), **found)


def _nowhere(_place: Place, _ref: str) -> str:
    """Support changes nothing from here: the photographer does, or somebody on behalf of them."""
    return ""


def _job_url(job: Job) -> str:
    """The job's page in the console, else its studio's."""
    if "console.job" in current_app.view_functions:
        return url_for("console.job", job_id=job.id)
    return url_for("console.studio", studio_id=job.studio_id)
