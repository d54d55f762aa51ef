"""The shop on another day: from a job to what its customers see then, for half an hour (H1)."""

from flask import Response, g, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.domain.day_pass import Holder
from webapp.models.job import Job
from webapp.studio.blueprint import bp
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.web import day_pass, policy
from webapp.web.day_pass_form import DayPassForm, day_pass_form, days_offered
from webapp.web.day_pass_words import CHANGE
from webapp.web.rendering import go_to, render


@bp.get("/jobs/<id:job_id>/shop-on-a-day")
@policy.studio
def shop_on_a_day(job_id: str) -> AnyResponse:
    """Which day, and seen by whom; support that acts for the studio looks from the console."""
    job, before = own_job(job_id), day_pass.held(g.studio.id)
    if g.get("acting"):
        return go_to(url_for(CHANGE[Holder.STAFF], job_id=job.id))
    return _window(job, day_pass_form(job, before if before and before.job_id == job.id else None))


@bp.post("/jobs/<id:job_id>/shop-on-a-day")
@policy.studio
def look_at_shop_on_a_day(job_id: str) -> AnyResponse:
    """Go there with a pass; nothing is stored, it lies in this browser's cookie."""
    job = own_job(job_id)
    form = day_pass_form(job)
    if not form.validate():
        return _window(job, form, status=422)
    day_pass.give(form.pass_for(Holder.MEMBER, g.member.id))
    return go_to(url_for("shop.job", slug=job.studio.slug, job_id=job.id))


@bp.post("/jobs/<id:job_id>/shop-on-a-day/end")
@policy.studio
def end_shop_on_a_day(job_id: str) -> AnyResponse:
    """Back to the job; the shop is for this browser what it was before."""
    job = own_job(job_id)
    day_pass.end()
    return go_to(url_for("studio.job_overview", job_id=job.id))


def _window(job: Job, form: DayPassForm, *, status: int = 200) -> Response:
    return render(
        "studio/shop_on_a_day.html",
        status=status,
        job=job,
        form=form,
        days=days_offered(job),
        action=url_for("studio.look_at_shop_on_a_day", job_id=job.id),
        back=url_for("studio.job_overview", job_id=job.id),
        job_page=job_page(job, "overview"),
    )
