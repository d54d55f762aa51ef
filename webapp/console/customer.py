"""One customer: where they registered, with whose codes, what they ordered, what they got (H1)."""

from flask import Response

from webapp import clock
from webapp.console.blueprint import bp
from webapp.console.customer_words import customer_view
from webapp.console.loading import opened_customer
from webapp.web import policy
from webapp.web.rendering import render


@bp.get("/customers/<id:customer_id>")
@policy.console("look")
def customer(customer_id: str) -> Response:
    """What is on record, and where it is explained."""
    found, studio = opened_customer(customer_id)
    return render("console/customer.html", view=customer_view(found, studio, now=clock.now()))
