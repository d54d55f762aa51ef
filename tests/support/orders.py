"""Placed orders to start a test from."""

from itertools import count

from tests.support.builders import NOW, a_customer, a_photo
from webapp.domain.orders import state_of
from webapp.models.base import new_id, transaction
from webapp.models.order import Order, OrderedPhoto, OrderLine

_numbers = count(1001)


def a_line(job, photo=None, product="Print 13 × 18 cm", kind="print", quantity=1, **facts):
    """A line of an order, not stored yet: a print of a new photo of the job, or of this one."""
    photo = photo or a_photo(job)
    defaults = {"unit_price": 890, "tax_rate": 1900, "parts": [], "note": ""}
    defaults |= {"person_name": "", "group_name": ""}
    line = OrderLine(
        id=new_id(),
        job_id=job.id,
        photo_id=photo.id,
        product_id="p" * 16,
        job_name=job.public_name,
        photo_number=photo.number,
        product_name=product,
        product_kind=kind,
        quantity=quantity,
        **(defaults | facts),
    )
    is_file = kind.startswith("digital")
    line.photos = [OrderedPhoto(photo_id=photo.id, number=photo.number, is_file=is_file)]
    return line


def an_order(job, *lines, customer=None, **facts):
    """An order of these lines (one print, if none is given); its state follows from its moments."""
    customer = customer or a_customer(job.studio)
    order = _order(job, lines or (a_line(job),), customer, facts)
    with transaction() as session:
        session.add(order)
    return order


def many_orders(job, quantity, **facts):
    """So many orders of one customer and one picture, stored at once."""
    photo, customer = a_photo(job), a_customer(job.studio)
    orders = [_order(job, (a_line(job, photo),), customer, facts) for _each in range(quantity)]
    with transaction() as session:
        session.add_all(orders)
    return orders


def _order(job, lines, customer, facts):
    moments = {name: facts.get(name) for name in ("paid_at", "delivered_at", "cancelled_at")}
    total = sum(line.unit_price * line.quantity for line in lines) + facts.get("shipping", 0)
    defaults = {
        "name": "Anna Berger",
        "email": "anna@example.org",
        "street": "Lindenweg 7",
        "postcode": "04109",
        "city": "Leipzig",
        "country": "DE",
        "language": "en",
        "currency": "EUR",
        "payment": "invoice",
        "tax": 0,
        "total": total,
        "placed_at": NOW,
        "basket_id": new_id(),
        "number": next(_numbers),
    }
    order = Order(
        id=new_id(),
        studio_id=job.studio_id,
        customer_id=customer.id,
        token=new_id() + new_id(),
        form_token=new_id() + new_id(),
        state=state_of(**moments).value,
        **(defaults | facts),
    )
    for position, line in enumerate(lines, start=1):
        line.position = position
        for photo in line.photos:
            photo.order_id = order.id
    order.lines = list(lines)
    return order
