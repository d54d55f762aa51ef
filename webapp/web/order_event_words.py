"""What was done to an order, and by whom, in words."""

from collections.abc import Callable

from flask_babel import gettext as _

from webapp.models.order import OrderEvent
from webapp.web.actor_words import support_words


def event_words(event: OrderEvent) -> str:
    """What was done."""
    words = _DEEDS.get(event.deed)
    return words() if words else event.deed.replace("-", " ").capitalize()


def event_who(event: OrderEvent) -> str:
    """Who did it."""
    if event.actor_kind == "worker":
        return str(_("Shelflife, by itself"))
    if event.actor_kind == "support":
        return support_words(event.actor_name)
    if event.actor_kind == "customer":
        return event.actor_name or str(_("the customer"))
    return event.actor_name


_DEEDS: dict[str, Callable[[], str]] = {
    "placed": lambda: str(_("Placed")),
    "paid": lambda: str(_("Marked as paid")),
    "not-paid": lambda: str(_("‘Paid’ taken back")),
    "delivered": lambda: str(_("Marked as delivered")),
    "not-delivered": lambda: str(_("‘Delivered’ taken back")),
    "cancelled": lambda: str(_("Order cancelled")),
    "reopened": lambda: str(_("Order reopened")),
    "downloads-renewed": lambda: str(_("Downloads renewed")),
}
