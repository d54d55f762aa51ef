"""What is remembered: the tables, one file per family; importing it makes them all known."""

from webapp.models import (
    basket,
    customer,
    history,
    job,
    message,
    operation,
    order,
    outgoing,
    photo,
    studio,
)

__all__ = [
    "basket",
    "customer",
    "history",
    "job",
    "message",
    "operation",
    "order",
    "outgoing",
    "photo",
    "studio",
]
