"""Products leave baskets when their job leaves the shop, and come back with it (A8, R5).

Set-based: a thousand jobs cost as many statements as one. Callers hold the jobs' row locks.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, literal, select
from sqlalchemy.orm import Session

from webapp.models.base import UtcDateTime
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.expressions import fresh_id
from webapp.models.photo import Photo
from webapp.models.price_list import Product
from webapp.queries.basket_counts import Products, returning, still_sold


def take_out(session: Session, job_ids: Sequence[str], *, now: datetime) -> None:
    """Move every line of these jobs from its basket to the notice of what left (A8).

    What left earlier and was put in again by hand is named once: as it leaves now.
    """
    session.execute(
        delete(RemovedLine)
        .where(RemovedLine.job_id.in_(job_ids), _lies_in_its_basket_again())
        .execution_options(synchronize_session=False)
    )
    session.execute(
        insert(RemovedLine).from_select(
            _REMOVED_COLUMNS,
            select(
                fresh_id(),
                BasketLine.basket_id,
                BasketLine.job_id,
                BasketLine.photo_id,
                BasketLine.product_id,
                Photo.number,
                Product.name,
                BasketLine.quantity,
                literal(now, UtcDateTime()),
            )
            .join(Photo, Photo.id == BasketLine.photo_id)
            .join(Product, Product.id == BasketLine.product_id)
            .where(BasketLine.job_id.in_(job_ids)),
            include_defaults=False,
        )
    )
    session.execute(
        delete(BasketLine)
        .where(BasketLine.job_id.in_(job_ids))
        .execution_options(synchronize_session=False)
    )


def bring_back(
    session: Session, job_id: str, price_list_id: str | None, *, now: datetime
) -> Products:
    """Put back what archiving took, where the basket is pending and the product sold (R5).

    Holds the baskets first: none of them becomes an order meanwhile.
    """
    _hold_baskets(session, job_id)
    what = returning(session, job_id, price_list_id)
    if not what.products:
        return what
    ids = (
        select(RemovedLine.id)
        .join(Basket, Basket.id == RemovedLine.basket_id)
        .join(Product, Product.id == RemovedLine.product_id)
        .join(Photo, Photo.id == RemovedLine.photo_id)
        .where(still_sold(job_id, price_list_id))
    )
    session.execute(
        insert(BasketLine).from_select(
            _LINE_COLUMNS,
            select(
                fresh_id(),
                RemovedLine.basket_id,
                RemovedLine.job_id,
                RemovedLine.photo_id,
                RemovedLine.product_id,
                RemovedLine.quantity,
                literal(now, UtcDateTime()),
            ).where(RemovedLine.id.in_(ids)),
            include_defaults=False,
        )
    )
    session.execute(
        delete(RemovedLine)
        .where(RemovedLine.id.in_(ids))
        .execution_options(synchronize_session=False)
    )
    return what


def _lies_in_its_basket_again() -> ColumnElement[bool]:
    return (
        select(BasketLine.id)
        .where(
            BasketLine.basket_id == RemovedLine.basket_id,
            BasketLine.photo_id == RemovedLine.photo_id,
            BasketLine.product_id == RemovedLine.product_id,
        )
        .exists()
    )


def _hold_baskets(session: Session, job_id: str) -> None:
    removed_from = select(RemovedLine.basket_id).where(RemovedLine.job_id == job_id)
    baskets = select(Basket.id).where(Basket.id.in_(removed_from)).order_by(Basket.id)
    session.execute(baskets.with_for_update(key_share=True)).all()


_REMOVED_COLUMNS = [
    "id",
    "basket_id",
    "job_id",
    "photo_id",
    "product_id",
    "photo_number",
    "product_name",
    "quantity",
    "removed_at",
]
_LINE_COLUMNS = [
    "id",
    "basket_id",
    "job_id",
    "photo_id",
    "product_id",
    "quantity",
    "created_at",
]
