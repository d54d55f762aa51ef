"""The price list a studio begins with: three prints and a download."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from webapp.models.base import new_id
from webapp.models.price_list import PriceList, Product

_GERMAN_STANDARD_RATE = 1900  # hundredths of a per cent
_PRINTS = ((100, 150, 390), (130, 180, 890), (200, 300, 1690))  # millimetres, cents
_DOWNLOAD_PRICE = 1490


def add_price_list(session: Session, studio_id: str, *, now: datetime) -> PriceList:
    """Add it, named in the language that is spoken just now."""
    prices = PriceList(
        id=new_id(),
        studio_id=studio_id,
        name=_("Prints and downloads"),
        tax_rate=_GERMAN_STANDARD_RATE,
        created_at=now,
    )
    session.add(prices)
    session.flush()
    for position, (width, height, price) in enumerate(_PRINTS):
        name = _("Print %(width)s × %(height)s cm", width=width // 10, height=height // 10)
        session.add(
            Product(
                price_list_id=prices.id,
                name=name,
                kind="print",
                width=width,
                height=height,
                price=price,
                position=position,
            )
        )
    session.add(
        Product(
            price_list_id=prices.id,
            name=_("Picture as a download"),
            kind="digital",
            price=_DOWNLOAD_PRICE,
            position=len(_PRINTS),
        )
    )
    return prices
