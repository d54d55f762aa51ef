"""The checkout: who orders and where to; then the basket becomes an order, whole or not at all."""

import re
import secrets

from flask import Response, redirect, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webapp.shop import visitor
from webapp.shop.basket import basket_facts
from webapp.shop.forms import CheckoutForm
from webapp.shop.visitor import bp, guest, now, studio, studio_id
from webapp.use_cases.place_order import BasketChanged, BasketEmpty, BasketRefused, place_order
from webapp.web import policy
from webapp.web.countries import country_of_zone
from webapp.web.rendering import go_to, render

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@bp.get("/checkout")
@policy.shop
def checkout() -> AnyResponse:
    """The form; an empty basket has nothing to check out."""
    if not visitor.basket().lines:
        return go_to(url_for("shop.basket"))
    here = guest()
    form = CheckoutForm(
        formdata=None,
        name=here.name if here else "",
        email=here.email if here else "",
        country=country_of_zone(studio().time_zone),
        form_token=secrets.token_urlsafe(24),
        total=str(visitor.basket().totals.total),
    )
    return _page(form)


@bp.post("/checkout")
@policy.shop
def place() -> AnyResponse:
    """Place order: the same form sent twice is one order."""
    form, here = CheckoutForm(), guest()
    if here is None:
        return go_to(url_for("shop.basket"))
    if not form.validate():
        return _page(form, status=422)
    try:
        token = place_order(
            studio_id(),
            form.buyer(str(get_locale())),
            visitor_id=here.id,
            form_token=_form_token(form),
            shown_total=form.shown_total,
            now=now(),
        )
    except BasketEmpty:
        return _refused(form, _("There is nothing in your basket any more. Nothing was ordered."))
    except BasketRefused:
        return _refused(form, _("Nothing was ordered: some pictures have left the shop."))
    except BasketChanged:
        return _refused(form, _("Nothing was ordered: your basket has changed. Look at it again."))
    return redirect(url_for("shop.order", token=token), 303)


def _refused(form: CheckoutForm, sentence: str) -> Response:
    """The form again with everything that was typed, and the totals as they are now."""
    form.form_errors.append(sentence)
    form.total.raw_data = None
    form.total.data = str(visitor.basket().totals.total)
    return _page(form, status=422)


def _page(form: CheckoutForm, *, status: int = 200) -> Response:
    return render("shop/checkout.html", form=form, status=status, **basket_facts())


def _form_token(form: CheckoutForm) -> str:
    """The token of the form; one that was tampered with is no promise of being the same order."""
    sent = form.form_token.data or ""
    return sent if _TOKEN.fullmatch(sent) else secrets.token_urlsafe(24)
