"""The shop: every page a customer meets, below the studio's own address."""

from webapp.shop import (
    basket,
    checkout,
    code_entry,
    frame,
    gallery,
    large_view,
    leaving,
    orders,
    pictures,
)
from webapp.shop.visitor import bp

__all__ = [
    "basket",
    "bp",
    "checkout",
    "code_entry",
    "frame",
    "gallery",
    "large_view",
    "leaving",
    "orders",
    "pictures",
]
