"""The form for a product: it reads what was typed into one value, and changes nothing."""

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField

from webapp.domain.product_kinds import ProductKind
from webapp.domain.products import HIGHEST_PRICE, ProductFault, ProductValues
from webapp.queries.price_list_pages import OfferedPart
from webapp.studio.parts_field import PartsField
from webapp.studio.product_words import FAULTS, KINDS
from webapp.studio.settings_form import choices_of
from webapp.web.money_fields import MoneyField
from webapp.web.name_fields import name_field
from webapp.web.size_fields import SizeField

_LONGEST_NAME = 120


class ProductForm(FlaskForm):
    """A new product, or other values for one; its kind is chosen once."""

    kind = RadioField(_l("Kind"), choices=choices_of(KINDS), default=ProductKind.PRINT.value)
    name = name_field(_l("Name"), longest=_LONGEST_NAME, missing=_l("Give the product a name."))
    size = SizeField(_l("Size"))
    parts = PartsField(_l("What the package holds"))
    price = MoneyField(
        _l("Price"),
        currency=lambda: g.studio.currency,
        missing=_l("Write a price; 0 if it is free."),
        most=HIGHEST_PRICE,
    )
    is_sold = BooleanField(_l("On sale"), default=True)
    fingerprint = HiddenField()

    def offer(self, offered: list[OfferedPart]) -> "ProductForm":
        """The products that a package can hold."""
        self.parts.offered = offered
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what belongs to the kind; what was typed for another one is not looked at."""
        if self.chosen is not ProductKind.PRINT:
            self.size.process_errors = []
        if self.chosen is not ProductKind.PACKAGE:
            self.parts.process_errors = []
        return bool(super().validate(extra_validators))

    @property
    def chosen(self) -> ProductKind | None:
        """The kind that was chosen, None for a word that is none."""
        try:
            return ProductKind(self.kind.data)
        except ValueError:
            return None

    def values(self) -> ProductValues:
        """What was typed; only after `validate()` has found nothing."""
        kind = ProductKind(self.kind.data)
        return ProductValues(
            name=self.name.data,
            kind=kind,
            price=self.price.data,
            size=self.size.data if kind is ProductKind.PRINT else None,
            is_sold=self.is_sold.data,
            parts=self.parts.data if kind is ProductKind.PACKAGE else (),
        )

    def explain(self, found: Mapping[str, ProductFault]) -> None:
        """Put what the rules found at the fields they are about."""
        for name, fault in found.items():
            self[name].errors = [FAULTS[fault]]


def form_of(values: ProductValues) -> ProductForm:
    """The form with what is stored."""
    return ProductForm(
        formdata=None,
        kind=values.kind.value,
        name=values.name,
        size=values.size,
        parts=values.parts,
        price=values.price,
        is_sold=values.is_sold,
        fingerprint=values.fingerprint,
    )


def sent_form(stored: ProductValues) -> ProductForm:
    """What was sent for a product that exists: it stays of its kind."""
    form = ProductForm()
    form.kind.data = stored.kind.value
    return form
