"""Why a customer sees no photos or got no message, or the job is archived: in words (H1)."""

from functools import partial

from flask import abort, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.job import Job
from webapp.studio.blueprint import bp
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.web import policy
from webapp.web.explanation_page import (
    Asked,
    NobodyOfThisJob,
    Page,
    address_of_code,
    explanation,
)
from webapp.web.explanation_words import Place
from webapp.web.rendering import go_to, render

_PAGES = {
    Place.SETTINGS: "studio.job_settings",
    Place.SELLING: "studio.selling",
    Place.CODES: "studio.customers",
    Place.PHOTOS: "studio.photos",
    Place.MESSAGES: "studio.job_messages",
    Place.HISTORY: "studio.history",
}


@bp.get("/jobs/<id:job_id>/explanation")
@policy.studio
def job_explanation(job_id: str) -> AnyResponse:
    """A question about the job, and its answer; whom it is about is looked for first."""
    job = own_job(job_id)
    page = Page(
        job=job,
        address=partial(url_for, "studio.job_explanation", job_id=job.id),
        links=partial(_link, job),
        now=clock.now(),
        machine_now=clock.machine_now(),
    )
    asked = Asked.read(request.args)
    if elsewhere := address_of_code(page, asked):
        return go_to(elsewhere)
    try:
        found = explanation(page, asked)
    except NobodyOfThisJob:
        abort(404)
    return render("studio/explanation.html", job=job, job_page=job_page(job, "customers"), **found)


def _link(job: Job, place: Place, ref: str) -> str:
    """Where a photographer changes it; '' where that is not possible now."""
    if place is Place.PERSON:
        return _person(job, ref)
    if place is Place.REOPENING:
        return url_for("studio.reopening", job_id=job.id, code_id=ref)
    if place is Place.TRASH:
        return url_for("studio.trash")
    if place is Place.PROFILE:
        profile_id = job.communication_profile_id
        return url_for("studio.profile", profile_id=profile_id) if profile_id else ""
    if place is Place.ANNOUNCING:
        is_on_sale = job.standing(clock.now()).shows_photos
        return url_for("studio.announcing", job_id=job.id) if is_on_sale else ""
    return url_for(_PAGES[place], job_id=job.id)


def _person(job: Job, person_id: str) -> str:
    if person_id:
        return url_for("studio.person", job_id=job.id, person_id=person_id)
    return url_for("studio.customers", job_id=job.id)
