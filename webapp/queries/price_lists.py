"""What price lists hold: the parts of packages, and what a product costs in a basket."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select

from webapp.domain.pricing import Delivery, PricedLine
from webapp.domain.product_kinds import Part, is_printed
from webapp.models.base import db
from webapp.models.price_list import PackagePart, Product


def parts_of(product_ids: Collection[str]) -> dict[str, tuple[Part, ...]]:
    """What each of these packages holds, in the order of the price list."""
    if not product_ids:
        return {}
    rows = db.session.execute(
        select(PackagePart.package_id, Product.name, Product.kind, PackagePart.quantity)
        .join(Product, Product.id == PackagePart.product_id)
        .where(PackagePart.package_id.in_(product_ids))
        .order_by(Product.position, Product.price, Product.id)
    )
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    for package_id, name, kind, quantity in rows:
        parts[package_id].append(Part(name, kind, quantity))
    return {package_id: tuple(held) for package_id, held in parts.items()}


def priced(product: Product, quantity: int, parts: Iterable[Part] = ()) -> PricedLine:
    """A product so many times as the totals need it; `parts`: what a package holds."""
    prices = product.price_list
    parcel = Delivery(prices.shipping_price, prices.tax_rate)
    return PricedLine(
        product.price,
        quantity,
        prices.tax_rate,
        parcel if is_printed(product.kind, parts) else None,
    )
