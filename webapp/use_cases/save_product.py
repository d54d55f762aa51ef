"""A product of a price list is added or changed; what was ordered of it stays as it was (A9)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.domain.product_kinds import ProductKind
from webapp.domain.products import ProductFault, ProductValues, faults
from webapp.models.base import new_id, transaction
from webapp.models.price_list import PackagePart, PriceList, Product
from webapp.queries.price_list_pages import product_values
from webapp.use_cases.holding_price_list import (
    ChangedMeanwhileError,
    held_price_list,
    held_product,
)


class ProductFaultsError(Exception):
    """Something has to be corrected first; carries what, by field. Nothing was stored."""

    def __init__(self, found: dict[str, ProductFault]) -> None:
        super().__init__(", ".join(f"{name}: {fault}" for name, fault in found.items()))
        self.found = found


def add_product(studio_id: str, price_list_id: str, wanted: ProductValues) -> str:
    """Store it at the end of the list; its id. UnknownPriceListError, ProductFaultsError."""
    with transaction() as session:
        price_list = held_price_list(session, studio_id, price_list_id)
        _check(session, price_list, wanted)
        last = session.scalar(
            select(func.max(Product.position)).where(Product.price_list_id == price_list_id)
        )
        product = Product(
            id=new_id(),
            price_list_id=price_list_id,
            position=0 if last is None else last + 1,
        )
        session.add(product)
        _write(session, product, wanted)
        return product.id


def change_product(
    studio_id: str,
    price_list_id: str,
    product_id: str,
    wanted: ProductValues,
    *,
    fingerprint: str,
) -> None:
    """Store the values. UnknownPriceListError, ProductFaultsError; ChangedMeanwhileError when
    `fingerprint`, of the values that were shown, is not that of the stored ones (S7).
    """
    with transaction() as session:
        price_list = held_price_list(session, studio_id, price_list_id)
        product = held_product(session, price_list, product_id)
        stored = product_values(product)
        if stored == wanted:
            return
        if stored.fingerprint != fingerprint:
            raise ChangedMeanwhileError
        _check(session, price_list, wanted, stored=product)
        _write(session, product, wanted)


def _check(
    session: Session,
    price_list: PriceList,
    wanted: ProductValues,
    *,
    stored: Product | None = None,
) -> None:
    others = session.execute(
        select(Product.id, Product.kind, Product.name).where(
            Product.price_list_id == price_list.id, Product.id != (stored.id if stored else "")
        )
    ).all()
    found = faults(
        wanted,
        offered={row.id: ProductKind(row.kind) for row in others},
        stored_as=ProductKind(stored.kind) if stored else None,
    )
    if any(row.name == wanted.name for row in others):
        found["name"] = ProductFault.NAME_TAKEN
    if found:
        raise ProductFaultsError(found)


def _write(session: Session, product: Product, wanted: ProductValues) -> None:
    product.name = wanted.name
    product.kind = wanted.kind.value
    product.price = wanted.price
    product.width, product.height = wanted.size or (None, None)
    product.is_sold = wanted.is_sold
    session.flush()
    old = select(PackagePart).where(PackagePart.package_id == product.id)
    for part in session.scalars(old).all():
        session.delete(part)
    session.flush()
    session.add_all(
        PackagePart(package_id=product.id, product_id=product_id, quantity=quantity)
        for product_id, quantity in wanted.parts
    )
