"""Planned messages of the whole studio: who gets what, when and why; and what was sent (C9)."""

from flask import Response, flash, g, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.queries.messages import Scope
from webapp.studio.blueprint import bp
from webapp.studio.message_list import message_list
from webapp.use_cases.send_digests import choose_digest
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/messages")
@policy.studio
def messages() -> Response:
    """One page of the list; for htmx the list alone."""
    found = message_list(Scope(g.studio.id), g.studio, now=clock.now())
    return render("studio/messages.html", wants_digest=g.studio.wants_digest, **found)


@bp.post("/messages/digest")
@policy.studio
@policy.on_behalf
def save_digest() -> AnyResponse:
    """Switch the weekly letter on or off."""
    wanted = request.form.get("wanted") == "yes"
    choose_digest(g.studio.id, wanted=wanted)
    flash(
        _("You get the weekly letter on Mondays.")
        if wanted
        else _("You get no weekly letter any more."),
        "done",
    )
    return go_to(url_for("studio.messages"))
