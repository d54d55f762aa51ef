"""Products leave baskets when their job leaves the shop, and come back with it (A8, R5).

Set-based: a thousand jobs cost as many statements as one. Callers hold the jobs' row locks.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, insert, literal, select
from sqlalchemy.orm import Session

from webapp.models.base import UtcDateTime
from webapp.models.basket import Basket, BasketLine, RemovedLine
from webapp.models.expressions import fresh_id
from webapp.models.photo import Photo
from webapp.models.price_list import Product
from webapp.queries.basket_counts import (
    Products,
    lies_in_its_basket_again,
    returning,
    still_sold,
    with_its_parts,
)


def take_out(
    session: Session,
    job_ids: Sequence[str],
    *,
    now: datetime,
    line_ids: Sequence[str] | None = None,
) -> None:
    """Move the lines of these jobs from their baskets to the notice of what left (A8).

    `line_ids`: only these of them. What left earlier and was put in again by hand is named once:
    as it leaves now.
    """
    leaving: ColumnElement[bool] = BasketLine.job_id.in_(job_ids)
    if line_ids is not None:
        leaving = and_(leaving, BasketLine.id.in_(line_ids))
    session.execute(
        delete(RemovedLine)
        .where(RemovedLine.job_id.in_(job_ids), lies_in_its_basket_again(leaving))
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
                BasketLine.access_code_id,
                BasketLine.product_id,
                Photo.number,
                Product.name,
                BasketLine.quantity,
                BasketLine.note,
                literal(now, UtcDateTime()),
            )
            .outerjoin(Photo, Photo.id == BasketLine.photo_id)
            .join(Product, Product.id == BasketLine.product_id)
            .where(leaving),
            include_defaults=False,
        )
    )
    session.execute(delete(BasketLine).where(leaving).execution_options(synchronize_session=False))


def bring_back(
    session: Session,
    job_id: str,
    price_list_id: str | None,
    *only: ColumnElement[bool],
    now: datetime,
) -> Products:
    """Put back what archiving took, where the basket is pending and the product sold (R5).

    `only`: of these removed lines. Holds the baskets first: none of them becomes an order
    meanwhile.
    """
    _hold_baskets(session, job_id)
    what = returning(session, job_id, price_list_id, *only)
    if what.products:
        _put_in(session, job_id, price_list_id, only, now=now)
    session.execute(
        delete(RemovedLine)
        .where(RemovedLine.job_id == job_id, lies_in_its_basket_again())
        .execution_options(synchronize_session=False)
    )
    return what


def _put_in(
    session: Session,
    job_id: str,
    price_list_id: str | None,
    only: Sequence[ColumnElement[bool]],
    *,
    now: datetime,
) -> None:
    back = with_its_parts(select(RemovedLine.id)).where(still_sold(job_id, price_list_id), *only)
    session.execute(
        insert(BasketLine).from_select(
            _LINE_COLUMNS,
            select(
                fresh_id(),
                RemovedLine.basket_id,
                RemovedLine.job_id,
                RemovedLine.photo_id,
                RemovedLine.access_code_id,
                RemovedLine.product_id,
                RemovedLine.quantity,
                RemovedLine.note,
                literal(now, UtcDateTime()),
            ).where(RemovedLine.id.in_(back)),
            include_defaults=False,
        )
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
    "access_code_id",
    "product_id",
    "photo_number",
    "product_name",
    "quantity",
    "note",
    "removed_at",
]
_LINE_COLUMNS = [
    "id",
    "basket_id",
    "job_id",
    "photo_id",
    "access_code_id",
    "product_id",
    "quantity",
    "note",
    "created_at",
]
