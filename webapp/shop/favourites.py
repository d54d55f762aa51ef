"""Favourites: a parent marks pictures of a shoot, to look through them again (A6)."""

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.shop.large_view import large_page, only_favourites
from webapp.shop.visitor import bp, let_in, now, studio_id, visitor_id
from webapp.use_cases.mark_favourite import NotShown, mark_favourite
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.waiting import wait_words, with_wait


@bp.post("/jobs/<id:job_id>/photos/<id:photo_id>/favourite")
@policy.shop
def favourite(job_id: str, photo_id: str) -> AnyResponse:
    """The heart below the picture: `marked` says what it is to be, so that twice is once."""
    try:
        token = mark_favourite(
            studio_id(),
            job_id,
            photo_id,
            marked=request.form.get("marked") == "1",
            visitor_id=visitor_id(),
            address=request.remote_addr,
            now=now(),
            machine_now=clock.machine_now(),
        )
    except NotShown:
        abort(404)
    except TooManyAttempts as often:
        return with_wait(large_page(job_id, photo_id, fault=wait_words(often), status=429), often)
    let_in(token)
    address = url_for("shop.photo", job_id=job_id, photo_id=photo_id, favourites=only_favourites())
    return redirect(address, 303)
