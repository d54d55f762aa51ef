"""'Confirm your address': the link of the first message, and the button that confirms (C9)."""

from flask import Response, abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.queries.own_messages import own_registrations
from webapp.shop.signed import path_of, speak_to
from webapp.shop.visitor import bp, now, studio, studio_id
from webapp.use_cases import links
from webapp.use_cases.confirm_address import confirm_address, is_confirmed
from webapp.use_cases.followed_links import address_behind
from webapp.web import policy
from webapp.web.rendering import go_to, render


@bp.get("/confirm/<signed:link>")
@policy.shop
def confirm(link: str) -> Response:
    """The button, or, once it was pressed, what happens next; following the link does nothing."""
    found = address_behind(studio_id(), link)
    if found is None:
        abort(404)
    customer, channel = found
    speak_to(customer)
    registrations = own_registrations(customer)
    return render(
        "shop/confirm.html",
        link=link,
        address=customer.email if channel == "email" else customer.phone,
        is_number=channel != "email",
        is_done=is_confirmed(customer, channel),
        shoots=[(each.job, each.job.standing(now()), path_of(links.open_link(studio(), each)))
                for each in registrations],
        own_page=path_of(links.own_page_link(studio(), customer)),
    )  # fmt: skip


@bp.post("/confirm/<signed:link>")
@policy.shop
def store_confirmation(link: str) -> AnyResponse:
    """The address is theirs."""
    if not confirm_address(studio_id(), link, now=now()):
        abort(404)
    return go_to(url_for("shop.confirm", link=link))
