"""A new job: its name, its kind and who may see what; it begins in Planning."""

from flask import Response, flash, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.new_job_form import NewJobForm
from webapp.use_cases.create_job import InternalNameTakenError, create_job
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.setting_words import ACCESS_HINTS


@bp.get("/jobs/new")
@policy.studio
def new_job() -> Response:
    """The empty form."""
    return render("studio/new_job.html", form=NewJobForm(), access_hints=ACCESS_HINTS)


@bp.post("/jobs/new")
@policy.studio
@policy.on_behalf
def save_new_job() -> AnyResponse:
    """Store the job and go to it; with faults the form again, with everything that was typed."""
    form = NewJobForm()
    if not form.validate():
        return _again(form)
    try:
        job_id = create_job(g.studio.id, form.new_job(), by=actor(), now=clock.now())
    except InternalNameTakenError:
        form.say_taken()
        return _again(form)
    flash(_("The job is there, in Planning. Add its people and photos next."), "done")
    return go_to(url_for("studio.job_overview", job_id=job_id))


def _again(form: NewJobForm) -> Response:
    return render(
        "studio/new_job.html", status=422, whole=True, form=form, access_hints=ACCESS_HINTS
    )
