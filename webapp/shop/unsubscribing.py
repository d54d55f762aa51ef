"""'Unsubscribe': the page, its button, and the one press of a mail program (C9, RFC 8058)."""

from flask import Response, abort, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.shop.signed import customer_of, path_of
from webapp.shop.visitor import bp, now, studio, studio_id
from webapp.use_cases import links
from webapp.use_cases.unsubscribe import subscribe_again, unsubscribe
from webapp.web import policy
from webapp.web.rendering import go_to, render
from webapp.web.security import for_mail_programs


@bp.get("/unsubscribe/<signed:link>")
@policy.shop
def unsubscribing(link: str) -> Response:
    """Whose messages these are, and the button; following the link ends nothing."""
    return _page(link)


@bp.post("/unsubscribe/<signed:link>")
@policy.shop
@for_mail_programs
def end_messages(link: str) -> Response:
    """End them at once. Mail programs send this without cookies and follow no redirect."""
    if not unsubscribe(studio_id(), link, now=now()):
        abort(404)
    return _page(link)


@bp.post("/unsubscribe/<signed:link>/undo")
@policy.shop
def want_messages_again(link: str) -> AnyResponse:
    """It was a mistake, or they have changed their mind."""
    if not subscribe_again(studio_id(), link):
        abort(404)
    return go_to(url_for("shop.unsubscribing", link=link))


def _page(link: str) -> Response:
    customer = customer_of(link, purpose=links.UNSUBSCRIBE)
    return render(
        "shop/unsubscribe.html",
        link=link,
        customer=customer,
        own_page=path_of(links.own_page_link(studio(), customer)),
    )
