"""How customers may pay: by transfer to the studio's account, or where the prints are collected."""

from dataclasses import dataclass

from webapp.models.base import transaction
from webapp.use_cases.holding import hold_studio


class NoWayToPayError(Exception):
    """At least one way has to be left: nobody could order."""


@dataclass(frozen=True)
class PaymentWays:
    """The ways that are offered, with the words for each; words of one that is off are kept."""

    takes_transfers: bool
    bank_details: str
    takes_collection: bool
    collection_words: str


def change_payment(studio_id: str, ways: PaymentWays) -> None:
    """Store the ways; NoWayToPayError. Placed orders keep the way they were placed with."""
    if not (ways.takes_transfers or ways.takes_collection):
        raise NoWayToPayError
    with transaction() as session:
        studio = hold_studio(session, studio_id)
        studio.takes_transfers = ways.takes_transfers
        studio.bank_details = ways.bank_details
        studio.takes_collection = ways.takes_collection
        studio.collection_words = ways.collection_words
