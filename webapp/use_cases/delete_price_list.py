"""A price list goes, with its products; placed orders keep what they say (A9)."""

from sqlalchemy import delete, select

from webapp.models.base import transaction
from webapp.models.basket import BasketLine
from webapp.models.job import Job
from webapp.models.price_list import PackagePart, Product
from webapp.use_cases.holding_price_list import held_price_list


class PriceListInUseError(Exception):
    """A job uses it, or something of it lies in a basket."""


def delete_price_list(studio_id: str, price_list_id: str) -> None:
    """Delete it whole or not at all. UnknownPriceListError, PriceListInUseError."""
    with transaction() as session:
        price_list = held_price_list(session, studio_id, price_list_id, to_delete=True)
        own = select(Product.id).where(Product.price_list_id == price_list_id)
        used = select(Job.id).where(Job.price_list_id == price_list_id).limit(1)
        lying = select(BasketLine.id).where(BasketLine.product_id.in_(own)).limit(1)
        if session.scalar(used) or session.scalar(lying):
            raise PriceListInUseError(price_list_id)
        for gone in (
            delete(PackagePart).where(PackagePart.package_id.in_(own)),
            delete(Product).where(Product.price_list_id == price_list_id),
        ):
            session.execute(gone.execution_options(synchronize_session=False))
        session.delete(price_list)
