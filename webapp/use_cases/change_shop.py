"""What customers read of a studio changes: its name, how to reach it, language and currency."""

from dataclasses import dataclass

from webapp.models.base import transaction
from webapp.queries.studio_settings import has_orders
from webapp.use_cases.holding import hold_studio


class CurrencyFixedError(Exception):
    """Something was ordered already: amounts of two currencies would be added up."""


@dataclass(frozen=True)
class ShopValues:
    """A studio as its shop shows it; `language` as in 'de', `currency` as in 'EUR'."""

    name: str
    email: str
    phone: str
    language: str
    currency: str


def change_shop(studio_id: str, values: ShopValues) -> None:
    """Store the values; CurrencyFixedError, then nothing is stored.

    Under the lock that orders are placed under: nobody orders in the old currency meanwhile.
    """
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        if values.currency != studio.currency and has_orders(session, studio_id):
            raise CurrencyFixedError
        studio.name = values.name
        studio.email = values.email
        studio.phone = values.phone
        studio.language = values.language
        studio.currency = values.currency
