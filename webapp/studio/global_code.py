"""The studio's global code: shown, made, replaced and revoked, with a warning in words."""

from flask import Response, flash, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.domain.archiving import local_day
from webapp.queries.global_code import global_code_of
from webapp.studio.blueprint import bp
from webapp.use_cases.global_code import make_global_code, revoke_global_code
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.words import day


@bp.get("/settings/global-code")
@policy.studio
@policy.not_on_behalf
def global_code() -> Response:
    """What it opens, the code if there is one, and what can be done with it."""
    found = global_code_of(g.studio.id)
    made_on = day(local_day(found.made_at, g.studio.time_zone)) if found else ""
    return render("studio/global_code.html", found=found, made_on=made_on)


@bp.post("/settings/global-code")
@policy.studio
@policy.not_on_behalf
def save_global_code() -> AnyResponse:
    """A new one; the one before opens nothing any more."""
    make_global_code(g.studio.id, now=clock.now())
    flash(_("There is a new global code."), "done")
    return go_to(url_for("studio.global_code"))


@bp.post("/settings/global-code/revocation")
@policy.studio
@policy.not_on_behalf
def save_global_code_revocation() -> AnyResponse:
    """From the next request on nobody comes in by it."""
    revoke_global_code(g.studio.id, now=clock.now())
    flash(_("The global code was revoked."), "done")
    return go_to(url_for("studio.global_code"))
