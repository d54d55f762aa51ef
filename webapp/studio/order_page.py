"""One order: what was ordered and by whom, how it stands, what was done to it and written."""

from typing import Any

from flask import Response, g, url_for

from webapp import clock
from webapp.domain.orders import Mark, legal_marks
from webapp.models.order import Order
from webapp.queries.customer_data import customer_of_studio
from webapp.queries.order_marks import as_chosen, moments_of
from webapp.queries.order_page import events_of, jobs_left, mails_of, order_of_studio, pictures_left
from webapp.queries.shown_keys import are_keys_hidden
from webapp.studio.blueprint import bp
from webapp.studio.loading import or_404
from webapp.studio.order_downloads import downloads_view
from webapp.studio.order_views import event_view, line_view, mail_views, tax_views
from webapp.web import policy
from webapp.web.countries import country_name
from webapp.web.message_words import moment
from webapp.web.order_state_words import mark_label, payment_words, state_view
from webapp.web.rendering import render


@bp.get("/orders/<id:order_id>")
@policy.studio
def order(order_id: str) -> Response:
    """The order's page."""
    found, now = own_order(order_id), clock.now()
    zone, left, there = g.studio.time_zone, pictures_left(found), jobs_left(found)
    return render(
        "studio/order.html",
        order=found,
        state=state_view(found),
        placed=moment(found.placed_at, zone, now=now),
        payment=payment_words(found.payment),
        country=country_name(found.country) if found.country else "",
        lines=[line_view(each, found, left, there) for each in found.lines],
        taxes=tax_views(found),
        downloads=downloads_view(found, zone, now=now),
        events=[event_view(each, zone, now=now) for each in events_of(found.id)],
        mails=mail_views(mails_of(found), zone, now=now),
        data_url=_data_url(found),
        customer_url="" if are_keys_hidden() else _customer_url(found),
        **_marks(found),
    )


def own_order(order_id: str) -> Order:
    """The studio's order of this id with its lines, 404 for any other."""
    return or_404(order_of_studio(g.studio.id, order_id))


def _customer_url(order: Order) -> str:
    """What the customer sees; whoever knows this address is taken for them."""
    return url_for("shop.order", slug=g.studio.slug, token=order.token)


def _data_url(order: Order) -> str:
    """The page of what is known of the customer; '' once it was deleted."""
    who = customer_of_studio(order.studio_id, order.customer_id)
    return url_for("studio.customer", customer_id=who.id) if who else ""


def _marks(order: Order) -> dict[str, Any]:
    """The marks that it takes; cancelling asks first, the others can be taken back at once."""
    legal = legal_marks(moments_of(order))
    (chosen,) = as_chosen([order])
    return {
        "marks": [(mark.value, mark_label(mark)) for mark in legal if mark is not Mark.CANCELLED],
        "can_be_cancelled": Mark.CANCELLED in legal,
        "tells": chosen.awaits_files and Mark.PAID in legal,
    }
