"""What the pages of price lists show: lists, products and places in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from babel.numbers import format_percent
from flask import g, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from webapp.domain.archiving import local_day
from webapp.domain.products import PriceListValues, ProductValues
from webapp.models.price_list import PriceList
from webapp.queries.price_list_pages import PriceListRow, ProductRow
from webapp.studio.consequence_words import in_baskets_words
from webapp.studio.product_words import about
from webapp.studio.profile_views import UseView, use_view
from webapp.web.size_fields import size_words
from webapp.web.words import day_in_row, money, number

_RATE_UNITS = 10_000


@dataclass(frozen=True)
class ListView:
    """A price list in the overview; `archived`: since when, '' if it is not."""

    name: str
    url: str
    products: str
    prices: str
    archived: str
    use: UseView


@dataclass(frozen=True)
class ProductView:
    """A product in the table of its list; `place` from 0, -1 and beyond: it cannot go there."""

    id: str
    name: str
    about: str
    price: str
    is_sold: bool
    in_baskets: str
    place: int
    is_last: bool


def list_view(row: PriceListRow, *, now: datetime) -> ListView:
    """A row of the overview."""
    return ListView(
        name=row.name,
        url=url_for("studio.price_list", price_list_id=row.id),
        products=products_words(row.products),
        prices=_prices(row),
        archived=_since(row.archived_at, now=now) if row.archived_at else "",
        use=use_view(row.use),
    )


def product_views(rows: Sequence[ProductRow]) -> list[ProductView]:
    """The rows of a list's table."""
    return [
        ProductView(
            id=row.product.id,
            name=row.product.name,
            about=about(row.product, row.parts),
            price=money(row.product.price, g.studio.currency),
            is_sold=row.product.is_sold,
            in_baskets=in_baskets_words(row.baskets) if row.baskets else "",
            place=place,
            is_last=place == len(rows) - 1,
        )
        for place, row in enumerate(rows)
    ]


def facts_words(price_list: PriceList) -> str:
    """'19% tax contained · Shipping €4.90'."""
    return _tax_and_parcel(price_list.tax_rate, price_list.shipping_price)


def stored_words(stored: PriceListValues) -> str:
    """'School 2026 · 19% tax contained · Shipping €4.90'."""
    return f"{stored.name} · {_tax_and_parcel(stored.tax_rate, stored.shipping)}"


def rate_words(rate: int) -> str:
    """'19%', '7.7%': a rate in hundredths of a per cent."""
    share = Decimal(rate) / _RATE_UNITS
    return str(format_percent(share, locale=get_locale(), decimal_quantization=False))


def products_words(count: int) -> str:
    """'4 products on sale'."""
    if not count:
        return str(_("Nothing on sale yet"))
    return str(
        ngettext(
            "%(shown)s product on sale", "%(shown)s products on sale", count, shown=number(count)
        )
    )


def _tax_and_parcel(tax_rate: int, shipping: int) -> str:
    rate = _("%(rate)s tax contained", rate=rate_words(tax_rate))
    parcel = (
        _("Shipping %(price)s", price=money(shipping, g.studio.currency))
        if shipping
        else _("Shipping is free")
    )
    return f"{rate} · {parcel}"


def _prices(row: PriceListRow) -> str:
    if not row.products:
        return "–"
    lowest, highest = (money(price, g.studio.currency) for price in (row.lowest, row.highest))
    return lowest if row.lowest == row.highest else f"{lowest}\N{NO-BREAK SPACE}– {highest}"


def stored_product_words(stored: ProductValues) -> str:
    """'Print 13 × 18 cm · 13 × 18 cm · €8.90 · on sale'."""
    said = [stored.name, money(stored.price, g.studio.currency)]
    if stored.size:
        said.insert(1, size_words(*stored.size))
    said.append(_("on sale") if stored.is_sold else _("not on sale"))
    return " · ".join(said)


def _since(archived_at: datetime, *, now: datetime) -> str:
    zone = g.studio.time_zone
    day = day_in_row(local_day(archived_at, zone), today=local_day(now, zone))
    return str(_("archived %(day)s", day=day))
