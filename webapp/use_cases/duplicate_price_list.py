"""A copy of a price list with all its products, for next year's prices."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.base import new_id, transaction
from webapp.models.price_list import PackagePart, PriceList, Product
from webapp.use_cases.holding_price_list import (
    LONGEST_NAME,
    held_price_list,
    hold_names,
    is_taken,
)


def duplicate_price_list(studio_id: str, price_list_id: str, *, now: datetime) -> str:
    """Store the copy under the first name that is free; its id. UnknownPriceListError."""
    with transaction() as session:
        hold_names(session, studio_id)
        found = held_price_list(session, studio_id, price_list_id)
        copy = PriceList(
            id=new_id(),
            studio_id=studio_id,
            name=_free_name(session, studio_id, found.name),
            tax_rate=found.tax_rate,
            shipping_price=found.shipping_price,
            created_at=now,
        )
        session.add(copy)
        session.flush()
        _copy_products(session, found.id, copy.id)
        return copy.id


def _free_name(session: Session, studio_id: str, name: str) -> str:
    return next(each for each in _names(name) if not is_taken(session, studio_id, each))


def _names(name: str) -> Iterator[str]:
    """'School 2026 (copy)', 'School 2026 (copy 2)' …, never longer than a name may be."""
    for number in count(1):
        ending = _("(copy)") if number == 1 else _("(copy %(number)s)", number=number)
        yield f"{name[: LONGEST_NAME - len(ending) - 1].rstrip()} {ending}"


def _copy_products(session: Session, from_id: str, to_id: str) -> None:
    """The products in their order; packages hold the copies of what they held."""
    copies: dict[str, str] = {}
    for product in session.scalars(select(Product).where(Product.price_list_id == from_id)).all():
        copies[product.id] = new_id()
        session.add(
            Product(
                id=copies[product.id],
                price_list_id=to_id,
                name=product.name,
                kind=product.kind,
                width=product.width,
                height=product.height,
                price=product.price,
                position=product.position,
                is_sold=product.is_sold,
            )
        )
    session.flush()
    parts = select(PackagePart).where(PackagePart.package_id.in_(copies))
    session.add_all(
        PackagePart(
            package_id=copies[part.package_id],
            product_id=copies[part.product_id],
            quantity=part.quantity,
        )
        for part in session.scalars(parts).all()
    )
