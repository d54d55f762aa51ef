"""The history of an order: a deed that changes it writes one event in its transaction (A9)."""

from datetime import datetime

from sqlalchemy.orm import Session

from webapp.domain.actors import Actor
from webapp.models.order import Order, OrderEvent

_LONGEST = 200


def note_event(
    session: Session, order: Order, deed: str, *, by: Actor, now: datetime, details: str = ""
) -> None:
    """Write one event: who did what to the order, and when; the caller commits.

    `order` has its id already (flushed). `deed` is a word with hyphens ('placed', 'paid',
    'not-paid', 'downloads-renewed') that a page puts into words; `details` (≤ 200 characters) are
    shown as they are.
    """
    session.add(
        OrderEvent(
            order_id=order.id,
            at=now,
            actor_kind=by.kind.value,
            actor_name=by.name,
            deed=deed,
            details=details[:_LONGEST],
        )
    )
