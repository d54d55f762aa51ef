"""An order as it was placed; what has been ordered stays the customer's (A9)."""

from flask import abort, request
from werkzeug.wrappers import Response

from webapp.domain.downloads import Open, downloads_of
from webapp.models.order import Order
from webapp.photos.serving import picture_response
from webapp.queries.order_files import facts_of, files_of, photo_of_file
from webapp.queries.orders import order_by_token
from webapp.shop.order_words import order_view
from webapp.shop.visitor import bp, now, studio, studio_id
from webapp.web import policy
from webapp.web.rendering import render


@bp.get("/orders/<token:token>")
@policy.shop
def order(token: str) -> Response:
    """The page behind the order's unguessable address."""
    return order_page(own_order(token))


@bp.get("/orders/<token:token>/pictures/<id:file_id>")
@policy.shop
def order_picture(token: str, file_id: str) -> Response:
    """The small preview of a bought file: exactly while the file itself can be fetched.

    What was only printed, or is not paid yet, is a picture of the job: its bytes are the gallery's
    to give, and from the stop on nobody's (A6).
    """
    found = own_order(token)
    if not isinstance(downloads_of(facts_of(found), now=now()), Open):
        abort(404)
    photo = photo_of_file(found, file_id)
    if photo is None:
        abort(404)
    return picture_response(photo, "small", request)


def own_order(token: str) -> Order:
    """The order of this shop behind the token; 404 for any other."""
    found = order_by_token(studio_id(), token)
    if found is None:
        abort(404)
    return found


def order_page(found: Order, *, fault: str = "", status: int = 200) -> Response:
    """The order as it stands; `fault`: why a file was not sent."""
    files = files_of(found) if found.downloads_until else []
    files.sort(key=lambda file: file.number)
    return render(
        "shop/order.html",
        order=found,
        files=files,
        view=order_view(found, studio(), files, now=now()),
        fault=fault,
        status=status,
    )
