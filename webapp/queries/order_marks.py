"""The orders that somebody chose to be marked, with what decides whether they take the mark."""

from collections.abc import Sequence

from sqlalchemy import select

from webapp.domain.orders import Marked, Moments
from webapp.models.base import db
from webapp.models.order import Order
from webapp.models.outgoing import Outgoing
from webapp.queries.kept_pictures import orders_without_pictures


def moments_of(order: Order) -> Moments:
    """When the order was marked."""
    return Moments(order.paid_at, order.delivered_at, order.cancelled_at)


def files_key(order: Order) -> str:
    """The key of the one mail that tells the customer that the files are ready."""
    return f"order {order.id} files"


def chosen_orders(studio_id: str, order_ids: Sequence[str]) -> list[Marked]:
    """The studio's orders of these ids, by number; ids of others are not among them."""
    orders = db.session.scalars(
        select(Order).where(Order.studio_id == studio_id, Order.id.in_(order_ids))
    )
    return as_chosen(orders.all())


def as_chosen(orders: Sequence[Order]) -> list[Marked]:
    """What the plan reads of these orders, by number; three statements."""
    keys = {files_key(each): each for each in orders if each.downloads_until}
    told = set(db.session.scalars(select(Outgoing.once).where(Outgoing.once.in_(keys))))
    ids = [order.id for order in orders]
    without = orders_without_pictures(db.session(), ids)
    without_files = orders_without_pictures(db.session(), ids, files_only=True)
    return [
        Marked(
            order.id,
            order.number,
            moments_of(order),
            awaits_files=files_key(order) in keys.keys() - told and order.id not in without_files,
            is_without_pictures=order.id in without,
        )
        for order in sorted(orders, key=lambda order: order.number)
    ]
