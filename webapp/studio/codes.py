"""Codes of a job: revoked or replaced after a window that says who notices, or made anew."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.job import Job
from webapp.queries.code_use import CodeUse, code_use
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.loading import or_404, own_job
from webapp.studio.people import whose_code
from webapp.use_cases.change_codes import make_code, replace_code, revoke_code
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/jobs/<id:job_id>/codes/<id:code_id>/revocation")
@policy.studio
def code_revocation(job_id: str, code_id: str) -> Response:
    """Who loses sight of the pictures; nothing is done, yet."""
    job = own_job(job_id)
    return _window(job, _own(job, code_id), is_replaced=False)


@bp.post("/jobs/<id:job_id>/codes/<id:code_id>/revocation")
@policy.studio
@policy.on_behalf
def save_code_revocation(job_id: str, code_id: str) -> AnyResponse:
    """From the next request on the code opens nothing."""
    job = own_job(job_id)
    use = _own(job, code_id)
    if revoke_code(job.id, code_id, by=actor(), now=clock.now()):
        whose = whose_code(use.person, use.album)
        flash(_("The code of %(whose)s was revoked.", whose=whose), "done")
    return go_to(_back(job, use))


@bp.get("/jobs/<id:job_id>/codes/<id:code_id>/replacement")
@policy.studio
def code_replacement(job_id: str, code_id: str) -> Response:
    """The same, with a new code in its place."""
    job = own_job(job_id)
    return _window(job, _own(job, code_id), is_replaced=True)


@bp.post("/jobs/<id:job_id>/codes/<id:code_id>/replacement")
@policy.studio
@policy.on_behalf
def save_code_replacement(job_id: str, code_id: str) -> AnyResponse:
    """The old code opens nothing, and there is a new one."""
    job = own_job(job_id)
    use = _own(job, code_id)
    if replace_code(job.id, code_id, by=actor(), now=clock.now()):
        whose = whose_code(use.person, use.album)
        flash(_("%(whose)s: there is a new code. Print its card.", whose=whose), "done")
    return go_to(_back(job, use))


@bp.post("/jobs/<id:job_id>/codes")
@policy.studio
@policy.on_behalf
def save_new_code(job_id: str) -> AnyResponse:
    """A code for whoever has none: a person, an album, or the job itself."""
    job = own_job(job_id)
    person_id, album_id = request.form.get("person") or None, request.form.get("album") or None
    if make_code(job.id, person_id=person_id, album_id=album_id, by=actor(), now=clock.now()):
        flash(_("There is a new code. Print its card."), "done")
    if person_id:
        return go_to(url_for("studio.person", job_id=job.id, person_id=person_id))
    return go_to(url_for("studio.customers", job_id=job.id))


def _own(job: Job, code_id: str) -> CodeUse:
    return or_404(code_use(job.id, code_id))


def _back(job: Job, use: CodeUse) -> str:
    if use.code.person_id:
        return url_for("studio.person", job_id=job.id, person_id=use.code.person_id)
    return url_for("studio.customers", job_id=job.id)


def _window(job: Job, use: CodeUse, *, is_replaced: bool) -> Response:
    whose = whose_code(use.person, use.album)
    ask = _("Replace the code of %(whose)s?") if is_replaced else _("Revoke the code of %(whose)s?")
    action = "studio.save_code_replacement" if is_replaced else "studio.save_code_revocation"
    return render(
        "studio/code_change.html",
        title=ask % {"whose": whose},
        is_replaced=is_replaced,
        is_revoked=use.code.revoked_at is not None,
        use=use,
        action=url_for(action, job_id=job.id, code_id=use.code.id),
        back_url=_back(job, use),
    )
