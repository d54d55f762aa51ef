"""The checkout: who orders, how it is paid and where it goes; whole, or not at all."""

import re
import secrets
from datetime import timedelta
from typing import Any

from flask import Response, redirect, request, url_for
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.models.order import Order
from webapp.queries.orders import ordered_since
from webapp.queries.ways_to_pay import ways_of
from webapp.shop import visitor
from webapp.shop.basket import basket_facts
from webapp.shop.forms import CheckoutForm
from webapp.shop.visitor import bp, guest, now, studio, studio_id
from webapp.use_cases.place_order import (
    BasketChanged,
    BasketEmpty,
    BasketRefused,
    NothingOrdered,
    NotPayableSo,
    place_order,
    slow_down_buyers,
)
from webapp.use_cases.throttle import TooManyAttempts
from webapp.web import policy
from webapp.web.countries import country_of_zone
from webapp.web.rendering import go_to, render
from webapp.web.waiting import wait_words, with_wait

_WHY: dict[type[NothingOrdered], str] = {
    BasketEmpty: _l("There is nothing in your basket any more. Nothing was ordered."),
    BasketRefused: _l("Nothing was ordered: some pictures have left the shop."),
    BasketChanged: _l("Nothing was ordered: your basket has changed. Look at it again."),
    NotPayableSo: _l("Nothing was ordered: choose again how you want to pay."),
}
_JUST_NOW = timedelta(hours=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@bp.get("/checkout")
@policy.shop
def checkout() -> AnyResponse:
    """The form; an empty basket has nothing to check out."""
    filled = visitor.basket()
    if not filled.lines:
        return go_to(url_for("shop.basket"))
    here = guest()
    form = _form(
        formdata=None,
        name=here.name if here else "",
        email=here.email if here else "",
        payment=filled.ways[0].key,
        country=country_of_zone(studio().time_zone),
        form_token=secrets.token_urlsafe(24),
    )
    return _page(form)


@bp.post("/checkout")
@policy.shop
def place() -> AnyResponse:
    """Place order: the same form sent twice is one order."""
    form, here = _form(), guest()
    if here is None:
        return go_to(url_for("shop.basket"))
    if not form.validate():
        return _page(form, status=422)
    buyer = form.buyer(str(get_locale()))
    try:
        slow_down_buyers(request.remote_addr, buyer.email, now=clock.machine_now())
        token = place_order(
            studio_id(),
            buyer,
            visitor_id=here.id,
            form_token=_form_token(form),
            shown_total=form.shown_total,
            now=now(),
        )
    except TooManyAttempts as often:
        return with_wait(_refused(wait_words(often), status=429), often)
    except NothingOrdered as refused:
        return _refused(str(_WHY[type(refused)]))
    return redirect(url_for("shop.order", token=token), 303)


def _form(**given: Any) -> CheckoutForm:
    """The form for what lies in the basket; for an empty one, as a form sent twice finds it."""
    filled, here = visitor.basket(), studio()
    ways = filled.ways or ways_of(here, is_printed=True)
    return CheckoutForm(ways, is_printed=filled.is_printed, studio=here, **given)


def _refused(sentence: str, *, status: int = 422) -> Response:
    """The form again with everything that was typed, and the basket as it is now."""
    visitor.look_again()
    form = _form()
    form.form_errors.append(sentence)
    return _page(form, status=status)


def _page(form: CheckoutForm, *, status: int = 200) -> Response:
    filled = visitor.basket()
    collected = filled.totals_if(is_posted=False)
    form.show(filled.totals_if(is_posted=True), collected)
    return render(
        "shop/checkout.html",
        form=form,
        collected=collected,
        ordered=None if filled.lines else _ordered_elsewhere(),
        status=status,
        **basket_facts(),
    )


def _ordered_elsewhere() -> Order | None:
    """What became of a basket that was ordered in another tab of this browser just now."""
    here = guest()
    return ordered_since(here.id, now() - _JUST_NOW) if here else None


def _form_token(form: CheckoutForm) -> str:
    """The token of the form; one that was tampered with is no promise of being the same order."""
    sent = form.form_token.data or ""
    return sent if _TOKEN.fullmatch(sent) else secrets.token_urlsafe(24)
