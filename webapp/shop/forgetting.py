"""Forgetting one code on this browser: asked first, with what leaves the basket."""

from flask import Response, abort, flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.queries.forgetting import leaving_with
from webapp.queries.visitors import OpenedKey
from webapp.shop.visitor import bp, guest, now
from webapp.use_cases.forget_code import forget_code
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/codes/<id:code_id>/forget")
@policy.shop
def ask_to_forget(code_id: str) -> Response:
    """What forgetting this code means."""
    visitor_id, opened = _opened(code_id)
    here = guest()
    lines = leaving_with(code_id, here.opened if here else (), visitor_id=visitor_id, now=now())
    return render("shop/forget.html", opened=opened, products=sum(line.quantity for line in lines))


@bp.post("/codes/<id:code_id>/forget")
@policy.shop
def forget(code_id: str) -> AnyResponse:
    """Forget it; the card with the code opens the pictures again."""
    visitor_id, _key = _opened(code_id)
    forget_code(code_id, visitor_id=visitor_id, now=now())
    flash(_("This browser has forgotten the code."), "done")
    return go_to(url_for("shop.home"))


def _opened(code_id: str) -> tuple[str, OpenedKey]:
    """The visitor, and what the code opens; 404 for a code that was not typed here."""
    here = guest()
    opened = here.opened if here else ()
    found = next((each for each in opened if each.job_id and each.code_id == code_id), None)
    if here is None or found is None:
        abort(404)
    return here.id, found
