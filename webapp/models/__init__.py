"""What is remembered: the tables, one file per family; importing it makes them all known."""

from webapp.models import (
    basket,
    customer,
    history,
    job,
    late,
    message,
    operation,
    order,
    outgoing,
    photo,
    price_list,
    studio,
)

__all__ = [
    "basket",
    "customer",
    "history",
    "job",
    "late",
    "message",
    "operation",
    "order",
    "outgoing",
    "photo",
    "price_list",
    "studio",
]
