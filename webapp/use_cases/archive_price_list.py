"""A price list is put away, or brought back; jobs that use it go on selling from it."""

from datetime import datetime

from webapp.models.base import transaction
from webapp.use_cases.holding_price_list import held_price_list


def archive_price_list(studio_id: str, price_list_id: str, *, now: datetime) -> None:
    """Offer it to no further job; one that is archived stays so. UnknownPriceListError."""
    with transaction() as session:
        price_list = held_price_list(session, studio_id, price_list_id)
        price_list.archived_at = price_list.archived_at or now


def bring_back_price_list(studio_id: str, price_list_id: str) -> None:
    """Offer it to jobs again. UnknownPriceListError."""
    with transaction() as session:
        held_price_list(session, studio_id, price_list_id).archived_at = None
