"""The studio moves to another time zone: counted in a window before it is stored (A2, S5)."""

from flask import Response, flash, g, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.zone_change import ZonePlan
from webapp.queries.studio_settings import preview_zone_change
from webapp.studio.blueprint import bp
from webapp.studio.guard import actor
from webapp.studio.settings import page
from webapp.studio.studio_forms import ZoneForm
from webapp.use_cases.change_studio import OtherFactsError, change_time_zone
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.post("/settings/time-zone")
@policy.studio
@policy.on_behalf
def save_time_zone() -> AnyResponse:
    """Store the zone; first the window, where jobs would leave the shop at another instant."""
    form, now = ZoneForm(), clock.now()
    if not form.validate():
        return page(status=422, zone=form)
    zone = form.time_zone.data
    plan = preview_zone_change(g.studio, zone, now=now)
    if plan.needs_confirmation and request.form.get("confirmed") != plan.fingerprint:
        return _window(plan)
    try:
        moved = change_time_zone(g.studio.id, zone, by=actor(), now=now, confirmed=plan.fingerprint)
    except OtherFactsError:
        return _window(preview_zone_change(g.studio, zone, now=now))
    flash(_moved_words(moved), "done")
    return go_to(url_for("studio.settings"))


def _window(plan: ZonePlan) -> Response:
    return render("studio/time_zone.html", plan=plan)


def _moved_words(jobs: int) -> str:
    if not jobs:
        return str(_("Saved. No job leaves the shop at another time."))
    return str(
        ngettext(
            "Saved. %(num)s job leaves the shop by the new clock.",
            "Saved. %(num)s jobs leave the shop by the new clock.",
            jobs,
        )
    )
