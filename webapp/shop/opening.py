"""The link of a message that opens the pictures: one press instead of typing the code."""

from flask import Response, abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.customer import Registration
from webapp.shop.signed import registration_of
from webapp.shop.visitor import bp, guest, let_in, now, studio_id, visitor_id
from webapp.use_cases import open_link
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/open/<signed:link>")
@policy.shop
def opening(link: str) -> AnyResponse:
    """The button; straight on where this browser has opened the code already."""
    registration = registration_of(link)
    if not open_link.opens(registration):
        return _closed(registration)
    if open_link.is_open_here(registration, guest()):
        return go_to(url_for("shop.job", job_id=registration.job_id))
    standing = registration.job.standing(now())
    return render("shop/open.html", link=link, job=registration.job, standing=standing)


@bp.post("/open/<signed:link>")
@policy.shop
def open_pictures(link: str) -> AnyResponse:
    """Open what the code of the registration opens, in this browser."""
    try:
        opened = open_link.open_link(
            studio_id(),
            link,
            visitor_id=visitor_id(),
            now=now(),
            machine_now=clock.machine_now(),
        )
    except open_link.LinkOpensNothing:
        return _closed(registration_of(link))
    if opened is None:
        registration_of(link)
        abort(404)
    let_in(opened.token)
    return go_to(url_for("shop.job", job_id=opened.job_id))


def _closed(registration: Registration) -> Response:
    return render("shop/open_closed.html", job=registration.job, status=410)
