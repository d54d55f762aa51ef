"""Somebody looks at the demo's shop as one of its customers, with the basket they have filled."""

from datetime import datetime

from sqlalchemy import select

from webapp.models.base import transaction
from webapp.models.customer import Customer, Visitor
from webapp.models.studio import Studio
from webapp.use_cases import visiting


def open_demo_shop(studio_id: str, email: str, *, machine_now: datetime) -> str | None:
    """A token for the browser, as that customer's visitor; None outside of a demo."""
    with transaction() as session:
        visitor = session.scalar(
            select(Visitor)
            .join(Customer, Customer.id == Visitor.customer_id)
            .join(Studio, Studio.id == Visitor.studio_id)
            .where(Studio.id == studio_id, Studio.is_demo, Customer.email == email)
            .order_by(Visitor.created_at)
            .limit(1)
            .with_for_update(of=Visitor)
        )
        return None if visitor is None else visiting.give_token(visitor, machine_now=machine_now)
