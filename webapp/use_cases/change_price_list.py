"""A price list changes its name, tax rate or shipping cost; placed orders stay as they are."""

from webapp.domain.products import PriceListValues
from webapp.models.base import transaction
from webapp.queries.price_list_pages import list_values
from webapp.use_cases.holding_price_list import (
    ChangedMeanwhileError,
    PriceListNameTakenError,
    held_price_list,
    hold_names,
    is_taken,
)


def change_price_list(
    studio_id: str, price_list_id: str, values: PriceListValues, *, fingerprint: str
) -> None:
    """Store the values. UnknownPriceListError, PriceListNameTakenError; ChangedMeanwhileError when
    `fingerprint`, of the values that were shown, is not that of the stored ones (S7).
    """
    with transaction() as session:
        hold_names(session, studio_id)
        price_list = held_price_list(session, studio_id, price_list_id)
        if list_values(price_list) == values:
            return
        if list_values(price_list).fingerprint != fingerprint:
            raise ChangedMeanwhileError
        if is_taken(session, studio_id, values.name, but=price_list_id):
            raise PriceListNameTakenError(values.name)
        price_list.name = values.name
        price_list.tax_rate = values.tax_rate
        price_list.shipping_price = values.shipping
