"""How long photos stay after archiving: the studio's months, counted before they are stored."""

from flask import Response, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.job import Job
from webapp.queries.retention import standing_of
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.studio.retention_form import JobKeepingForm, KeepingForm
from webapp.studio.retention_words import keeping_line, months_words, order_links
from webapp.studio.settings import page
from webapp.use_cases.retention_settings import SoonGoneError, change_keeping, change_retention
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.post("/settings/keeping")
@policy.studio
@policy.not_on_behalf
def save_keeping_photos() -> AnyResponse:
    """Store the studio's months; first the window, where photos would be deleted automatically."""
    form, now = KeepingForm(), clock.now()
    if not form.validate():
        return page(status=422, keeping=form)
    months, customers = form.chosen_months, bool(form.customers.data)
    confirmed = request.form.get("confirmed", "")
    other = change_retention(
        g.studio.id, months, customers=customers, confirmed=confirmed, by=actor(), now=now
    )
    if other is not None:
        return render(
            "studio/retention_plan.html",
            plan=other,
            form=form,
            action=url_for("studio.save_keeping_photos"),
            back_url=url_for("studio.settings", _anchor="keeping"),
        )
    flash(_("Saved. Photos are deleted: %(months)s.", months=months_words(months)), "done")
    return go_to(url_for("studio.settings"))


@bp.get("/jobs/<id:job_id>/keeping")
@policy.studio
def keeping(job_id: str) -> Response:
    """How long the photos of one job stay, and what keeps them."""
    job = own_job(job_id)
    return _job_page(job, JobKeepingForm.of(job))


@bp.post("/jobs/<id:job_id>/keeping")
@policy.studio
@policy.not_on_behalf
def save_keeping(job_id: str) -> AnyResponse:
    """Store what the job says; the photographer is told fourteen days before anything goes."""
    job, form = own_job(job_id), JobKeepingForm()
    if not form.validate():
        return _job_page(job, form, status=422)
    confirmed = request.form.get("confirmed", "")
    try:
        change_keeping(job.id, form.keeping, confirmed=confirmed, by=actor(), now=clock.now())
    except SoonGoneError as soon:
        return render(
            "studio/retention_plan.html",
            plan=soon.plan,
            form=form,
            action=url_for("studio.save_keeping", job_id=job_id),
            back_url=url_for("studio.keeping", job_id=job_id),
        )
    line = keeping_line(own_job(job_id), g.studio, now=clock.now())
    flash(_("Saved. %(sentence)s.", sentence=line.sentence), "done")
    return go_to(url_for("studio.keeping", job_id=job.id))


def _job_page(job: Job, form: JobKeepingForm, *, status: int = 200) -> Response:
    now = clock.now()
    line = keeping_line(job, g.studio, now=now)
    return render(
        "studio/keeping.html",
        status=status,
        whole=status >= 400,  # noqa: PLR2004 - refused
        job=job,
        job_page=job_page(job, "overview"),
        form=form,
        line=line,
        is_told=standing_of(job, g.studio).keeping is not None
        and job.retention_noticed_at is not None,
        studio_months=months_words(g.studio.retention_months),
        orders=order_links(job, now=now) if line.goes else [],
        settings_url=url_for("studio.settings", _anchor="keeping"),
    )
