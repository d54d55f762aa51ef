"""The QR code of a card: one press instead of typing the code."""

from flask import Response, abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.job import AccessCode
from webapp.shop.removed import removed
from webapp.shop.visitor import bp, guest, let_in, now, studio_id, visitor_id
from webapp.use_cases import links
from webapp.use_cases.followed_links import card_behind, is_of_deleted_job
from webapp.use_cases.open_card import CardRevoked, open_card
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/card/<signed:link>")
@policy.shop
def card(link: str) -> AnyResponse:
    """The button; straight on where this browser has opened the code already."""
    code = _code_of(link)
    if code.revoked_at is not None:
        return _closed(code)
    here = guest()
    if here and any(each.code_id == code.id for each in here.opened):
        return go_to(url_for("shop.job", job_id=code.job_id))
    return render("shop/card.html", link=link, job=code.job, standing=code.job.standing(now()))


@bp.post("/card/<signed:link>")
@policy.shop
def open_scanned_card(link: str) -> AnyResponse:
    """Open what the code of the card opens, in this browser; then go to a clean address."""
    try:
        opened = open_card(
            studio_id(),
            link,
            visitor_id=visitor_id(),
            now=now(),
            machine_now=clock.machine_now(),
        )
    except CardRevoked:
        return _closed(_code_of(link))
    if opened is None:
        _code_of(link)
        abort(404)
    let_in(opened.token)
    return go_to(url_for("shop.job", job_id=opened.job_id))


def _code_of(link: str) -> AccessCode:
    code = card_behind(studio_id(), link)
    if code is None:
        abort(removed() if is_of_deleted_job(studio_id(), link, purpose=links.CARD) else 404)
    return code


def _closed(code: AccessCode) -> Response:
    return render("shop/open_closed.html", job=code.job, status=410)
