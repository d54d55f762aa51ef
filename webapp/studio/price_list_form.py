"""The form for a price list: its name, the tax in its prices, and what a parcel costs."""

from flask import g
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField

from webapp.domain.products import HIGHEST_PRICE, HIGHEST_TAX_RATE, PriceListValues
from webapp.use_cases.holding_price_list import LONGEST_NAME
from webapp.web.money_fields import MoneyField, RateField
from webapp.web.name_fields import name_field


class PriceListForm(FlaskForm):
    """A new list, or another name, rate or parcel for one."""

    name = name_field(_l("Name"), longest=LONGEST_NAME, missing=_l("Give the price list a name."))
    tax_rate = RateField(
        _l("Tax rate in per cent"),
        missing=_l("Write a rate; 0 if you charge no tax."),
        most=HIGHEST_TAX_RATE,
    )
    shipping = MoneyField(
        _l("Shipping"),
        currency=lambda: g.studio.currency,
        missing=_l("Write a price; 0 if sending is free."),
        most=HIGHEST_PRICE,
    )
    fingerprint = HiddenField()

    def values(self) -> PriceListValues:
        """What was typed; only after `validate()` has found nothing."""
        return PriceListValues(self.name.data, self.tax_rate.data, self.shipping.data)

    def say_taken(self) -> None:
        """Another list has the name that was typed."""
        self.name.errors = [_l("Another price list has this name. Choose another one.")]


def form_of(values: PriceListValues) -> PriceListForm:
    """The form with what is stored."""
    return PriceListForm(
        formdata=None,
        name=values.name,
        tax_rate=values.tax_rate,
        shipping=values.shipping,
        fingerprint=values.fingerprint,
    )
