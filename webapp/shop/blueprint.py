"""The shop: every page a customer meets, below the studio's own address."""

from webapp.shop import (
    basket,
    checkout,
    code_entry,
    confirming,
    favourites,
    frame,
    gallery,
    informing,
    large_view,
    leaving,
    opening,
    orders,
    own_page,
    pictures,
    unsubscribing,
)
from webapp.shop.visitor import bp

__all__ = [
    "basket",
    "bp",
    "checkout",
    "code_entry",
    "confirming",
    "favourites",
    "frame",
    "gallery",
    "informing",
    "large_view",
    "leaving",
    "opening",
    "orders",
    "own_page",
    "pictures",
    "unsubscribing",
]
