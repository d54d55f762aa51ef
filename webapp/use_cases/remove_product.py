"""A product leaves its price list: deleted, or taken off sale while it lies in baskets."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import delete, select

from webapp.models.base import transaction
from webapp.models.basket import BasketLine
from webapp.models.price_list import PackagePart, Product
from webapp.use_cases.holding_price_list import held_price_list, held_product, hold_jobs_using


class Removed(StrEnum):
    """What came of it."""

    DELETED = "deleted"
    TAKEN_OFF_SALE = "taken-off-sale"


class IsAPartError(Exception):
    """Packages hold it; they have to let go of it first. Carries their names."""

    def __init__(self, packages: Sequence[str]) -> None:
        super().__init__(f"{len(packages)} packages hold it")
        self.packages = packages


def remove_product(studio_id: str, price_list_id: str, product_id: str) -> Removed:
    """Delete it, or only stop selling it where a basket holds it: its line then says so.

    UnknownPriceListError, IsAPartError. Placed orders keep its name and price (A9). The jobs that
    sell from the list are held: nobody puts it into a basket at this very moment.
    """
    with transaction() as session:
        hold_jobs_using(session, price_list_id)
        price_list = held_price_list(session, studio_id, price_list_id)
        product = held_product(session, price_list, product_id)
        packages = session.scalars(
            select(Product.name)
            .join(PackagePart, PackagePart.package_id == Product.id)
            .where(PackagePart.product_id == product_id)
            .order_by(Product.position, Product.id)
        ).all()
        if packages:
            raise IsAPartError(packages)
        lying = select(BasketLine.id).where(BasketLine.product_id == product_id).limit(1)
        if session.scalar(lying):
            product.is_sold = False
            return Removed.TAKEN_OFF_SALE
        session.execute(delete(PackagePart).where(PackagePart.package_id == product_id))
        session.delete(product)
        return Removed.DELETED
