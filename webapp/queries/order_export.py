"""Orders line by line, for tables: in chunks, so that ten thousand of them need little memory."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from webapp.domain.order_list import OrderFilters
from webapp.models.base import db
from webapp.models.order import Order, OrderedPhoto, OrderLine
from webapp.models.studio import Studio
from webapp.queries.order_list import around, in_order, in_part

_CHUNK = 400
_OF_ORDER = (
    Order.number, Order.state, Order.placed_at, Order.paid_at, Order.delivered_at,
    Order.cancelled_at, Order.name, Order.email, Order.street, Order.postcode, Order.city,
    Order.country, Order.payment, Order.shipping, Order.total, Order.currency,
)  # fmt: skip
_OF_LINE = (
    OrderLine.id, OrderLine.order_id, OrderLine.position, OrderLine.job_name,
    OrderLine.group_name, OrderLine.person_name, OrderLine.product_name, OrderLine.photo_number,
    OrderLine.quantity, OrderLine.unit_price, OrderLine.tax_rate, OrderLine.note, OrderLine.parts,
)  # fmt: skip


def exported_lines(studio: Studio, filters: OrderFilters) -> Iterator[tuple[Any, tuple[int, ...]]]:
    """Each line of the filtered orders with its order's facts, and the numbers of its pictures.

    Sorted as the list is; which orders these are is read at once, their lines in chunks.
    """
    ids = db.session.scalars(
        select(Order.id)
        .where(*around(studio, filters), *in_part(filters.part))
        .order_by(*in_order(filters.sort))
    ).all()
    for start in range(0, len(ids), _CHUNK):
        yield from _chunk(ids[start : start + _CHUNK])


def numbers_of(lines: Sequence[tuple[str, int | None]]) -> dict[str, tuple[int, ...]]:
    """The numbers of the pictures of these lines (id, own number): one statement at most."""
    found: dict[str, tuple[int, ...]] = {
        line_id: (number,) for line_id, number in lines if number is not None
    }
    of_many = [line_id for line_id, number in lines if number is None]
    if of_many:
        rows = db.session.execute(
            select(OrderedPhoto.order_line_id, OrderedPhoto.number)
            .where(OrderedPhoto.order_line_id.in_(of_many))
            .order_by(OrderedPhoto.number)
        )
        for line_id, number in rows:
            found[line_id] = (*found.get(line_id, ()), number)
    return found


def _chunk(ids: Sequence[str]) -> Iterator[tuple[Any, tuple[int, ...]]]:
    place = {order_id: at for at, order_id in enumerate(ids)}
    rows = db.session.execute(
        select(*_OF_ORDER, *_OF_LINE)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(Order.id.in_(ids))
    ).all()
    numbers = numbers_of([(row.id, row.photo_number) for row in rows])
    for row in sorted(rows, key=lambda row: (place[row.order_id], row.position)):
        yield row, numbers.get(row.id, ())
