"""What customers fill in: a code, and where an order goes."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Optional

from webapp.use_cases.write_order import Buyer
from webapp.web.countries import countries
from webapp.web.email_fields import email_field
from webapp.web.name_fields import name_field

_LONGEST_AMOUNT = 12


class CodeForm(FlaskForm):
    """The code on the card, however it is typed."""

    code = StringField(_l("Access code"), [DataRequired(_l("Type the code from your card."))])


class CheckoutForm(FlaskForm):
    """Who orders and where the order goes; `total` is what was shown, `form_token` makes it one."""

    name = name_field(
        _l("Name"), longest=120, missing=_l("Write the name on the parcel."),
        render_kw={"autocomplete": "name"},
    )  # fmt: skip
    email = email_field(_l("E-mail"), missing=_l("Write the e-mail address for the invoice."))
    street = name_field(
        _l("Street and number"), longest=120, missing=_l("Write street and number."),
        render_kw={"autocomplete": "street-address"},
    )  # fmt: skip
    postcode = name_field(
        _l("Postcode"), longest=20, missing=_l("Write the postcode."),
        render_kw={"autocomplete": "postal-code"},
    )  # fmt: skip
    city = name_field(
        _l("City"), longest=80, missing=_l("Write the city."),
        render_kw={"autocomplete": "address-level2"},
    )  # fmt: skip
    country = SelectField(_l("Country"), render_kw={"autocomplete": "country"})
    informed = BooleanField(
        _l(
            "Write to me about these pictures, before they leave the shop and when they are sold"
            " again. I can end this at any time, in every message."
        )
    )
    form_token = HiddenField()
    total = HiddenField(validators=[Optional()])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.country.choices = countries()

    def buyer(self, language: str) -> Buyer:
        """What was filled in; only after `validate()` has found nothing."""
        return Buyer(
            name=self.name.data,
            email=self.email.data,
            street=self.street.data,
            postcode=self.postcode.data,
            city=self.city.data,
            country=self.country.data,
            language=language,
            consent=str(self.informed.label.text) if self.informed.data else "",
        )

    @property
    def shown_total(self) -> int:
        """What the customer saw, in minor units; -1: no amount was sent, which nothing costs."""
        text = self.total.data or ""
        is_amount = text.isascii() and text.isdigit() and len(text) <= _LONGEST_AMOUNT
        return int(text) if is_amount else -1
