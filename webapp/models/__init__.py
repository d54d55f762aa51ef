"""What is remembered: the tables, one file per family; importing it makes them all known."""

from webapp.models import (
    basket,
    customer,
    deletion,
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
    trash,
    upload,
)

__all__ = [
    "basket",
    "customer",
    "deletion",
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
    "trash",
    "upload",
]
