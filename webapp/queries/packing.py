"""What of a job is ordered and not delivered yet, as it is packed."""

from sqlalchemy import select

from webapp.domain.orders import OrderState
from webapp.domain.packing import Packable, PackingList, pack
from webapp.domain.product_kinds import Part
from webapp.models.base import db
from webapp.models.order import Order, OrderLine
from webapp.queries.order_export import numbers_of

_TO_DELIVER = tuple(state.value for state in OrderState if state.needs_pictures)


def packing_list(job_id: str, *, only_paid: bool) -> PackingList:
    """The job's packing list: of orders that are paid, or of all that are to be delivered."""
    states = (OrderState.PAID.value,) if only_paid else _TO_DELIVER
    rows = db.session.execute(
        select(Order, OrderLine)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(OrderLine.job_id == job_id, Order.state.in_(states))
        .order_by(Order.number, OrderLine.position)
    ).all()
    numbers = numbers_of([(line.id, line.photo_number) for _order, line in rows])
    return pack(_packable(order, line, numbers.get(line.id, ())) for order, line in rows)


def _packable(order: Order, line: OrderLine, pictures: tuple[int, ...]) -> Packable:
    return Packable(
        order_id=order.id,
        order_number=order.number,
        buyer=order.name,
        person=line.person_name,
        group=line.group_name,
        product=line.product_name,
        kind=line.product_kind,
        quantity=line.quantity,
        pictures=pictures,
        note=line.note,
        parts=tuple(Part(part["name"], part["kind"], part["quantity"]) for part in line.parts),
    )
