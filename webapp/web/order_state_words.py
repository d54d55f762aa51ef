"""How an order stands, in words: its state, its way to pay, and what every mark is called."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import pgettext

from webapp.domain.orders import Mark, OrderState, Refusal
from webapp.domain.payment import COLLECTION, TRANSFER
from webapp.models.order import Order
from webapp.queries.order_marks import moments_of


@dataclass(frozen=True)
class StateView:
    """A state as a pill; `more`: what it does not say by itself ('not paid yet')."""

    key: str
    icon: str
    label: str
    more: str = ""


def state_view(order: Order) -> StateView:
    """The pill of an order; delivered before the money came says so."""
    moments = moments_of(order)
    more = str(_("not paid yet")) if moments.is_delivered_unpaid else ""
    if moments.state is OrderState.CANCELLED and moments.paid_at:
        more = str(_("was paid"))
    return StateView(moments.state.value, _ICONS[moments.state], state_word(moments.state), more)


def state_word(state: OrderState) -> str:
    """'Open', 'Paid' …"""
    words = {
        OrderState.OPEN: pgettext("order", "Open"),
        OrderState.PAID: pgettext("order", "Paid"),
        OrderState.DELIVERED: pgettext("order", "Delivered"),
        OrderState.CANCELLED: pgettext("order", "Cancelled"),
    }
    return str(words[state])


def payment_words(payment: str) -> str:
    """How an order was to be paid."""
    words = {TRANSFER: _("Bank transfer"), COLLECTION: _("On collection")}
    return str(words.get(payment, payment))


def payment_choices() -> list[tuple[str, str]]:
    """Every way to pay, for a filter."""
    return [(key, payment_words(key)) for key in (TRANSFER, COLLECTION)]


def mark_label(mark: Mark) -> str:
    """What the button of a mark says."""
    return str(_LABELS[mark]())


def refusal_words(reason: Refusal) -> str:
    """Why an order stays as it is: 'is paid already'."""
    return str(_REASONS[reason]())


_ICONS = {
    OrderState.OPEN: "circle-dot",
    OrderState.PAID: "credit-card",
    OrderState.DELIVERED: "truck",
    OrderState.CANCELLED: "ban",
}
_LABELS: dict[Mark, Callable[[], str]] = {
    Mark.PAID: lambda: _("Mark as paid"),
    Mark.NOT_PAID: lambda: _("Take back ‘paid’"),
    Mark.DELIVERED: lambda: _("Mark as delivered"),
    Mark.NOT_DELIVERED: lambda: _("Take back ‘delivered’"),
    Mark.CANCELLED: lambda: _("Cancel the order"),
    Mark.REOPENED: lambda: _("Reopen the order"),
}
_REASONS: dict[Refusal, Callable[[], str]] = {
    Refusal.IS_PAID: lambda: _("is paid already"),
    Refusal.IS_NOT_PAID: lambda: _("is not marked as paid"),
    Refusal.IS_DELIVERED: lambda: _("is delivered already"),
    Refusal.IS_NOT_DELIVERED: lambda: _("is not marked as delivered"),
    Refusal.IS_CANCELLED: lambda: _("is cancelled"),
    Refusal.IS_NOT_CANCELLED: lambda: _("is not cancelled"),
    Refusal.HAS_NO_PICTURES: lambda: _("needs pictures that were deleted"),
}
