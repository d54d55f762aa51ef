"""How the customers of a studio may pay, as its settings say."""

from webapp.domain.payment import (
    COLLECTION,
    BankTransfer,
    Method,
    OnCollection,
    ways_to_pay,
)
from webapp.models.studio import Studio


def ways_of(studio: Studio, *, is_printed: bool) -> tuple[Method, ...]:
    """What a customer of the studio chooses from, the usual one first; never nothing."""
    transfer = BankTransfer(studio.bank_details) if studio.takes_transfers else None
    collection = OnCollection(studio.collection_words) if studio.takes_collection else None
    return ways_to_pay(transfer, collection, is_printed=is_printed)


def way_of(studio: Studio, key: str) -> Method:
    """The way in which an order was to be paid, also if the studio no longer offers it."""
    if key == COLLECTION:
        return OnCollection(studio.collection_words)
    return BankTransfer(studio.bank_details)
