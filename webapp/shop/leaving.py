"""Leaving the shop on a computer that others use too."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.shop.visitor import bp, see_off, visitor_id
from webapp.use_cases.leave_shop import leave_shop
from webapp.web import policy
from webapp.web.rendering import go_to


@bp.post("/leave")
@policy.shop
def leave() -> AnyResponse:
    """Forget this browser, which forgets the pictures; the card with the code opens them again."""
    here = visitor_id()
    if here:
        leave_shop(here, machine_now=clock.machine_now())
        see_off()
        flash(_("This browser has forgotten your codes and your basket."), "done")
    response = go_to(url_for("shop.home"))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
