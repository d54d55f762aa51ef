"""Placed orders, as they were when they were placed (A9)."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from webapp.models.base import db
from webapp.models.order import Order, OrderLine


def order_by_token(studio_id: str, token: str) -> Order | None:
    """The studio's order behind this unguessable token, with its lines and their pictures."""
    return db.session.scalar(
        select(Order)
        .options(selectinload(Order.lines).selectinload(OrderLine.photos))
        .where(Order.studio_id == studio_id, Order.token == token)
    )
