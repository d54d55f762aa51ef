"""One person of a job: renamed, moved to another class, given a code, or removed."""

from flask import Response, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.job import Job
from webapp.queries.code_use import users_of
from webapp.queries.person_rows import PersonLine, albums_with_photos_of, person_line
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import or_404, own_job
from webapp.studio.people import CODE_STATES
from webapp.studio.person_form import PersonForm
from webapp.use_cases.change_people import SamePerson, change_person, remove_person
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/jobs/<id:job_id>/people/<id:person_id>")
@policy.studio
def person(job_id: str, person_id: str) -> Response:
    """Who it is, with the code and what can be done with it."""
    job = own_job(job_id)
    line = _own(job, person_id)
    form = PersonForm(formdata=None, name=line.name, group=line.group, reference=line.reference)
    return _page(job, line, form)


@bp.post("/jobs/<id:job_id>/people/<id:person_id>")
@policy.studio
@policy.on_behalf
def save_person(job_id: str, person_id: str) -> AnyResponse:
    """Store what was changed; with faults the form again, with everything that was typed."""
    job, form = own_job(job_id), PersonForm()
    line = _own(job, person_id)
    if not form.validate():
        return _page(job, line, form, status=422)
    try:
        change_person(job.id, person_id, form.person, by=actor(), now=clock.now())
    except SamePerson:
        form.say_same()
        return _page(job, line, form, status=422)
    flash(_("Saved."), "done")
    return go_to(url_for("studio.person", job_id=job.id, person_id=person_id))


@bp.get("/jobs/<id:job_id>/people/<id:person_id>/removal")
@policy.studio
@policy.not_on_behalf
def person_removal(job_id: str, person_id: str) -> Response:
    """What removing would do, counted; nothing is, yet."""
    job = own_job(job_id)
    line = _own(job, person_id)
    browsers, registered = users_of([line.code_id] if line.code_id else [])
    return render(
        "studio/person_removal.html",
        job=job,
        line=line,
        browsers=browsers,
        registered=registered,
        title=_("Remove %(name)s?", name=line.name),
    )


@bp.post("/jobs/<id:job_id>/people/<id:person_id>/removal")
@policy.studio
@policy.not_on_behalf
def save_person_removal(job_id: str, person_id: str) -> AnyResponse:
    """Remove the person; photos and registrations stay."""
    job = own_job(job_id)
    line = _own(job, person_id)
    remove_person(job.id, person_id, by=actor(), now=clock.now())
    flash(_("%(name)s was removed.", name=line.name), "done")
    return go_to(url_for("studio.people", job_id=job.id))


def _own(job: Job, person_id: str) -> PersonLine:
    return or_404(person_line(job.id, person_id))


def _page(job: Job, line: PersonLine, form: PersonForm, *, status: int = 200) -> Response:
    return render(
        "studio/person.html",
        status=status,
        whole=status != 200,  # noqa: PLR2004
        job=job,
        job_page=job_page(job, "customers"),
        line=line,
        albums=albums_with_photos_of(line.id) if line.photos else [],
        form=form,
        states=CODE_STATES,
    )
