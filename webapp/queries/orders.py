"""Placed orders, as they were when they were placed (A9)."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.models.base import db
from webapp.models.basket import Basket
from webapp.models.order import Order, OrderLine

MOST_OWN = 20


def order_by_token(studio_id: str, token: str) -> Order | None:
    """The studio's order behind this unguessable token, with its lines and their pictures."""
    return db.session.scalar(
        select(Order)
        .options(selectinload(Order.lines).selectinload(OrderLine.photos))
        .where(Order.studio_id == studio_id, Order.token == token)
    )


def own_orders(visitor_id: str) -> Sequence[Order]:
    """The last orders that this browser placed, the newest first, without their lines.

    What the studio entered, or the same customer ordered elsewhere, is not among them.
    """
    return db.session.scalars(
        select(Order)
        .join(Basket, Basket.id == Order.basket_id)
        .where(Basket.visitor_id == visitor_id)
        .order_by(Order.placed_at.desc(), Order.number.desc())
        .limit(MOST_OWN)
    ).all()


def ordered_since(visitor_id: str, moment: datetime) -> Order | None:
    """The last order of this browser, if it was placed at `moment` or after it."""
    last = next(iter(own_orders(visitor_id)), None)
    return last if last and last.placed_at >= moment else None
