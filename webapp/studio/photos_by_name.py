"""Photos by file name: who would get which photo, checked on a page before it is done."""

from flask import Response, flash, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.job import Job
from webapp.queries.assigning import names_of_people
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.job_shell import job_page
from webapp.studio.loading import own_job
from webapp.use_cases.sort_by_names import FilesHaveChanged, sort_by_names, what_names_say
from webapp.web import policy
from webapp.web.rendering import go_to, render

ROWS = 50


@bp.get("/jobs/<id:job_id>/photos/names")
@policy.studio
def photos_by_name(job_id: str) -> Response:
    """What the file names say; nothing is stored."""
    return _page(own_job(job_id), replaces=bool(request.args.get("replace")))


@bp.post("/jobs/<id:job_id>/photos/names")
@policy.studio
@policy.on_behalf
def assign_by_name(job_id: str) -> AnyResponse:
    """Carry out what the page showed; 409 with the new page when it is no longer true."""
    job, replaces = own_job(job_id), bool(request.form.get("replace"))
    try:
        plan = sort_by_names(
            job.id,
            confirmed=request.form.get("confirmed", ""),
            replaces=replaces,
            by=actor(),
            now=clock.now(),
        )
    except FilesHaveChanged:
        return _page(job, replaces=replaces, status=409)
    given = len(plan.taken)
    flash(ngettext("One photo is assigned.", "%(num)s photos are assigned.", given), "done")
    return go_to(url_for("studio.photos", job_id=job_id))


def _page(job: Job, *, replaces: bool, status: int = 200) -> Response:
    plan, names = what_names_say(job.id, replaces=replaces), names_of_people(job.id)
    unmatched = [photo for photo in plan.unmatched if not photo.is_assigned]
    return render(
        "studio/photos_by_name.html",
        status=status,
        job=job,
        job_page=job_page(job, "photos"),
        plan=plan,
        has_people=bool(names),
        has_changed=status == 409,  # noqa: PLR2004 - photos or people have changed
        matches=[(photo, names.get(who, "")) for photo, who in plan.taken[:ROWS]],
        ambiguous=[
            (photo, sorted(names.get(who, "") for who in people))
            for photo, people in plan.ambiguous[:ROWS]
        ],
        unmatched=unmatched[:ROWS],
        unmatched_in_all=len(unmatched),
    )
