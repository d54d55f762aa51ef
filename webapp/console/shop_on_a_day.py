"""The shop on another day, as support sees it: what a customer met then, or will meet (H1).

Going there is a look into the studio, and recorded with the day that was seen (H2).
"""

from flask import Response, abort, g, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console import guard
from webapp.console.blueprint import bp
from webapp.console.links import job_url
from webapp.console.loading import opened_job
from webapp.domain.day_pass import Holder
from webapp.models.job import Job
from webapp.queries.loading import any_job
from webapp.use_cases.record_looks import record_look
from webapp.web import day_pass, policy
from webapp.web.day_pass_form import DayPassForm, day_pass_form, days_offered
from webapp.web.rendering import go_to, render


@bp.get("/jobs/<id:job_id>/shop-on-a-day")
@policy.console("look")
def shop_on_a_day(job_id: str) -> Response:
    """Which day, and seen by whom."""
    job = opened_job(job_id)
    before = day_pass.held(job.studio_id)
    return _window(job, day_pass_form(job, before if before and before.job_id == job.id else None))


@bp.post("/jobs/<id:job_id>/shop-on-a-day")
@policy.console("look")
def look_at_shop_on_a_day(job_id: str) -> AnyResponse:
    """Go there with a pass, which lies in this browser's cookie."""
    job = _job(job_id)
    form = day_pass_form(job)
    if not form.validate():
        return _window(job, form, status=422)
    passed = form.pass_for(Holder.STAFF, g.staff.id)
    page = f"{request.path} · {passed.at:%Y-%m-%d %H:%M} UTC"
    record_look(job.studio_id, page=page, by=guard.actor(), now=clock.now(), job_id=job.id)
    day_pass.give(passed)
    return go_to(url_for("shop.job", slug=job.studio.slug, job_id=job.id))


@bp.post("/jobs/<id:job_id>/shop-on-a-day/end")
@policy.console("look")
def end_shop_on_a_day(job_id: str) -> AnyResponse:
    """Back to the console; the shop is for this browser what it was before."""
    job = _job(job_id)
    day_pass.end()
    return go_to(job_url(job.id))


def _job(job_id: str) -> Job:
    return any_job(job_id) or abort(404)


def _window(job: Job, form: DayPassForm, *, status: int = 200) -> Response:
    return render(
        "console/shop_on_a_day.html",
        status=status,
        job=job,
        form=form,
        days=days_offered(job),
        action=url_for("console.look_at_shop_on_a_day", job_id=job.id),
        back=job_url(job.id),
    )
