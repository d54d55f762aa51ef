"""Opening an archived job again for one person, and ending that: windows that count first (S5)."""

from datetime import date, datetime, timedelta

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.reopening import PROPOSED_DAYS, EndFacts, ReopenFacts
from webapp.domain.status import Status
from webapp.models.job import AccessCode, Job
from webapp.queries.reopenings import code_of_job, preview_end, preview_reopening
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import or_404, own_job
from webapp.studio.reopening_form import ReopeningForm
from webapp.studio.reopening_words import end_rows, end_title, reopen_rows, reopen_title
from webapp.use_cases.reopen_for_one import (
    CannotReopenError,
    WrongDayError,
    end_reopening,
    reopen_for_one,
)
from webapp.web import errors, policy
from webapp.web.rendering import go_to, render

_CONFLICT = 409


@bp.get("/jobs/<id:job_id>/reopening")
@policy.studio
def choose_reopening(job_id: str) -> AnyResponse:
    """From the list of who holds a code to the window of one of them."""
    code = _own_code(own_job(job_id), request.args.get("code", ""))
    return go_to(url_for("studio.reopening", job_id=job_id, code_id=code.id))


@bp.get("/jobs/<id:job_id>/codes/<id:code_id>/reopening")
@policy.studio
def reopening(job_id: str, code_id: str) -> AnyResponse:
    """What opening the job for this code will do; nothing is stored yet."""
    job = own_job(job_id)
    code = _own_code(job, code_id)
    if job.status != Status.ARCHIVED or code.revoked_at is not None:
        return _refused()
    facts, form = preview_reopening(job, code), ReopeningForm(formdata=None)
    form.until.data = facts.until or _proposed(job, now=clock.now())
    return _window(job, code, form, facts)


@bp.post("/jobs/<id:job_id>/codes/<id:code_id>/reopening")
@policy.studio
@policy.on_behalf
def save_reopening(job_id: str, code_id: str) -> AnyResponse:
    """Open it; 422 for a day that can't be, 409 when something has changed meanwhile."""
    job, form = own_job(job_id), ReopeningForm()
    code = _own_code(job, code_id)
    if not form.validate():
        return _window(job, code, form, preview_reopening(job, code), status=422)
    said, until = form.confirmed.data, form.until.data
    try:
        done = reopen_for_one(job.id, code.id, until, confirmed=said, by=actor(), now=clock.now())
    except WrongDayError as error:
        form.explain(error.why)
        return _window(job, code, form, preview_reopening(job, code), status=422)
    except CannotReopenError:
        return _refused()
    if not done.stored:
        return _window(job, code, form, preview_reopening(job, code), status=_CONFLICT)
    flash(_("The job is open again for this code."), "done")
    return go_to(url_for("studio.job_overview", job_id=job_id))


@bp.get("/jobs/<id:job_id>/codes/<id:code_id>/reopening/end")
@policy.studio
def reopening_end(job_id: str, code_id: str) -> AnyResponse:
    """What ending it now will do; nothing is stored yet."""
    return _end_window(own_job(job_id), code_id)


@bp.post("/jobs/<id:job_id>/codes/<id:code_id>/reopening/end")
@policy.studio
@policy.on_behalf
def save_reopening_end(job_id: str, code_id: str) -> AnyResponse:
    """End it; 409 when something has changed meanwhile."""
    job = own_job(job_id)
    code = _own_code(job, code_id)
    said = request.form.get("confirmed")
    try:
        done = end_reopening(job.id, code.id, confirmed=said, by=actor(), now=clock.now())
    except CannotReopenError:
        return _refused()
    if not done.stored:
        return _end_window(own_job(job_id), code_id, status=_CONFLICT)
    flash(_("The job is archived for this code too."), "done")
    return go_to(url_for("studio.job_overview", job_id=job_id))


def _own_code(job: Job, code_id: str) -> AccessCode:
    return or_404(code_of_job(job.id, code_id))


def _proposed(job: Job, *, now: datetime) -> date:
    return local_day(now, job.studio.time_zone) + timedelta(days=PROPOSED_DAYS)


def _window(
    job: Job, code: AccessCode, form: ReopeningForm, facts: ReopenFacts, *, status: int = 200
) -> Response:
    return render(
        "studio/reopening.html",
        status=status,
        job=job,
        code=code,
        form=form,
        facts=facts,
        title=reopen_title(job, code, facts),
        rows=reopen_rows(code, facts),
        has_changed=status == _CONFLICT,
        zone=job.studio.time_zone,
        job_page=job_page(job, "overview"),
    )


def _end_window(job: Job, code_id: str, *, status: int = 200) -> AnyResponse:
    code = _own_code(job, code_id)
    facts: EndFacts | None = preview_end(job, code, now=clock.now())
    if facts is None:
        return _refused()
    return render(
        "studio/reopening_end.html",
        status=status,
        job=job,
        code=code,
        facts=facts,
        title=end_title(code),
        rows=end_rows(facts),
        has_changed=status == _CONFLICT,
        job_page=job_page(job, "overview"),
    )


def _refused() -> AnyResponse:
    return errors.page(
        _CONFLICT,
        _("There is nothing to open for this code"),
        _(
            "The job is not archived, the code was revoked, or it has ended meanwhile. Nothing was"
            " stored."
        ),
    )
