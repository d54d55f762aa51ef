"""Products of a job in baskets, counted once for all: window, record and figures agree (S5, S8).

A product put in twice counts twice: quantities are summed, as the customer sees them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.photo import Photo
from webapp.models.price_list import Product


@dataclass(frozen=True)
class Products:
    """Products, and the number of baskets they lie in."""

    products: int = 0
    baskets: int = 0


def in_baskets(session: Session, job_ids: Sequence[str]) -> dict[str, Products]:
    """What lies in pending baskets, by job; jobs without anything are left out (A8)."""
    found = session.execute(
        select(
            BasketLine.job_id,
            func.sum(BasketLine.quantity),
            func.count(func.distinct(BasketLine.basket_id)),
        )
        .where(BasketLine.job_id.in_(job_ids))
        .group_by(BasketLine.job_id)
    )
    return {job_id: Products(int(products), baskets) for job_id, products, baskets in found}


def returning(session: Session, job_id: str, price_list_id: str | None) -> Products:
    """What would come back into pending baskets with this price list (R5)."""
    products, baskets = session.execute(
        select(
            func.coalesce(func.sum(RemovedLine.quantity), 0),
            func.count(func.distinct(RemovedLine.basket_id)),
        )
        .select_from(RemovedLine)
        .join(Basket, Basket.id == RemovedLine.basket_id)
        .join(Product, Product.id == RemovedLine.product_id)
        .join(Photo, Photo.id == RemovedLine.photo_id)
        .where(still_sold(job_id, price_list_id))
    ).one()
    return Products(int(products), baskets)


def still_sold(job_id: str, price_list_id: str | None) -> ColumnElement[bool]:
    """Whether a removed line comes back: its basket pending, its product sold for the job (R5)."""
    return and_(
        RemovedLine.job_id == job_id,
        Basket.state == "pending",
        Product.is_sold,
        Product.price_list_id == price_list_id,
    )
