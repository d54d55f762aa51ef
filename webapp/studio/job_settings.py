"""The Settings tab of a job: four steps, one form, one press of 'Save settings' (S4, S7)."""

from flask import Response, flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.settings import JobSettings
from webapp.domain.status import IllegalMoveError
from webapp.models.job import Job
from webapp.queries.settings_page import stored_settings
from webapp.studio import confirmation, settings_view
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.loading import own_job
from webapp.studio.profile_hint import profile_hint
from webapp.studio.settings_form import SettingsForm, staged_form
from webapp.use_cases.save_job_settings import ConflictError, FaultsError, save_job_settings
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/jobs/<id:job_id>/settings")
@policy.studio
def job_settings(job_id: str) -> Response:
    """The form with what is stored."""
    job = own_job(job_id)
    return settings_view.show(job, staged_form(stored_settings(job)))


@bp.get("/jobs/<id:job_id>/settings/sentence")
@policy.studio
def archiving_sentence(job_id: str) -> Response:
    """The live sentence for what is chosen on the page; nothing is stored (A3, S4)."""
    job = own_job(job_id)
    form = staged_form(stored_settings(job), settings_view.as_chosen(request.args))
    return render(
        "studio/archiving_sentence.html", sentence=settings_view.sentence_for(job, form), job=job
    )


@bp.get("/jobs/<id:job_id>/settings/profile")
@policy.studio
def chosen_profile(job_id: str) -> Response:
    """What the profile that is chosen on the page would send; nothing is stored (C7)."""
    job = own_job(job_id)
    chosen = request.args.get("communication_profile")
    return render("studio/profile_hint.html", hint=profile_hint(job, chosen), job=job)


@bp.post("/jobs/<id:job_id>/settings")
@policy.studio
@policy.on_behalf
def save_settings(job_id: str) -> AnyResponse:
    """Store everything, or nothing: errors, a conflict or the confirmation window instead."""
    job = own_job(job_id)
    form = staged_form(stored_settings(job), request.form)
    if not form.validate():
        return confirmation.ask_again(job, form) or _refuse(job, form)
    wanted = form.decided()
    try:
        outcome = save_job_settings(
            job.id,
            wanted,
            version=form.version.data or 0,
            confirmed=form.confirmed.data,
            by=actor(),
            now=clock.now(),
        )
    except ConflictError:
        return _conflict(own_job(job_id), wanted)
    except IllegalMoveError as error:
        return _illegal(job, error)
    except FaultsError as error:
        form.explain(error.faults)
        return confirmation.ask_again(job, form) or _refuse(job, form)
    if not outcome.stored:
        return confirmation.ask(job, form, outcome.plan)
    flash(_("Settings saved."), "done")
    return go_to(url_for(form.back_to, job_id=job.id))


def _refuse(job: Job, form: SettingsForm) -> Response:
    return settings_view.show(job, form, status=422)


def _conflict(job: Job, wanted: JobSettings) -> Response:
    return render(
        "studio/save_conflict.html",
        status=409,
        whole=True,
        job=job,
        rows=settings_view.both_versions(job, wanted),
        staged=staged_form(wanted),
        **settings_view.shell(job),
    )


def _illegal(job: Job, error: IllegalMoveError) -> Response:
    return render(
        "studio/illegal_move.html",
        status=409,
        job=job,
        sentence=settings_view.illegal_move_words(error),
        **settings_view.shell(job),
    )
