"""One studio: its members, plan and storage, jobs, messages and what happened last (H1)."""

from flask import Response, flash, g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.guard import actor
from webapp.console.links import studio_url
from webapp.console.loading import opened_studio
from webapp.console.plan_form import PlanForm, plan_form
from webapp.console.studio_words import sheet
from webapp.console.typed_keys import address_without_keys
from webapp.domain.job_list import Filters
from webapp.models.studio import Studio
from webapp.use_cases.set_quota import set_quota
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.words import size


@bp.get("/studios/<id:studio_id>")
@policy.console("look")
def studio(studio_id: str) -> AnyResponse:
    """Everything of it on one page; its jobs are narrowed by the address."""
    found = opened_studio(studio_id)
    if elsewhere := address_without_keys(request.args.get("q", "")):
        return go_to(elsewhere)
    return _page(found, plan_form(found))


@bp.post("/studios/<id:studio_id>/plan")
@policy.console("operate")
def save_plan(studio_id: str) -> AnyResponse:
    """Another plan, more or less storage: recorded with both values."""
    found, form = opened_studio(studio_id), PlanForm()
    if not form.fits(found):
        return _page(found, form, status=422)
    done = set_quota(
        found.slug, form.new_gigabytes(found), plan=form.plan.data, by=actor(), now=clock.now()
    )
    if done.used > done.now:
        flash(
            _(
                "Saved. The studio uses %(used)s, more than it has: uploads are refused until"
                " something is deleted.",
                used=size(done.used),
            ),
            "done",
        )
    else:
        flash(_("Saved."), "done")
    return go_to(studio_url(studio_id))


def _page(found: Studio, form: PlanForm, *, status: int = 200) -> Response:
    asked = request.args
    filters = Filters.read(
        status=asked.get("status", ""),
        q=asked.get("q", ""),
        sort=asked.get("sort", ""),
        page=asked.get("page", ""),
    )
    return render(
        "console/studio.html",
        status=status,
        form=form,
        may_operate="operate" in g.staff.rights,
        filters=filters,
        view=sheet(found, filters, now=clock.now()),
    )
