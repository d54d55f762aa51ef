"""What the demo's studio sells, and how it is paid: prints, files, a package; two ways."""

from sqlalchemy import select

from webapp.domain.product_kinds import ProductKind
from webapp.domain.products import PriceListValues, ProductValues
from webapp.models.base import db, read_committed_state
from webapp.models.price_list import PriceList, Product
from webapp.use_cases.change_payment import PaymentWays, change_payment
from webapp.use_cases.change_price_list import change_price_list
from webapp.use_cases.save_product import add_product

_SHIPPING = 390  # cents
_PACKAGE_PRICE = 2490
_EVERYTHING_PRICE = 4900
_IN_THE_PACKAGE = (2, 1, 1)  # of the prints, from the smallest


def open_shop(studio_id: str) -> None:
    """Sell what photographers of schools sell, and let parents pay by transfer or on collection."""
    price_list = _price_list(studio_id)
    values = PriceListValues(price_list.name, price_list.tax_rate, price_list.shipping_price)
    wanted = PriceListValues(values.name, values.tax_rate, _SHIPPING)
    change_price_list(studio_id, price_list.id, wanted, fingerprint=values.fingerprint)
    prints = _prints(price_list.id)
    for product in (
        ProductValues(
            "Family package",
            ProductKind.PACKAGE,
            _PACKAGE_PRICE,
            parts=tuple(zip(prints, _IN_THE_PACKAGE, strict=True)),
        ),
        ProductValues("All pictures as files", ProductKind.DIGITAL_ALL, _EVERYTHING_PRICE),
    ):
        add_product(studio_id, price_list.id, product)
    change_payment(
        studio_id,
        PaymentWays(
            takes_transfers=True,
            bank_details="Studio Morgenlicht\nIBAN DE02 1203 0000 0000 2020 51",
            takes_collection=True,
            collection_words="In the studio, Karl-Heine-Straße 8, Tuesday to Friday, 10 to 18.",
        ),
    )


def _price_list(studio_id: str) -> PriceList:
    read_committed_state()
    return db.session.scalars(select(PriceList).where(PriceList.studio_id == studio_id)).one()


def _prints(price_list_id: str) -> list[str]:
    prints = select(Product.id).where(
        Product.price_list_id == price_list_id, Product.kind == ProductKind.PRINT.value
    )
    return list(db.session.scalars(prints.order_by(Product.position)))
