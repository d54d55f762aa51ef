"""The confirmation window: says in counted words what a save will do, stores nothing (S5, S6)."""

from datetime import timedelta

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.domain.saving import SavePlan
from webapp.domain.settings import SellUntil, faults
from webapp.domain.status import IllegalMoveError
from webapp.models.job import Job
from webapp.queries.save_preview import preview_save
from webapp.queries.settings_page import stored_settings
from webapp.studio import consequence_words, settings_view
from webapp.studio.archiving_sentence import Sentence
from webapp.studio.blueprint import bp
from webapp.studio.loading import own_job
from webapp.studio.settings_form import SettingsForm, staged_form
from webapp.web import policy
from webapp.web.rendering import render

_PROPOSED_DAYS = 21


@bp.get("/jobs/<id:job_id>/confirmation")
@policy.studio
def confirmation(job_id: str) -> Response:
    """The window for a status chosen outside of the settings page, whatever the move (S6).

    Whoever comes from a question for more time finds a new date chosen, if one is needed (H3).
    """
    job = own_job(job_id)
    chosen = MultiDict({"status": request.args.get("status", "")})
    if request.args.get("sell_until") == SellUntil.NEW_DATE.value:
        chosen["sell_until"] = SellUntil.NEW_DATE.value
    form = staged_form(stored_settings(job), chosen)
    form.origin.data = "overview"
    if not form.status.validate(form):
        abort(404)
    try:
        plan = preview_save(job, form.to_settings(), now=clock.now())
    except IllegalMoveError as error:
        return render(
            "studio/illegal_move.html",
            status=409,
            job=job,
            sentence=settings_view.illegal_move_words(error),
            **settings_view.shell(job),
        )
    return _window(job, form, plan)


def ask(job: Job, form: SettingsForm, plan: SavePlan) -> Response:
    """The window instead of storing: 200, or 422 when its decision was left open (S5, R2)."""
    if plan.needs_decision and form.confirmed.data:
        form.ask_for_a_way()
        return _window(job, form, plan, status=422)
    return _window(job, form, plan)


def ask_again(job: Job, form: SettingsForm) -> Response | None:
    """The window with what was wrong in it; None when the fault lies in the form behind it."""
    if not form.confirmed.data or not form.fault_is_in_window():
        return None
    staged = form.to_settings()
    if faults(staged):
        return None
    plan = preview_save(job, staged, now=clock.now())
    return _window(job, form, plan, status=422)


def _window(job: Job, form: SettingsForm, plan: SavePlan, *, status: int = 200) -> Response:
    return render(
        "studio/confirmation.html",
        status=status,
        job=job,
        form=form,
        plan=plan,
        title=consequence_words.title(job.public_name, plan.move),
        rows=consequence_words.rows(plan),
        decision=_decision(job, form, plan) if plan.needs_decision else None,
        **settings_view.shell(job),
    )


def _decision(job: Job, form: SettingsForm, plan: SavePlan) -> Sentence:
    """What the proposed new date would mean; the field holds it until another one is typed."""
    today = local_day(clock.now(), job.studio.time_zone)
    if not form.new_archiving_date.raw_data:
        form.new_archiving_date.data = today + timedelta(days=_PROPOSED_DAYS)
    return settings_view.sentence_for_date(job, plan, form.new_archiving_date.data)
