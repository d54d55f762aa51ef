"""A new price list, still without products."""

from datetime import datetime

from webapp.domain.products import PriceListValues
from webapp.models.base import new_id, transaction
from webapp.models.price_list import PriceList
from webapp.use_cases.holding_price_list import PriceListNameTakenError, hold_names, is_taken


def create_price_list(studio_id: str, values: PriceListValues, *, now: datetime) -> str:
    """Store it and answer its id; PriceListNameTakenError when the studio has one of this name."""
    with transaction() as session:
        hold_names(session, studio_id)
        if is_taken(session, studio_id, values.name):
            raise PriceListNameTakenError(values.name)
        price_list = PriceList(
            id=new_id(),
            studio_id=studio_id,
            name=values.name,
            tax_rate=values.tax_rate,
            shipping_price=values.shipping,
            created_at=now,
        )
        session.add(price_list)
        return price_list.id
