"""Products of a job in baskets, counted once for all: window, record and figures agree (S5, S8).

A product put in twice counts twice: quantities are summed, as the customer sees them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.job import AccessCode
from webapp.models.photo import Photo
from webapp.models.price_list import Product
from webapp.queries.throwing_away import opens


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


def returning(
    session: Session, job_id: str, price_list_id: str | None, *only: ColumnElement[bool]
) -> Products:
    """What would come back into pending baskets with this price list (R5); `only`: of these."""
    products, baskets = session.execute(
        with_its_parts(
            select(
                func.coalesce(func.sum(RemovedLine.quantity), 0),
                func.count(func.distinct(RemovedLine.basket_id)),
            )
        ).where(still_sold(job_id, price_list_id), *only)
    ).one()
    return Products(int(products), baskets)


def with_its_parts(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Removed lines with their basket, their product, and their picture or the code of a set."""
    return (
        query.select_from(RemovedLine)
        .join(Basket, Basket.id == RemovedLine.basket_id)
        .join(Product, Product.id == RemovedLine.product_id)
        .outerjoin(Photo, Photo.id == RemovedLine.photo_id)
        .outerjoin(AccessCode, AccessCode.id == RemovedLine.access_code_id)
    )


def still_sold(job_id: str, price_list_id: str | None) -> ColumnElement[bool]:
    """Whether a removed line comes back: its basket pending, its product sold for the job (R5).

    Not a set whose code opens nothing any more, be it revoked or its pictures deleted. What was
    put in again by hand has come back.
    """
    # Said aloud: a statement that writes is not narrowed to what is not in the trash.
    opens_some = opens(job_id, Photo.trash_id.is_(None))
    return and_(
        RemovedLine.job_id == job_id,
        Basket.state == "pending",
        Product.is_sold,
        Product.price_list_id == price_list_id,
        or_(
            and_(Photo.id.is_not(None), Photo.trash_id.is_(None)),
            and_(AccessCode.id.is_not(None), AccessCode.revoked_at.is_(None), opens_some),
        ),
        ~lies_in_its_basket_again(),
    )


def lies_in_its_basket_again(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a basket holds what was removed from it; `which`: looked for among these lines."""
    return (
        select(BasketLine.id)
        .where(
            BasketLine.basket_id == RemovedLine.basket_id,
            BasketLine.product_id == RemovedLine.product_id,
            or_(
                BasketLine.photo_id == RemovedLine.photo_id,
                BasketLine.access_code_id == RemovedLine.access_code_id,
            ),
            *which,
        )
        .exists()
    )
