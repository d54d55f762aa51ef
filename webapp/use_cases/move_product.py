"""A product moves to another place of its price list; customers see the products in this order."""

from sqlalchemy import select

from webapp.domain.products import moved
from webapp.models.base import transaction
from webapp.models.price_list import Product
from webapp.use_cases.holding_price_list import held_price_list, held_product


def move_product(studio_id: str, price_list_id: str, product_id: str, *, to: int) -> int:
    """Put it at place `to` (from 0), at most at the end; answers where. UnknownPriceListError."""
    with transaction() as session:
        price_list = held_price_list(session, studio_id, price_list_id)
        held_product(session, price_list, product_id)
        products = session.scalars(
            select(Product)
            .where(Product.price_list_id == price_list_id)
            .order_by(Product.position, Product.price, Product.id)
        ).all()
        order = moved([each.id for each in products], product_id, to=to)
        places = {each: place for place, each in enumerate(order)}
        for product in products:
            product.position = places[product.id]
        return places[product_id]
