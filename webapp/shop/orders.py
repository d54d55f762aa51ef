"""An order as it was placed; what has been ordered stays the customer's (A9)."""

from flask import Response, abort

from webapp.queries.orders import order_by_token
from webapp.shop.visitor import bp, studio_id
from webapp.web import policy
from webapp.web.countries import country_name
from webapp.web.rendering import render


@bp.get("/orders/<token:token>")
@policy.shop
def order(token: str) -> Response:
    """The page behind the order's unguessable address."""
    found = order_by_token(studio_id(), token)
    if found is None:
        abort(404)
    return render("shop/order.html", order=found, country=country_name(found.country))
