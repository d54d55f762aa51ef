"""What the pages of price lists show: the lists, their products, and where they are used."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from webapp.domain.product_kinds import Part, ProductKind
from webapp.domain.products import PriceListValues, ProductValues, may_be_part
from webapp.models.base import db
from webapp.models.basket import BasketLine
from webapp.models.job import Job
from webapp.models.price_list import PackagePart, PriceList, Product
from webapp.queries.price_lists import parts_of
from webapp.queries.uses import NAMED, Use, use_by, uses_by


@dataclass(frozen=True)
class PriceListRow:
    """A price list of the overview; prices in minor units, of what is sold (0 products: 0)."""

    id: str
    name: str
    archived_at: datetime | None
    products: int
    lowest: int
    highest: int
    use: Use


@dataclass(frozen=True)
class ProductRow:
    """A product of a list, what a package holds, and in how many pending baskets it lies."""

    product: Product
    parts: Sequence[Part]
    baskets: int


@dataclass(frozen=True)
class OfferedPart:
    """A product that a package of the same list can hold."""

    id: str
    name: str


def price_list_rows(studio_id: str) -> list[PriceListRow]:
    """The studio's lists by name, archived ones at the end."""
    rows = db.session.execute(
        select(
            PriceList.id,
            PriceList.name,
            PriceList.archived_at,
            func.count(Product.id),
            func.coalesce(func.min(Product.price), 0),
            func.coalesce(func.max(Product.price), 0),
        )
        .outerjoin(Product, (Product.price_list_id == PriceList.id) & Product.is_sold)
        .where(PriceList.studio_id == studio_id)
        .group_by(PriceList.id)
        .order_by(PriceList.archived_at.is_not(None), PriceList.name)
    )
    uses = uses_by(studio_id, Job.price_list_id)
    return [PriceListRow(*row, uses[row.id]) for row in rows]


def use_of_list(studio_id: str, price_list_id: str, *, named: int = NAMED) -> Use:
    """The jobs that use one list; `named`: how many of them are named."""
    return use_by(studio_id, Job.price_list_id, price_list_id, named=named)


def product_rows(price_list_id: str) -> list[ProductRow]:
    """Every product of the list in its order, those that are not sold too."""
    products = db.session.scalars(
        select(Product)
        .where(Product.price_list_id == price_list_id)
        .order_by(Product.position, Product.price, Product.id)
    ).all()
    ids = [each.id for each in products]
    parts, baskets = parts_of(ids), _baskets_with(ids)
    return [ProductRow(each, parts.get(each.id, ()), baskets[each.id]) for each in products]


def offered_parts(price_list_id: str) -> list[OfferedPart]:
    """What packages of this list can hold, in its order."""
    rows = db.session.execute(
        select(Product.id, Product.name, Product.kind)
        .where(Product.price_list_id == price_list_id)
        .order_by(Product.position, Product.price, Product.id)
    )
    return [OfferedPart(row.id, row.name) for row in rows if may_be_part(ProductKind(row.kind))]


def packages_with(product_id: str) -> Sequence[str]:
    """The names of the packages that hold a product."""
    return db.session.scalars(
        select(Product.name)
        .join(PackagePart, PackagePart.package_id == Product.id)
        .where(PackagePart.product_id == product_id)
        .order_by(Product.position, Product.id)
    ).all()


def price_list_of_studio(studio_id: str, price_list_id: str) -> PriceList | None:
    """The studio's list of this id; None for an unknown one and for another studio's alike."""
    return db.session.scalar(
        select(PriceList).where(PriceList.id == price_list_id, PriceList.studio_id == studio_id)
    )


def product_of_list(price_list_id: str, product_id: str) -> Product | None:
    """The list's product of this id, None where it has none."""
    return db.session.scalar(
        select(Product).where(Product.id == product_id, Product.price_list_id == price_list_id)
    )


def list_values(price_list: PriceList) -> PriceListValues:
    """The list as it is stored."""
    return PriceListValues(price_list.name, price_list.tax_rate, price_list.shipping_price)


def product_values(product: Product) -> ProductValues:
    """The product as it is stored, with its parts."""
    parts = db.session.execute(
        select(PackagePart.product_id, PackagePart.quantity)
        .where(PackagePart.package_id == product.id)
        .order_by(PackagePart.product_id)
    )
    width, height = product.width, product.height
    return ProductValues(
        name=product.name,
        kind=ProductKind(product.kind),
        price=product.price,
        size=(width, height) if width is not None and height is not None else None,
        is_sold=product.is_sold,
        parts=tuple((product_id, quantity) for product_id, quantity in parts),
    )


def _baskets_with(product_ids: Sequence[str]) -> dict[str, int]:
    rows = db.session.execute(
        select(BasketLine.product_id, func.count(func.distinct(BasketLine.basket_id)))
        .where(BasketLine.product_id.in_(product_ids))
        .group_by(BasketLine.product_id)
    )
    return defaultdict(int, {product_id: baskets for product_id, baskets in rows})
