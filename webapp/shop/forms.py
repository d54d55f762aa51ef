"""What customers fill in: a code, a note on the crop, and where an order goes."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Optional

from webapp.domain.baskets import LONGEST_NOTE
from webapp.domain.payment import Method, chosen, needs_address
from webapp.domain.pricing import Totals
from webapp.models.studio import Studio
from webapp.shop.paying import way_words
from webapp.use_cases.write_order import Buyer
from webapp.web.countries import countries
from webapp.web.email_fields import email_field
from webapp.web.name_fields import name_field

_LONGEST_AMOUNT = 12


class CodeForm(FlaskForm):
    """The code on the card, however it is typed."""

    code = StringField(_l("Access code"), [DataRequired(_l("Type the code from your card."))])


class NoteForm(FlaskForm):
    """A note on the crop of one line of the basket."""

    note = name_field(_l("Note on the crop"), longest=LONGEST_NOTE)


class CheckoutForm(FlaskForm):
    """Who orders, how it is paid and where it goes, if anything is posted.

    `total` and `total_collected` are what was shown for either way; `form_token` makes it one.
    """

    name = name_field(
        _l("Name"), longest=120, missing=_l("Write your name."),
        render_kw={"autocomplete": "name"},
    )  # fmt: skip
    email = email_field(_l("E-mail"), missing=_l("Write the e-mail address for the confirmation."))
    payment = RadioField(_l("Payment"), validate_choice=False)
    street = name_field(
        _l("Street and number"), longest=120, render_kw={"autocomplete": "street-address"}
    )
    postcode = name_field(_l("Postcode"), longest=20, render_kw={"autocomplete": "postal-code"})
    city = name_field(_l("City"), longest=80, render_kw={"autocomplete": "address-level2"})
    country = SelectField(_l("Country"), render_kw={"autocomplete": "country"})
    informed = BooleanField(
        _l(
            "Write to me about these pictures, before they leave the shop and when they are sold"
            " again. I can end this at any time, in every message."
        )
    )
    form_token = HiddenField()
    total = HiddenField(validators=[Optional()])
    total_collected = HiddenField(validators=[Optional()])

    def __init__(
        self, ways: Sequence[Method], *, is_printed: bool, studio: Studio, **given: Any
    ) -> None:
        super().__init__(**given)
        self.ways, self.is_printed = ways, is_printed
        self.offered = {way.key: way_words(way, studio) for way in ways}
        self.payment.choices = [(key, way.title) for key, way in self.offered.items()]
        if self.asks_address:
            self.country.choices = countries()
        else:
            del self.street, self.postcode, self.city, self.country

    @property
    def asks_address(self) -> bool:
        """Whether one of the ways needs to know where the order goes."""
        return any(needs_address(way, is_printed=self.is_printed) for way in self.ways)

    @property
    def method(self) -> Method | None:
        """The way of paying that was chosen; the only one needs no choice."""
        if len(self.ways) == 1 and not self.payment.data:
            return self.ways[0]
        return chosen(self.ways, self.payment.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether all that is needed for the chosen way is there; faults stand at their fields."""
        is_valid = bool(super().validate(extra_validators))
        if self.method is None:
            self.payment.errors = [_("Choose how you want to pay.")]
            return False
        return self._has_address(self.method) and is_valid

    def _has_address(self, method: Method) -> bool:
        if not needs_address(method, is_printed=self.is_printed):
            return True
        missing = {
            self.street: _("Write street and number."),
            self.postcode: _("Write the postcode."),
            self.city: _("Write the city."),
        }
        for field, sentence in missing.items():
            if not field.data:
                field.errors = [*field.errors, sentence]
        return all(field.data for field in missing)

    def buyer(self, language: str) -> Buyer:
        """What was filled in; only after `validate()` has found nothing. An address that nothing
        goes to is not kept."""
        goes_to = {"street": "", "postcode": "", "city": "", "country": ""}
        if self.method and needs_address(self.method, is_printed=self.is_printed):
            goes_to = {name: self[name].data for name in goes_to}
        return Buyer(
            name=self.name.data,
            email=self.email.data,
            language=language,
            consent=str(self.informed.label.text) if self.informed.data else "",
            payment=self.method.key if self.method else "",
            **goes_to,
        )

    @property
    def shown_total(self) -> int:
        """What the customer saw, in minor units; -1: no amount was sent, which nothing costs."""
        is_posted = self.method is None or self.method.is_posted
        text = (self.total if is_posted else self.total_collected).data or ""
        is_amount = text.isascii() and text.isdigit() and len(text) <= _LONGEST_AMOUNT
        return int(text) if is_amount else -1

    def show(self, posted: Totals, collected: Totals) -> None:
        """Keep what the page says it costs, whatever was sent before."""
        for field, totals in ((self.total, posted), (self.total_collected, collected)):
            field.raw_data = None
            field.data = str(totals.total)
